// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

func (p *plugin) disableCommand() *cobra.Command {
	return p.automationCommand(&cobra.Command{
		Use:   "disable BOT",
		Short: "Kill switch: send every conversation of a Bot to a person",
		Long: `Kill switch: send every conversation of a Bot to a person at once, within a second, and let no
batch advance. Without --apply the patch is printed and nothing happens.`,
		Example: `  kubectl intentops disable support --apply`,
	}, v1alpha1.AutomationDisabled, "every conversation of Bot %s goes to a person, and no batch advances.")
}

func (p *plugin) enableCommand() *cobra.Command {
	return p.automationCommand(&cobra.Command{
		Use:     "enable BOT",
		Short:   "Let a Bot answer again",
		Example: `  kubectl intentops enable support --apply`,
	}, v1alpha1.AutomationEnabled, "Bot %s answers again, and its batches go on.")
}

func (p *plugin) automationCommand(cmd *cobra.Command, automation v1alpha1.Automation, means string) *cobra.Command {
	o := &changing{plugin: p}
	cmd.Args, cmd.ValidArgsFunction = arguments, p.completeNames(botKind)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return changeObject(contextOf(cmd), o, botKind, args[0], func(_ context.Context, b *v1alpha1.Bot) (view.Edit, error) {
			return view.Edit{Spec: map[string]any{"automation": automation}, Means: fmt.Sprintf(means, b.Name)}, nil
		})
	}
	o.add(cmd)
	return cmd
}
