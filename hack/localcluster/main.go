// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command localcluster runs a real one-node Kubernetes on this machine, built
// from Go modules and Debian packages: no registry, no container engine.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// version is set by the linker.
var version = "dev"

// A command answers on out; what it says on the way goes to standard error.
type command func(out io.Writer, c cluster.Cluster, args []string) error

type withCluster func(command) func(*cobra.Command, []string) error

func main() {
	var name string
	root := &cobra.Command{
		Use:           "localcluster",
		Short:         "A real one-node Kubernetes on this machine",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().StringVar(&name, "name", cluster.DefaultName, "name of the cluster; several can stand side by side")
	root.CompletionOptions.DisableDefaultCmd = true

	// Commands get the cluster that --name says.
	with := func(run command) func(*cobra.Command, []string) error {
		return func(cmd *cobra.Command, args []string) error {
			c, err := cluster.New(name)
			if err != nil {
				return err
			}
			return run(cmd.OutOrStdout(), c, args)
		}
	}
	root.AddCommand(
		upCommand(with), downCommand(with), statusCommand(with), kubeconfigCommand(with),
		buildCommand(with), assetsCommand(with),
		imageCommand(), loadCommand(with), prometheusImageCommand(with), fluxCommand(with),
	)
	root.AddCommand(nodeCommands(with)...)
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "localcluster:", err)
		os.Exit(1)
	}
}
