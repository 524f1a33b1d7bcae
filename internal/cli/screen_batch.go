// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/view"
)

// shownDecisions is how many of the last decisions a screen has: more scroll away.
const shownDecisions = 5

// writeBatches writes a list; the figures are those of each batch. What a message says of figures
// was so when the status was written, so that it is left out beside those of now.
func (p *plugin) writeBatches(all []v1alpha1.IntentBatch, of []figures, now bool) {
	columns := []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "STEP"}, {Name: "PERCENT"},
		{Name: "ESCALATION", Wide: true}, {Name: "CSAT", Wide: true}, {Name: "FIGURES", Wide: true}, {Name: "REASON"}, {Name: "MESSAGE", Text: true}}
	if now {
		columns = []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "STEP"}, {Name: "CONVERSATIONS"},
			{Name: "ESCALATION"}, {Name: "CSAT"}, {Name: "FIGURES"}, {Name: "PERCENT", Wide: true}, {Name: "REASON", Wide: true}}
	}
	var rows [][]screen.Cell
	for i := range all {
		b, f := &all[i], &of[i]
		s := view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		row := screen.Cells(b.Name, s.State, view.OrDash(b.Status.Step), view.PercentOf(b.Status.Percent), view.OrDash(f.Escalation),
			view.OrDash(f.CSAT), f.source(), s.Reason, s.Message)
		if now {
			row = screen.Cells(b.Name, s.State, view.OrDash(b.Status.Step), f.counts(), view.OrDash(f.Escalation), view.OrDash(f.CSAT),
				f.source(), view.PercentOf(b.Status.Percent), s.Reason)
		}
		row[1].Tone = toneOfState(s.State)
		rows = append(rows, row)
	}
	p.screen().Table(p.Out, columns, rows)
	p.writeNotes(batchKind, func(i int) string { return all[i].Name }, of)
}

// writeBatch writes a batch as a tree; bot may be nil.
func (p *plugin) writeBatch(m *measured, b *v1alpha1.IntentBatch, bot *v1alpha1.Bot) {
	sc := p.screen()
	s := view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
	fmt.Fprintf(p.Out, "%s  of Bot %s  %s\n", sc.Paint(screen.Strong, "IntentBatch "+b.Name), b.Spec.BotRef.Name, sc.Paint(toneOfState(s.State), s.State))
	sc.Block(p.Out, "why", screen.Plain, s.Message)
	if !b.Status.NextEvaluation.IsZero() {
		sc.Block(p.Out, "next look", screen.Plain, at(b.Status.NextEvaluation)+" UTC")
	}
	f, live := m.batch(b, p.now())
	if text := f.inFull(); text != "" {
		if m == nil && b.Status.Result == "" {
			text += "; --prometheus URL shows those of now"
		}
		sc.Block(p.Out, "figures", screen.Plain, text)
	}
	if b.Status.Revision != "" {
		sc.Block(p.Out, "revision", screen.Plain, b.Status.Revision[:min(8, len(b.Status.Revision))])
	}
	sc.Heading(p.Out, "STEPS")
	p.writeSteps(sc, live, bot)
	if len(b.Status.Gates) > 0 {
		sc.Heading(p.Out, "GATES")
		p.writeGateBars(sc, b.Status.Gates)
		p.writeVerdicts(sc, b.Status.Gates)
	}
	if len(b.Status.Intents) > 0 {
		sc.Heading(p.Out, "INTENTS")
		var rows [][]screen.Cell
		for _, i := range b.Status.Intents {
			rows = append(rows, screen.Cells(i.Name, view.BroughtAs(i), view.OrDash(i.Stable), view.OrDash(i.Candidate)))
		}
		sc.Table(p.Out, []screen.Column{{Name: "NAME"}, {Name: "IS"}, {Name: "STABLE", Wide: true}, {Name: "CANDIDATE", Wide: true}}, rows)
	}
	if history := b.Status.History; len(history) > 0 {
		sc.Heading(p.Out, "DECISIONS")
		var rows [][]screen.Cell
		for i := len(history) - 1; i >= max(0, len(history)-shownDecisions); i-- {
			d := &history[i]
			row := screen.Cells(at(d.At), string(d.Decision), view.OrDash(d.Step), d.Message)
			if d.Decision == v1alpha1.DecisionRolledBack {
				row[1].Tone = screen.Bad
			}
			rows = append(rows, row)
		}
		sc.Table(p.Out, []screen.Column{{Name: "AT (UTC)"}, {Name: "DECISION"}, {Name: "STEP", Wide: true}, {Name: "BECAUSE", Text: true}}, rows)
	}
}

// writeSteps has the conversations of both tracks, those of the candidate first.
func (p *plugin) writeSteps(sc screen.Screen, b *v1alpha1.IntentBatch, bot *v1alpha1.Bot) {
	var rows [][]screen.Cell
	for _, step := range view.StepsOf(b, bot) {
		row := screen.Cells(view.MarkOf(b, step.Name), step.Name, fmt.Sprintf("%d%%", view.Number(step.Percent)), dash, dash, view.AsksFor(b, step))
		if i := slices.IndexFunc(b.Status.Steps, func(r v1alpha1.StepRecord) bool { return r.Name == step.Name }); i >= 0 {
			record := &b.Status.Steps[i]
			row[3].Value, row[4].Value = at(record.StartedAt), fmt.Sprintf("%d, %d", record.Candidate.Conversations, record.Stable.Conversations)
		}
		row[0].Tone = map[string]screen.Tone{"done": screen.Good, "now": screen.Odd, "failed": screen.Bad}[row[0].Value]
		rows = append(rows, row)
	}
	sc.Table(p.Out, []screen.Column{{Name: ""}, {Name: "STEP"}, {Name: "PERCENT"}, {Name: "BEGAN (UTC)", Wide: true}, {Name: "CONVERSATIONS"}, {Name: "ASKS FOR", Text: true}}, rows)
}
