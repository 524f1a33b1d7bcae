// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/build"
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/health"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
	"github.com/intentops/intentops/hack/localcluster/internal/kind"
)

func statusCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say what works; fails if something does not",
		Args:  cobra.NoArgs,
		RunE:  with(status),
	}
}

func status(out io.Writer, c cluster.Cluster, _ []string) error {
	if kind.Available() {
		_, err := fmt.Fprintf(out, "kind cluster %s, exists: %v\n", c.Name, kind.Exists(c))
		return err
	}
	node, running := host.Running(c)
	if !running {
		return fmt.Errorf("cluster %s is down", c.Name)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "cluster %s, Kubernetes %s, process %d\n", c.Name, build.KubernetesVersion, node.PID)
	fmt.Fprintf(&text, "  API server %s, pods %s, services %s\n", c.Net.Server(), c.Net.Pods(), c.Net.Services())
	fmt.Fprintf(&text, "  KUBECONFIG %s\n  logs       %s\n", c.Kubeconfig(), c.Log())
	client, err := health.NewClient(c)
	if err != nil {
		return err
	}
	var failed error
	for _, check := range client.Checks() {
		answer := "ok"
		if err := check.Ask(context.Background()); err != nil {
			answer, failed = err.Error(), errors.New("the cluster does not work")
		}
		fmt.Fprintf(&text, "  %-19s %s\n", check.Name, answer)
	}
	if _, err := io.WriteString(out, text.String()); err != nil {
		return err
	}
	return failed
}

func kubeconfigCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "kubeconfig",
		Short: "Print the path of the administrator's kubeconfig",
		Args:  cobra.NoArgs,
		RunE: with(func(out io.Writer, c cluster.Cluster, _ []string) error {
			_, err := fmt.Fprintln(out, c.Kubeconfig())
			return err
		}),
	}
}
