// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
)

// explanation is why an object stands where it stands.
type explanation struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	standing
	advice
	// Facts are what it is judged on.
	Facts []string `json:"facts,omitempty"`
}

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
		Args:              cobra.ExactArgs(2),
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

func (p *plugin) explain(ctx context.Context, k kind, name string) (*explanation, error) {
	client, namespace, err := p.cluster()
	if err != nil {
		return nil, err
	}
	e := &explanation{Kind: k.name, Name: name}
	switch k.name {
	case batchKind.name:
		b, err := get[v1alpha1.IntentBatch](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		e.standing = standingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		e.advice = adviseOnBatch(b, e.standing)
		e.Facts = factsOfBatch(b)
	case botKind.name:
		b, err := get[v1alpha1.Bot](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		e.standing = standingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		e.advice = adviseOnBot(b, e.standing)
		e.Facts = []string{fmt.Sprintf("serves %s in %d of %d pods", releaseOf(b), number(b.Status.ReadyReplicas), number(b.Spec.Replicas))}
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
		e.standing = standingOf(i.Status.Conditions, i.Generation, i.Status.ObservedGeneration)
		e.advice = adviseOnIntent(i, e.standing, batch)
		e.Facts = factsOfIntent(i)
	default:
		t, err := get[v1alpha1.KPITarget](ctx, client, namespace, k, name)
		if err != nil {
			return nil, err
		}
		e.standing = standingOf(t.Status.Conditions, t.Generation, t.Status.ObservedGeneration)
		e.advice = adviseOnKPI(t, e.standing)
		e.Facts = factsOfKPI(t)
	}
	return e, nil
}

func factsOfBatch(b *v1alpha1.IntentBatch) []string {
	var facts []string
	if b.Status.Step != "" && b.Status.Rollout != "" {
		facts = append(facts, fmt.Sprintf("step %s, %s of conversations", b.Status.Step, percentOf(b.Status.Percent)))
	}
	for i := range b.Status.Gates {
		g := &b.Status.Gates[i]
		facts = append(facts, fmt.Sprintf("gate %s: %s; %s", g.Name, orDash(g.Verdict), orDash(g.Message)))
	}
	return facts
}

func factsOfIntent(i *v1alpha1.Intent) []string {
	facts := []string{"state " + orDash(i.Status.State)}
	if m := i.Status.Measurements; m != nil {
		facts = append(facts, fmt.Sprintf("last day: %d conversations, %s handed over, CSAT %s", number(m.Conversations), orDash(m.Escalation), orDash(m.CSAT)))
	}
	return facts
}

func factsOfKPI(t *v1alpha1.KPITarget) []string {
	facts := []string{fmt.Sprintf("%s: %s, target %s", t.Spec.KPI, orDash(t.Status.State), orDash(t.Status.Target))}
	if c := t.Status.Current; c != nil {
		facts = append(facts, fmt.Sprintf("now %s (95%% interval %s to %s) of %d samples", c.Value, orDash(c.Low), orDash(c.High), number(c.Samples)))
	}
	for _, g := range t.Status.Guardrails {
		facts = append(facts, fmt.Sprintf("guardrail %s: %s", g.Name, g.State))
	}
	return facts
}

func (p *plugin) writeExplanation(e *explanation) {
	sc := p.screen()
	fmt.Fprintf(p.Out, "%s  %s  %s\n", sc.Paint(screen.Strong, e.Kind+" "+e.Name), sc.Paint(e.tone(), e.State), e.Reason)
	sc.Block(p.Out, "why", screen.Plain, orDash(e.Message))
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
