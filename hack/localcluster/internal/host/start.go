// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/node"
)

// maxSocket is what the kernel takes for the path of a socket. containerd adds a
// suffix to ours for a second one.
const maxSocket = 107 - len(".ttrpc")

// Start makes the node: its first process in namespaces of its own, and the
// cable to it. It does not wait for Kubernetes.
func Start(c cluster.Cluster) error {
	if n := len(c.ContainerdSocket()); n > maxSocket {
		return fmt.Errorf("the path of this checkout is %d characters too long for a socket in it", n-maxSocket)
	}
	if err := os.RemoveAll(c.Log()); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Log(), 0o755); err != nil {
		return err
	}
	log, err := os.Create(LogFile(c))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the node has its own
	ready, plugged, err := os.Pipe()
	if err != nil {
		return err
	}
	defer func() { _ = plugged.Close() }()

	self, err := os.Executable()
	if err != nil {
		return err
	}
	init := exec.Command(self, node.InitCommand, "--name", c.Name)
	init.Stdin, init.Stdout, init.Stderr = ready, log, log
	init.SysProcAttr = &syscall.SysProcAttr{
		Setsid: true, // it outlives this command and its terminal
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET |
			syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
	}
	err = errors.Join(init.Start(), ready.Close())
	if err != nil {
		return fmt.Errorf("namespaces: %w", err)
	}
	// Or it stays as a zombie while this command waits.
	go func() { _ = init.Wait() }()
	p, err := identify(init.Process.Pid)
	if err != nil {
		return err
	}
	if err := p.save(c); err != nil {
		return err
	}
	if err := plugIn(c, p.PID); err != nil {
		return err
	}
	_, err = plugged.Write([]byte{1})
	return err
}

// LogFile is where the node says what it does; each program has its own besides.
func LogFile(c cluster.Cluster) string { return c.Log("node.log") }
