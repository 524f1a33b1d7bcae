// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/cli/packs"
	"github.com/intentops/intentops/internal/plural"
)

func (p *plugin) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init PACK DIR",
		Short: "Write a folder of manifests to begin with: for a shop, a bank or a software service",
		Long: `Write a folder of manifests to begin with: a Bot, ten Intents in three batches, the
EscalationPolicy, seven KPITargets with milestones of the days 30, 60 and 90, and a plan for
twelve weeks in PLAN.md. PACK is ` + strings.Join(packs.Names(), ", ") + `. What the replies say is an example: correct it before
customers read it.

DIR is created; nothing is overwritten.`,
		Example: `  kubectl intentops init shop manifests
  kubectl intentops check manifests`,
		Args: arguments,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return packs.Names(), cobra.ShellCompDirectiveNoFileComp
			case 1:
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.init(contextOf(cmd), args[0], args[1]) },
	}
}

func (p *plugin) init(ctx context.Context, pack, dir string) error {
	files, err := packs.Write(ctx, pack, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "Wrote %s into %s: %s\n", plural.Of(len(files), "file"), dir, strings.Join(files, ", "))
	fmt.Fprintf(p.ErrOut, "Read %s first. The replies are examples, and https://helpdesk.example stands for your helpdesk: \"kubectl intentops check %s\" says so until it is replaced.\n",
		filepath.Join(dir, "PLAN.md"), dir)
	return nil
}
