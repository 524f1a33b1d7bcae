// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

func (p *plugin) pinCommand() *cobra.Command {
	o := &changing{plugin: p}
	cmd := &cobra.Command{
		Use:   "pin BOT RELEASE",
		Short: "Roll a Bot back to one of its releases, and keep it there",
		Long: `Roll a Bot back to one of its releases, and keep it there: it is served within a second, needs
no metrics, and every batch of the Bot waits until unpin.`,
		Example: `  # What was live before?
  kubectl intentops get releases --bot support

  # Go back now.
  kubectl intentops pin support support-000011 --apply`,
		Args:              arguments,
		ValidArgsFunction: p.completing().botAndReleases(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeObject(contextOf(cmd), o, botKind, args[0], func(ctx context.Context, b *v1alpha1.Bot) (view.Edit, error) {
				return p.pinTo(ctx, b, args[1])
			})
		},
	}
	o.add(cmd)
	return cmd
}

func (p *plugin) pinTo(ctx context.Context, b *v1alpha1.Bot, name string) (view.Edit, error) {
	client, namespace, err := p.cluster()
	if err != nil {
		return view.Edit{}, err
	}
	r, err := get[v1alpha1.BotRelease](ctx, client, namespace, releaseKind, name)
	if err != nil {
		return view.Edit{}, err
	}
	if r.Spec.BotRef.Name != b.Name {
		return view.Edit{}, fmt.Errorf("BotRelease %s is of Bot %s, not of %s", name, r.Spec.BotRef.Name, b.Name)
	}
	if c := meta.FindStatusCondition(r.Status.Conditions, v1alpha1.ConditionAvailable); c != nil && c.Status == "False" {
		return view.Edit{}, fmt.Errorf("BotRelease %s cannot be served: %s", name, c.Message)
	}
	return view.Edit{
		Spec:  map[string]any{"releaseRef": v1alpha1.LocalReference{Name: name}},
		Means: fmt.Sprintf("Bot %s serves %s, and its batches wait until kubectl intentops unpin %s.", b.Name, name, b.Name),
	}, nil
}

func (p *plugin) unpinCommand() *cobra.Command {
	o := &changing{plugin: p}
	cmd := &cobra.Command{
		Use:               "unpin BOT",
		Short:             "Let a Bot that is pinned to a release go on",
		Args:              arguments,
		ValidArgsFunction: p.completeNames(botKind),
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeObject(contextOf(cmd), o, botKind, args[0], func(_ context.Context, b *v1alpha1.Bot) (view.Edit, error) {
				return view.Edit{
					Spec:  map[string]any{"releaseRef": nil},
					Means: fmt.Sprintf("the batches of Bot %s go on: what they bring is served at once where it was live before, and rolls otherwise.", b.Name),
				}, nil
			})
		},
	}
	o.add(cmd)
	return cmd
}
