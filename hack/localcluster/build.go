// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/build"
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
)

func buildCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "build",
		Short: "Build the programs of the cluster that are not up to date",
		Args:  cobra.NoArgs,
		RunE: with(func(_ io.Writer, c cluster.Cluster, _ []string) error {
			unlock, err := host.Lock(c)
			if err != nil {
				return err
			}
			defer unlock()
			return build.All(c, build.Node...)
		}),
	}
}

func assetsCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "assets",
		Short: "Build what envtest needs and print its folder, for KUBEBUILDER_ASSETS",
		Args:  cobra.NoArgs,
		RunE: with(func(out io.Writer, c cluster.Cluster, _ []string) error {
			unlock, err := host.Lock(c)
			if err != nil {
				return err
			}
			defer unlock()
			if err := build.All(c, build.Kube); err != nil {
				return err
			}
			dir, err := build.LinkEnvtest(c)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(out, dir)
			return err
		}),
	}
}
