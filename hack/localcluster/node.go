// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/node"
)

// nodeCommands are the two processes that make a node. Only "up" starts them.
func nodeCommands(with withCluster) []*cobra.Command {
	return []*cobra.Command{{
		Use: node.InitCommand, Hidden: true,
		RunE: with(func(_ io.Writer, c cluster.Cluster, _ []string) error { return node.Init(c) }),
	}, {
		Use: node.RunCommand, Hidden: true,
		RunE: with(func(_ io.Writer, c cluster.Cluster, _ []string) error {
			return node.Run(context.Background(), c)
		}),
	}}
}
