package main

import (
	"context"
	"errors"
	"fmt"

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
		RunE:  with(func(c cluster.Cluster, _ []string) error { return status(c) }),
	}
}

func status(c cluster.Cluster) error {
	if kind.Available() {
		fmt.Printf("kind cluster %s, exists: %v\n", c.Name, kind.Exists(c))
		return nil
	}
	node, running := host.Running(c)
	if !running {
		return fmt.Errorf("cluster %s is down", c.Name)
	}
	fmt.Printf("cluster %s, Kubernetes %s, process %d\n", c.Name, build.KubernetesVersion, node.PID)
	fmt.Printf("  API server %s, pods %s, services %s\n", c.Net.Server(), c.Net.Pods(), c.Net.Services())
	fmt.Printf("  KUBECONFIG %s\n  logs       %s\n", c.Kubeconfig(), c.Log())
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
		fmt.Printf("  %-19s %s\n", check.Name, answer)
	}
	return failed
}

func kubeconfigCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "kubeconfig",
		Short: "Print the path of the administrator's kubeconfig",
		Args:  cobra.NoArgs,
		RunE: with(func(c cluster.Cluster, _ []string) error {
			_, err := fmt.Println(c.Kubeconfig())
			return err
		}),
	}
}
