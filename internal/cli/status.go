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

type statusOptions struct {
	*plugin
	output output
	watch  bool
}

func (p *plugin) statusCommand() *cobra.Command {
	o := &statusOptions{plugin: p}
	cmd := &cobra.Command{
		Use:   "status [BOT]",
		Short: "Show the whole support operation: what is live, what rolls, KPIs, what waits for whom",
		Example: `  # Everything in the namespace.
  kubectl intentops status

  # One Bot, and again at each change of a batch.
  kubectl intentops status support --watch`,
		Args:              arguments,
		ValidArgsFunction: p.completeNames(botKind),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(contextOf(cmd), append(args, "")[0])
		},
	}
	o.output.add(cmd)
	cmd.Flags().BoolVarP(&o.watch, "watch", "w", false, "show it again at each change of a batch, until interrupted")
	return cmd
}

func (o *statusOptions) run(ctx context.Context, bot string) error {
	if err := o.output.validate(); err != nil {
		return err
	}
	show := func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
		defer cancel()
		views, err := o.views(ctx, bot)
		if err != nil {
			return err
		}
		return o.output.write(o.Out, map[string]any{"bots": views}, func() { o.writeStatus(views) })
	}
	if !o.watch {
		return show(ctx)
	}
	if o.output != "" {
		return fmt.Errorf("--watch shows a screen: leave -o %s out", o.output)
	}
	return o.watchKind(ctx, batchKind, "", 0, show)
}

// views of one Bot, or of all.
func (p *plugin) views(ctx context.Context, name string) ([]view.Bot, error) {
	client, namespace, err := p.cluster()
	if err != nil {
		return nil, err
	}
	var bots []v1alpha1.Bot
	if name == "" {
		if bots, err = list[v1alpha1.Bot](ctx, client, namespace, botKind); err != nil {
			return nil, err
		}
		if len(bots) == 0 {
			return nil, fmt.Errorf("there is no Bot in namespace %s", namespace)
		}
	} else {
		bot, err := get[v1alpha1.Bot](ctx, client, namespace, botKind, name)
		if err != nil {
			return nil, err
		}
		bots = []v1alpha1.Bot{*bot}
	}
	batches, err := list[v1alpha1.IntentBatch](ctx, client, namespace, batchKind)
	if err != nil {
		return nil, err
	}
	releases, err := list[v1alpha1.BotRelease](ctx, client, namespace, releaseKind)
	if err != nil {
		return nil, err
	}
	var views []view.Bot
	for i := range bots {
		targets, err := kpiTargets(ctx, client, namespace, bots[i].Name)
		if err != nil {
			return nil, err
		}
		v := view.BotOf(&bots[i], batches, releases, targets)
		for i := range v.Waits {
			v.Waits[i].Command = p.there(v.Waits[i].Command)
		}
		views = append(views, v)
	}
	return views, nil
}
