// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/view"
)

type explainOptions struct {
	*plugin
	output output
}

func (p *plugin) explainCommand() *cobra.Command {
	o := &explainOptions{plugin: p}
	kinds := []kind{batchKind, botKind, intentKind, kpiKind}
	cmd := &cobra.Command{
		Use:   "explain KIND NAME",
		Short: "Say why a batch, Bot, Intent or KPI stands where it stands, and what would move it",
		Long: `Say why an object stands where it stands, who can move it, and the one thing that would.

KIND is batch, bot, intent or kpi.`,
		Example: `  # Why does it not go on?
  kubectl intentops explain batch week-2`,
		Args:              arguments,
		ValidArgsFunction: p.completeKindAndName(kinds...),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := kindOf(args[0], kinds...)
			if err != nil {
				return err
			}
			return o.run(contextOf(cmd), k, args[1])
		},
	}
	o.output.add(cmd)
	return cmd
}

func (o *explainOptions) run(ctx context.Context, k kind, name string) error {
	if err := o.output.validate(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
	defer cancel()
	e, err := o.explain(ctx, k, name)
	if err != nil {
		return err
	}
	return o.output.write(o.Out, e, func() { o.writeExplanation(e) })
}

func (p *plugin) explain(ctx context.Context, k kind, name string) (*view.Explanation, error) {
	client, namespace, err := p.cluster()
	if err != nil {
		return nil, err
	}
	e := &view.Explanation{Kind: k.name, Name: name}
	switch k.name {
	case batchKind.name:
		b, err := get[v1alpha1.IntentBatch](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		e.Standing = view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		e.Advice = view.AdviseOnBatch(b, e.Standing)
		e.Facts = view.FactsOfBatch(b)
	case botKind.name:
		b, err := get[v1alpha1.Bot](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		e.Standing = view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		e.Advice = view.AdviseOnBot(b, e.Standing)
		e.Facts = []string{fmt.Sprintf("serves %s in %d of %d pods", releaseOf(b), view.Number(b.Status.ReadyReplicas), view.Number(b.Spec.Replicas))}
	case intentKind.name:
		i, err := get[v1alpha1.Intent](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		var batch *v1alpha1.IntentBatch
		if i.Status.Batch != "" {
			// Without the batch the Intent's own words have to do.
			batch, _ = get[v1alpha1.IntentBatch](ctx, client, namespace, batchKind, i.Status.Batch)
		}
		e.Standing = view.StandingOf(i.Status.Conditions, i.Generation, i.Status.ObservedGeneration)
		e.Advice = view.AdviseOnIntent(i, e.Standing, batch)
		e.Facts = view.FactsOfIntent(i)
	default:
		t, err := get[v1alpha1.KPITarget](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		e.Standing = view.StandingOf(t.Status.Conditions, t.Generation, t.Status.ObservedGeneration)
		e.Advice = view.AdviseOnKPI(t, e.Standing)
		e.Facts = view.FactsOfKPI(t)
	}
	e.Command = p.there(e.Command)
	return e, nil
}

func (p *plugin) writeExplanation(e *view.Explanation) {
	sc := p.screen()
	fmt.Fprintf(p.Out, "%s  %s  %s\n", sc.Paint(screen.Strong, e.Kind+" "+e.Name), sc.Paint(toneOfState(e.State), e.State), e.Reason)
	sc.Block(p.Out, "why", screen.Plain, view.OrDash(e.Message))
	sc.Block(p.Out, "since", screen.Plain, at(e.Since))
	for i, fact := range e.Facts {
		label := ""
		if i == 0 {
			label = "facts"
		}
		sc.Block(p.Out, label, screen.Plain, fact)
	}
	sc.Block(p.Out, "waits for", screen.Plain, e.Who)
	sc.Block(p.Out, "moves it", screen.Strong, e.Moves)
	if e.Command != "" {
		sc.Block(p.Out, "do", screen.Plain, e.Command)
	}
}
