// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/containers"
)

// startContainerd keeps the images of earlier runs, but not their containers:
// kubelet would take them for its own and spend its start burying them.
func startContainerd(ctx context.Context, s supervisor, c cluster.Cluster) error {
	if err := forgetContainers(ctx, s, c); err != nil {
		return err
	}
	s.keep(containerd(c.Run("containerd.toml")))
	if err := within(ctx, 20*time.Second, answers(c)); err != nil {
		return err
	}
	return containers.Load(c, c.Home("pause.tar"))
}

func forgetContainers(ctx context.Context, s supervisor, c cluster.Cluster) error {
	if _, err := os.Stat(c.Dir("containerd")); os.IsNotExist(err) {
		return nil
	}
	cmd, err := s.command(containerd(c.Run("containerd-forgetful.toml")))
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait() // it was told to end
	}()
	if err := within(ctx, 20*time.Second, answers(c)); err != nil {
		return err
	}
	list, err := containers.Ctr(c, "containers", "list", "--quiet")
	if err != nil {
		return err
	}
	if ids := strings.Fields(list); len(ids) > 0 {
		_, err = containers.Ctr(c, append([]string{"containers", "delete"}, ids...)...)
	}
	return err
}

func answers(c cluster.Cluster) func(context.Context) error {
	return func(context.Context) error {
		conn, err := net.DialTimeout("unix", c.ContainerdSocket(), time.Second)
		if err != nil {
			return fmt.Errorf("no answer: %w", err)
		}
		return conn.Close()
	}
}
