// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/host"
	"github.com/intentops/intentops/hack/localcluster/internal/kind"
)

func downCommand(with withCluster) *cobra.Command {
	var purge bool
	cmd := &cobra.Command{
		Use:   "down",
		Short: "Stop the cluster and leave nothing of it running",
		Args:  cobra.NoArgs,
		RunE: with(func(_ io.Writer, c cluster.Cluster, _ []string) error {
			if kind.Available() {
				return kind.Down(c)
			}
			unlock, err := host.Lock(c)
			if err != nil {
				return err
			}
			defer unlock()
			_, running := host.Running(c)
			if err := host.Stop(c); err != nil {
				return err
			}
			if running {
				say("cluster %s is down", c.Name)
			} else {
				say("cluster %s was not running", c.Name)
			}
			if purge {
				return host.Purge(c)
			}
			return nil
		}),
	}
	cmd.Flags().BoolVar(&purge, "purge", false, "also forget its images and logs")
	return cmd
}
