// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/intentops/intentops/test/docs"
	"github.com/intentops/intentops/test/harness"
)

// TestDocs runs those commands of the README and of docs that take pods, in the order of a
// reader: the demo first, then the others in its namespace. The rest is run by test/docs.
func TestDocs(t *testing.T) {
	s := begin(t)
	items, err := docs.Read(s.Root)
	must(t, err)
	env := s.readersEnvironment(t)
	t.Cleanup(func() {
		if !t.Failed() {
			must(t, s.Uninstall(context.Background()))
		}
	})
	done := map[string]bool{}
	for _, item := range items {
		// The test decides itself what goes on in the background.
		command := strings.TrimSuffix(item.Text, " &")
		if places, _ := docs.Places(command); places&docs.Cluster == 0 || done[command] {
			continue
		}
		done[command] = true
		t.Logf("%s", item)
		if ports := forwarded.FindStringSubmatch(command); ports != nil {
			s.forward(t, env, command, ports[1])
			continue
		}
		cmd := shell(s.ctx, s.Root, env, command)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", item, err, out)
		}
		t.Logf("%s", out)
	}
	if !done["make demo"] || len(done) < 6 {
		t.Errorf("only %d commands were found: is anything read?", len(done))
	}
}

// readersEnvironment has the programs that were built in its PATH, and a kubeconfig of its own
// whose namespace is the demo's.
func (s *suite) readersEnvironment(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(os.Getenv("KUBECONFIG"))
	must(t, err)
	kubeconfig := filepath.Join(s.dir, "kubeconfig")
	must(t, os.WriteFile(kubeconfig, raw, 0o600))
	_, err = s.Kubectl(s.ctx, "config", "set-context", "--current", "--namespace", harness.Namespace, "--kubeconfig", kubeconfig)
	must(t, err)
	bin := func(name string) string { return filepath.Join(s.Root, "bin", name) }
	// What make says to the makes that it runs is not for the reader's.
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "MAKE") })
	return append(env, "KUBECONFIG="+kubeconfig, "KUBECACHEDIR="+filepath.Join(s.dir, "kubectl-cache"),
		"PATH="+bin("localcluster")+":"+bin("tools")+":"+os.Getenv("PATH"))
}

// shell runs a command as a group of processes, and ends the group with the context.
func shell(ctx context.Context, dir string, env []string, command string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "bash", "-c", command)
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}

// forwarded finds the local port of a kubectl port-forward.
var forwarded = regexp.MustCompile(`^kubectl port-forward .* (\d+)(?::\d+)?$`)

// forward goes on until the test ends, and waits until something answers: the chat, or
// Prometheus.
func (s *suite) forward(t *testing.T, env []string, command, port string) {
	t.Helper()
	cmd := shell(s.ctx, s.Root, env, command)
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Cancel()
		_ = cmd.Wait()
	})
	path := map[string]string{"8080": "/chat", "9090": "/-/ready"}[port]
	must(t, harness.WaitFor(s.ctx, command, soon, func(ctx context.Context) (bool, string) {
		err := harness.Probe(ctx, "http://localhost:"+port+path)
		return err == nil, fmt.Sprint(err)
	}))
}
