// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/view"
)

type getOptions struct {
	*plugin
	output output
	watch  bool
	bot    string
	// prometheus is its address, source what is asked there; nil: nothing is.
	prometheus string
	source     *metricsource.Source
}

func (p *plugin) getCommand() *cobra.Command {
	o := &getOptions{plugin: p}
	cmd := &cobra.Command{
		Use:   "get KIND [NAME]",
		Short: "Show Bots, batches, Intents or releases, or one of them in full",
		Long: `Show Bots, batches, Intents or releases, or one of them in full.

KIND is bot, batch, intent or release. One batch is shown with its steps, its gates against their
bounds, its intents and its last decisions; one release with what it changed.

The operator writes figures that only grow into statuses at most once a minute, those of Intents
every ten minutes. FIGURES says how long ago. With --prometheus batches and Intents are shown with
the figures of now, and FIGURES says how long ago Prometheus heard of the bot. It is asked the same
few queries however many there are.`,
		Example: `  # What rolls, and how far it has come?
  kubectl intentops get batches

  # The same with the figures of now.
  kubectl port-forward --namespace monitoring service/prometheus 9090 &
  kubectl intentops get batches --prometheus http://localhost:9090

  # One batch, and again at each change.
  kubectl intentops get batch week-2 --watch

  # What was live when, and what did each release change?
  kubectl intentops get releases --bot support`,
		Args:              arguments,
		ValidArgsFunction: p.completeKindAndName(botKind, batchKind, intentKind, releaseKind),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(contextOf(cmd), args[0], append(args, "")[1])
		},
	}
	o.output.add(cmd)
	cmd.Flags().BoolVarP(&o.watch, "watch", "w", false, "show it again at each change, until interrupted")
	cmd.Flags().StringVar(&o.bot, "bot", "", "only what belongs to this Bot")
	cmd.Flags().StringVar(&o.prometheus, "prometheus", "", "URL of the Prometheus that scrapes the bots: batches and Intents with the figures of now")
	_ = cmd.RegisterFlagCompletionFunc("bot", func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return p.completing().names(contextOf(cmd), botKind)
	})
	return cmd
}

func (o *getOptions) run(ctx context.Context, word, name string) error {
	k, err := kindOf(word, botKind, batchKind, intentKind, releaseKind)
	if err != nil {
		return err
	}
	if err := o.output.validate(); err != nil {
		return err
	}
	if err := o.connect(k); err != nil {
		return err
	}
	show := func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
		defer cancel()
		switch k.name {
		case botKind.name:
			return o.bots(ctx, name)
		case batchKind.name:
			return o.batches(ctx, name)
		case intentKind.name:
			return o.intents(ctx, name)
		}
		return o.releases(ctx, name)
	}
	if !o.watch {
		return show(ctx)
	}
	if o.output != "" {
		return fmt.Errorf("--watch shows a screen: leave -o %s out, or use kubectl get --watch", o.output)
	}
	if o.source != nil {
		return o.watchKind(ctx, k, name, o.look, show)
	}
	return o.watchKind(ctx, k, name, 0, show)
}

// connect makes ready to ask Prometheus, where an address is given.
func (o *getOptions) connect(k kind) error {
	if o.prometheus == "" {
		return nil
	}
	if k.name != batchKind.name && k.name != intentKind.name {
		return fmt.Errorf("--prometheus: a %s has no figures: leave it out, or get batches or intents", k.name)
	}
	var err error
	if o.source, err = metricsource.New(o.prometheus, metricsource.WithTimeout(queryTimeout)); err != nil {
		return fmt.Errorf("--prometheus: %w", err)
	}
	return nil
}

func (o *getOptions) bots(ctx context.Context, name string) error {
	client, namespace, err := o.cluster()
	if err != nil {
		return err
	}
	name = cmp.Or(name, o.bot)
	if name != "" {
		bot, err := get[v1alpha1.Bot](ctx, client, namespace, botKind, name)
		if err != nil {
			return err
		}
		object, err := objectOf(bot, botKind)
		if err != nil {
			return err
		}
		return o.output.write(o.Out, object, func() { o.writeBot(bot) })
	}
	all, err := list[v1alpha1.Bot](ctx, client, namespace, botKind)
	if err != nil {
		return err
	}
	return writeList(o.output, o.plugin, namespace, botKind, all, o.writeBots)
}

func (o *getOptions) batches(ctx context.Context, name string) error {
	client, namespace, err := o.cluster()
	if err != nil {
		return err
	}
	if name == "" {
		all, err := list[v1alpha1.IntentBatch](ctx, client, namespace, batchKind)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(b v1alpha1.IntentBatch) bool { return o.bot != "" && b.Spec.BotRef.Name != o.bot })
		return o.listOfBatches(ctx, namespace, all)
	}
	batch, err := get[v1alpha1.IntentBatch](ctx, client, namespace, batchKind, name)
	if err != nil {
		return err
	}
	if o.source != nil && o.output != "" {
		return o.listOfBatches(ctx, namespace, []v1alpha1.IntentBatch{*batch})
	}
	// The steps may be those of the Bot; without it the defaults are shown.
	bot, _ := get[v1alpha1.Bot](ctx, client, namespace, botKind, batch.Spec.BotRef.Name)
	object, err := objectOf(batch, batchKind)
	if err != nil {
		return err
	}
	m := o.measure(ctx)
	return o.output.write(o.Out, object, func() { o.writeBatch(m, batch, bot) })
}

func (o *getOptions) releases(ctx context.Context, name string) error {
	client, namespace, err := o.cluster()
	if err != nil {
		return err
	}
	all, err := list[v1alpha1.BotRelease](ctx, client, namespace, releaseKind)
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b v1alpha1.BotRelease) int {
		return cmp.Or(cmp.Compare(a.Spec.BotRef.Name, b.Spec.BotRef.Name), cmp.Compare(b.Spec.Sequence, a.Spec.Sequence))
	})
	if name == "" {
		all = slices.DeleteFunc(all, func(r v1alpha1.BotRelease) bool { return o.bot != "" && r.Spec.BotRef.Name != o.bot })
		return writeList(o.output, o.plugin, namespace, releaseKind, all, o.writeReleases)
	}
	i := slices.IndexFunc(all, func(r v1alpha1.BotRelease) bool { return r.Name == name })
	if i < 0 {
		return fmt.Errorf("there is no BotRelease %q in namespace %s", name, namespace)
	}
	object, err := objectOf(&all[i], releaseKind)
	if err != nil {
		return err
	}
	return o.output.write(o.Out, object, func() { o.writeRelease(&all[i], view.ParentOf(all, &all[i])) })
}

// writeList writes all objects of a kind.
func writeList[T any](format output, p *plugin, namespace string, k kind, all []T, forPeople func([]T)) error {
	objects := make([]map[string]any, len(all))
	for i := range all {
		var err error
		if objects[i], err = objectOf(&all[i], k); err != nil {
			return err
		}
	}
	return format.write(p.Out, listOf(objects), func() {
		if len(all) == 0 {
			fmt.Fprintf(p.ErrOut, "There is no %s in namespace %s.\n", k.name, namespace)
			return
		}
		forPeople(all)
	})
}
