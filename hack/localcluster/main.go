// Command localcluster runs a real one-node Kubernetes on this machine, built
// from Go modules and Debian packages: no registry, no container engine.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

func main() {
	var name string
	root := &cobra.Command{
		Use:           "localcluster",
		Short:         "A real one-node Kubernetes on this machine",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().StringVar(&name, "name", cluster.DefaultName, "name of the cluster; several can stand side by side")
	root.CompletionOptions.DisableDefaultCmd = true

	// Commands get the cluster that --name says.
	with := func(run func(cluster.Cluster, []string) error) func(*cobra.Command, []string) error {
		return func(_ *cobra.Command, args []string) error {
			c, err := cluster.New(name)
			if err != nil {
				return err
			}
			return run(c, args)
		}
	}
	root.AddCommand(
		upCommand(with), downCommand(with), statusCommand(with), kubeconfigCommand(with),
		buildCommand(with), assetsCommand(with),
		imageCommand(), loadCommand(with), prometheusImageCommand(with),
	)
	root.AddCommand(nodeCommands(with)...)
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "localcluster:", err)
		os.Exit(1)
	}
}
