// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/plural"
	"github.com/intentops/intentops/internal/view"
)

func (p *plugin) writeBots(all []v1alpha1.Bot) {
	columns := []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "RELEASE"}, {Name: "INTENTS"}, {Name: "ROLLING"}, {Name: "PODS", Wide: true}, {Name: "MESSAGE", Text: true}}
	var rows [][]screen.Cell
	for i := range all {
		b := &all[i]
		s := view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		row := screen.Cells(b.Name, s.State, releaseOf(b), fmt.Sprint(view.Number(b.Status.LiveIntents)), rollingOf(b),
			fmt.Sprintf("%d/%d", view.Number(b.Status.ReadyReplicas), view.Number(b.Spec.Replicas)), s.Message)
		row[1].Tone = toneOfState(s.State)
		rows = append(rows, row)
	}
	p.screen().Table(p.Out, columns, rows)
}

func (p *plugin) writeBot(b *v1alpha1.Bot) {
	sc := p.screen()
	s := view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
	fmt.Fprintf(p.Out, "%s  %s\n", sc.Paint(screen.Strong, "Bot "+b.Name), sc.Paint(toneOfState(s.State), s.State))
	sc.Block(p.Out, "why", screen.Plain, s.Message)
	sc.Block(p.Out, "serves", screen.Plain, fmt.Sprintf("%s with %s, in %d of %s", releaseOf(b),
		plural.Of(view.Number(b.Status.LiveIntents), "intent"), view.Number(b.Status.ReadyReplicas), plural.Of(view.Number(b.Spec.Replicas), "pod")))
	sc.Block(p.Out, "rolls", screen.Plain, rollingOf(b))
	if b.Spec.Automation == v1alpha1.AutomationDisabled {
		sc.Block(p.Out, "disabled", screen.Bad, "spec.automation is Disabled: every conversation goes to a person, and no batch advances; kubectl intentops enable "+b.Name)
	}
	if b.Spec.ReleaseRef != nil {
		sc.Block(p.Out, "pinned", screen.Odd, fmt.Sprintf("spec.releaseRef pins it to %s, and every batch waits; kubectl intentops unpin %s", b.Spec.ReleaseRef.Name, b.Name))
	}
	for _, r := range b.Status.Refused {
		sc.Block(p.Out, "refused", screen.Bad, fmt.Sprintf("IntentBatch %s: %s", r.Batch, r.Message))
	}
}

func releaseOf(b *v1alpha1.Bot) string {
	if b.Status.Release == nil || b.Status.Release.Name == "" {
		return "nothing yet"
	}
	return b.Status.Release.Name
}

func rollingOf(b *v1alpha1.Bot) string {
	r := b.Status.Release
	if r == nil || r.Batch == "" {
		return dash
	}
	return fmt.Sprintf("%s %d%%", r.Batch, view.Number(r.Percent))
}
