package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/build"
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
)

type withCluster func(func(cluster.Cluster, []string) error) func(*cobra.Command, []string) error

func buildCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "build",
		Short: "Build the programs of the cluster that are not up to date",
		Args:  cobra.NoArgs,
		RunE: with(func(c cluster.Cluster, _ []string) error {
			defer host.Lock(c)()
			return build.All(c, build.Node...)
		}),
	}
}

func assetsCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "assets",
		Short: "Build what envtest needs and print its folder, for KUBEBUILDER_ASSETS",
		Args:  cobra.NoArgs,
		RunE: with(func(c cluster.Cluster, _ []string) error {
			defer host.Lock(c)()
			if err := build.All(c, build.Kube); err != nil {
				return err
			}
			dir, err := build.LinkEnvtest(c)
			if err == nil {
				fmt.Println(dir)
			}
			return err
		}),
	}
}
