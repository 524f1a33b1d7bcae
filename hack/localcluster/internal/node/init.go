// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package node is what happens inside a node: it runs in process, mount, network,
// host name and IPC namespaces of its own.
//
// Its first process is PID 1 there. When that one ends, however it ends, the
// kernel kills every other process of the node, and with them go its mounts and
// its network: nothing has to be tidied up after a crash.
package node

import (
	"fmt"
	"io"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Commands of this program that only itself calls.
const (
	InitCommand = "node-init"
	RunCommand  = "node-run"
)

// Init is PID 1. It does only what PID 1 must, reap, and leaves the work to a
// child: a process that reaps all cannot also wait for commands of its own.
func Init(c cluster.Cluster) error {
	// The host sends one byte when the cable is plugged in. If it dies before, we
	// read the end of the file instead, and must not stay.
	if _, err := io.ReadFull(os.Stdin, make([]byte, 1)); err != nil {
		return fmt.Errorf("the host gave up: %w", err)
	}
	if err := unix.Sethostname([]byte(c.Name)); err != nil {
		return err
	}
	if err := mountAll(c); err != nil {
		return err
	}
	if err := plugIn(c.Net); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	run := exec.Command(self, RunCommand, "--name", c.Name)
	run.Stdout, run.Stderr = os.Stdout, os.Stderr
	if err := run.Start(); err != nil {
		return err
	}
	return reapUntil(run.Process.Pid)
}

func reapUntil(pid int) error {
	for {
		var status unix.WaitStatus
		dead, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return err
		case dead == pid:
			return fmt.Errorf("the node ended: exit status %d, signal %d", status.ExitStatus(), status.Signal())
		}
	}
}
