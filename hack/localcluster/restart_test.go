// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
	"github.com/intentops/intentops/hack/localcluster/internal/kind"
)

// TestACrashLeavesNothingThatBlocksTheNextStart starts a second cluster beside whatever runs.
// It needs the binary, root and a minute: make cluster-test.
func TestACrashLeavesNothingThatBlocksTheNextStart(t *testing.T) {
	binary := os.Getenv("INTENTOPS_LOCALCLUSTER")
	switch {
	case binary == "":
		t.Skip("INTENTOPS_LOCALCLUSTER is not set to the localcluster binary: run make cluster-test")
	case os.Geteuid() != 0:
		t.Skip("network namespaces need root")
	case kind.Available():
		t.Skip("kind is used on this machine, and cares for its own restarts")
	}
	const name = "restart"
	command := func(args ...string) *exec.Cmd { return exec.Command(binary, append(args, "--name", name)...) }
	run := func(args ...string) {
		t.Helper()
		out, err := command(args...).CombinedOutput()
		t.Logf("%s:\n%s", strings.Join(args, " "), out)
		if err != nil {
			t.Fatalf("%s: %v", strings.Join(args, " "), err)
		}
	}
	t.Cleanup(func() { _ = command("down", "--purge").Run() })
	run("down")

	// A start is killed at each of its stages, then once more when the cluster works.
	for _, stage := range []string{"API server ready", "node ready", "service accounts", "is up after"} {
		up := command("up")
		said, err := up.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := up.Start(); err != nil {
			t.Fatal(err)
		}
		reached := false
		for lines := bufio.NewScanner(said); lines.Scan() && !reached; {
			reached = strings.Contains(lines.Text(), stage)
		}
		_ = up.Process.Kill() // it may have ended by itself
		_ = up.Wait()
		if !reached {
			t.Fatalf("up never said %q", stage)
		}
		c, err := cluster.New(name)
		if err != nil {
			t.Fatal(err)
		}
		node, running := host.Running(c)
		if !running {
			t.Fatalf("no node runs at %q", stage)
		}
		if err := syscall.Kill(node.PID, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	run("up")
	run("status")

	c, err := cluster.New(name)
	if err != nil {
		t.Fatal(err)
	}
	run("down")
	for what, left := range leftovers(t, c) {
		if left != "" {
			t.Errorf("%s is left: %s", what, left)
		}
	}
}

// leftovers is what a cluster that is down may not leave behind.
func leftovers(t *testing.T, c cluster.Cluster) map[string]string {
	t.Helper()
	left := map[string]string{}
	if _, err := net.InterfaceByName(c.Net.HostLink()); err == nil {
		left["a link"] = c.Net.HostLink()
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mounts)) {
		if strings.Contains(line, c.Dir()) {
			left["a mount"] = line
		}
	}
	groups, err := filepath.Glob("/sys/fs/cgroup/*" + c.Cgroup())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/sys/fs/cgroup" + c.Cgroup()); err == nil { // version 2
		groups = append(groups, c.Cgroup())
	}
	left["a cgroup"] = strings.Join(groups, " ")
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range commands {
		command, _ := os.ReadFile(file) // the process may have ended
		if strings.Contains(string(command), c.Dir()) {
			left["a process"] = strings.ReplaceAll(string(command), "\x00", " ")
		}
	}
	return left
}
