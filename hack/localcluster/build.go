// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/build"
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
	"github.com/intentops/intentops/hack/localcluster/internal/kind"
)

func buildCommand(with withCluster) *cobra.Command {
	var version string
	cmd := &cobra.Command{
		Use:   "build [node] [prometheus] [images] [helm] [demo]",
		Short: "Build what is not up to date, in one go: without a name, the programs of the cluster",
		RunE: with(func(_ io.Writer, c cluster.Cluster, words []string) error {
			if len(words) == 0 {
				words = []string{"node"}
			}
			if kind.Available() {
				words = slices.DeleteFunc(words, func(word string) bool { return word == "node" })
			}
			var programs []build.Program
			for _, word := range words {
				named, err := build.Named(word, version)
				if err != nil {
					return err
				}
				programs = append(programs, named...)
			}
			unlock, err := host.Lock(c)
			if err != nil {
				return err
			}
			defer unlock()
			packages := installMeanwhile(slices.Contains(words, "node"))
			if err := build.All(c, programs...); err != nil {
				return err
			}
			return packages()
		}),
	}
	cmd.Flags().StringVar(&version, "images-version", "dev", "version that the programs in images say")
	return cmd
}

// installMeanwhile installs what a node needs from the distribution while other things are
// built, and returns how to wait for it. Who is not root finds out when starting the node.
func installMeanwhile(wanted bool) func() error {
	if !wanted || os.Geteuid() != 0 {
		return func() error { return nil }
	}
	done := make(chan error, 1)
	go func() { done <- host.InstallPackages() }()
	return func() error { return <-done }
}

func assetsCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "assets",
		Short: "Build what envtest needs and print its folder, for KUBEBUILDER_ASSETS",
		Args:  cobra.NoArgs,
		RunE:  with(buildAndPrint(build.LinkEnvtest, build.Kube)),
	}
}

func fluxCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "flux",
		Short: "Build Flux's source- and kustomize-controller and print the file with their CustomResourceDefinitions",
		Args:  cobra.NoArgs,
		RunE:  with(buildAndPrint(build.WriteFluxCRDs, build.Flux...)),
	}
}

// buildAndPrint builds programs, and prints where something that belongs to them was put.
func buildAndPrint(put func(cluster.Cluster) (string, error), programs ...build.Program) func(io.Writer, cluster.Cluster, []string) error {
	return func(out io.Writer, c cluster.Cluster, _ []string) error {
		unlock, err := host.Lock(c)
		if err != nil {
			return err
		}
		defer unlock()
		if err := build.All(c, programs...); err != nil {
			return err
		}
		where, err := put(c)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, where)
		return err
	}
}
