// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/build"
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/containers"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
	"github.com/intentops/intentops/hack/localcluster/internal/image"
	"github.com/intentops/intentops/hack/localcluster/internal/kind"
)

func imageCommand() *cobra.Command {
	var spec image.Spec
	var out string
	cmd := &cobra.Command{
		Use:   "image",
		Short: "Make an image archive of one static binary and print its digest",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeImage(cmd.OutOrStdout(), spec, out)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&spec.Binary, "binary", "", "static binary on this machine")
	flags.StringVar(&spec.Name, "name", "", "reference with a tag, as in a pod's spec")
	flags.StringVar(&spec.Entrypoint, "entrypoint", "", "place of the binary in the image")
	flags.IntVar(&spec.User, "user", 65532, "user that it runs as, in group 0")
	flags.StringSliceVar(&spec.Dirs, "dir", nil, "folder that the user and any in group 0 may write to, besides /tmp")
	flags.StringVar(&out, "out", "", "archive to write")
	for _, name := range []string{"binary", "name", "entrypoint", "out"} {
		cobra.CheckErr(cmd.MarkFlagRequired(name))
	}
	return cmd
}

func prometheusImageCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "prometheus-image",
		Short: "Build " + prometheusRef + " and load it if the cluster is up",
		Args:  cobra.NoArgs,
		RunE: with(func(out io.Writer, c cluster.Cluster, _ []string) error {
			unlock, err := host.Lock(c)
			if err != nil {
				return err
			}
			defer unlock()
			if err := build.All(c, build.Prometheus); err != nil {
				return err
			}
			archive := c.Images("prometheus.tar")
			if err := writeImage(out, image.Spec{
				Name: prometheusRef, Binary: c.Home("prometheus"), Entrypoint: "/bin/prometheus",
				User: 65534, Dirs: []string{"/prometheus"},
			}, archive); err != nil {
				return err
			}
			if !isUp(c) {
				return nil
			}
			return load(c, archive)
		}),
	}
}

const prometheusRef = "docker.io/prom/prometheus:v" + build.PrometheusVersion

func loadCommand(with withCluster) *cobra.Command {
	return &cobra.Command{
		Use:   "load ARCHIVE...",
		Short: "Give the cluster image archives",
		Args:  cobra.MinimumNArgs(1),
		RunE:  with(func(_ io.Writer, c cluster.Cluster, archives []string) error { return load(c, archives...) }),
	}
}

func load(c cluster.Cluster, archives ...string) error {
	if !isUp(c) {
		return fmt.Errorf("cluster %s is down", c.Name)
	}
	if kind.Available() {
		return kind.Load(c, archives...)
	}
	if err := containers.Load(c, archives...); err != nil {
		return err
	}
	say("loaded %d images", len(archives))
	return nil
}

func isUp(c cluster.Cluster) bool {
	if kind.Available() {
		return kind.Exists(c)
	}
	_, running := host.Running(c)
	return running
}

func writeImage(out io.Writer, spec image.Spec, archive string) error {
	digest, err := image.Write(spec, archive)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s@%s\n", spec.Name, digest)
	return err
}
