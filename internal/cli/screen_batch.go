// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// shownDecisions is how many of the last decisions a screen has: more scroll away.
const shownDecisions = 5

func (p *plugin) writeBatches(all []v1alpha1.IntentBatch) {
	columns := []screen.Column{{Name: "NAME"}, {Name: "STATE"}, {Name: "STEP"}, {Name: "PERCENT"},
		{Name: "ESCALATION", Wide: true}, {Name: "CSAT", Wide: true}, {Name: "REASON"}, {Name: "MESSAGE", Text: true}}
	var rows [][]screen.Cell
	for i := range all {
		b := &all[i]
		s := standingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		row := screen.Cells(b.Name, s.State, orDash(b.Status.Step), percentOf(b.Status.Percent), orDash(b.Status.Escalation),
			orDash(b.Status.CSAT), s.Reason, s.Message)
		row[1].Tone = s.tone()
		rows = append(rows, row)
	}
	p.screen().Table(p.Out, columns, rows)
}

func percentOf(percent *int32) string {
	if percent == nil {
		return dash
	}
	return fmt.Sprintf("%d%%", *percent)
}

// writeBatch writes a batch as a tree; bot may be nil.
func (p *plugin) writeBatch(b *v1alpha1.IntentBatch, bot *v1alpha1.Bot) {
	sc := p.screen()
	s := standingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
	fmt.Fprintf(p.Out, "%s  of Bot %s  %s\n", sc.Paint(screen.Strong, "IntentBatch "+b.Name), b.Spec.BotRef.Name, sc.Paint(s.tone(), s.State))
	sc.Block(p.Out, "why", screen.Plain, s.Message)
	if !b.Status.NextEvaluation.IsZero() {
		sc.Block(p.Out, "next look", screen.Plain, at(b.Status.NextEvaluation)+" UTC")
	}
	if b.Status.Revision != "" {
		sc.Block(p.Out, "revision", screen.Plain, b.Status.Revision[:min(8, len(b.Status.Revision))])
	}
	sc.Heading(p.Out, "STEPS")
	p.writeSteps(sc, b, bot)
	if len(b.Status.Gates) > 0 {
		sc.Heading(p.Out, "GATES")
		p.writeGateBars(sc, b.Status.Gates)
	}
	if len(b.Status.Intents) > 0 {
		sc.Heading(p.Out, "INTENTS")
		var rows [][]screen.Cell
		for _, i := range b.Status.Intents {
			rows = append(rows, screen.Cells(i.Name, broughtAs(i), orDash(i.Stable), orDash(i.Candidate)))
		}
		sc.Table(p.Out, []screen.Column{{Name: "NAME"}, {Name: "IS"}, {Name: "STABLE", Wide: true}, {Name: "CANDIDATE", Wide: true}}, rows)
	}
	if history := b.Status.History; len(history) > 0 {
		sc.Heading(p.Out, "DECISIONS")
		var rows [][]screen.Cell
		for i := len(history) - 1; i >= max(0, len(history)-shownDecisions); i-- {
			d := &history[i]
			row := screen.Cells(at(d.At), string(d.Decision), orDash(d.Step), d.Message)
			if d.Decision == v1alpha1.DecisionRolledBack {
				row[1].Tone = screen.Bad
			}
			rows = append(rows, row)
		}
		sc.Table(p.Out, []screen.Column{{Name: "AT (UTC)"}, {Name: "DECISION"}, {Name: "STEP", Wide: true}, {Name: "BECAUSE", Text: true}}, rows)
	}
}

func broughtAs(i v1alpha1.BatchIntentStatus) string {
	switch {
	case i.Candidate == "" && i.Stable == "":
		return "not live"
	case i.Candidate == "" || i.Candidate == i.Stable:
		return "live"
	case i.Stable == "":
		return "new"
	}
	return "changed"
}

// stepsOf are the steps in force.
func stepsOf(b *v1alpha1.IntentBatch, bot *v1alpha1.Bot) []v1alpha1.RolloutStep {
	switch {
	case len(b.Spec.Steps) > 0:
		return b.Spec.Steps
	case bot != nil && bot.Spec.Rollout != nil && len(bot.Spec.Rollout.Steps) > 0:
		return bot.Spec.Rollout.Steps
	}
	return rollout.DefaultSteps()
}

// writeSteps has the conversations of both tracks, those of the candidate first.
func (p *plugin) writeSteps(sc screen.Screen, b *v1alpha1.IntentBatch, bot *v1alpha1.Bot) {
	var rows [][]screen.Cell
	for _, step := range stepsOf(b, bot) {
		row := screen.Cells(markOf(b, step.Name), step.Name, fmt.Sprintf("%d%%", number(step.Percent)), dash, dash, asksFor(b, step))
		if i := slices.IndexFunc(b.Status.Steps, func(r v1alpha1.StepRecord) bool { return r.Name == step.Name }); i >= 0 {
			record := &b.Status.Steps[i]
			row[3].Value, row[4].Value = at(record.StartedAt), fmt.Sprintf("%d, %d", record.Candidate.Conversations, record.Stable.Conversations)
		}
		row[0].Tone = map[string]screen.Tone{"done": screen.Good, "now": screen.Odd, "failed": screen.Bad}[row[0].Value]
		rows = append(rows, row)
	}
	sc.Table(p.Out, []screen.Column{{Name: ""}, {Name: "STEP"}, {Name: "PERCENT"}, {Name: "BEGAN (UTC)", Wide: true}, {Name: "CONVERSATIONS"}, {Name: "ASKS FOR", Text: true}}, rows)
}

// markOf says how far a step has come.
func markOf(b *v1alpha1.IntentBatch, step string) string {
	begun := slices.ContainsFunc(b.Status.Steps, func(r v1alpha1.StepRecord) bool { return r.Name == step })
	switch {
	case b.Status.Result == v1alpha1.ResultPromoted && (begun || b.Status.Rollout == ""):
		return "done"
	case !begun:
		return ""
	case step != b.Status.Step:
		return "done"
	case b.Status.Result == v1alpha1.ResultRolledBack:
		return "failed"
	}
	return "now"
}

// asksFor says what a step takes beside the gates.
func asksFor(b *v1alpha1.IntentBatch, step v1alpha1.RolloutStep) string {
	var out string
	add := func(text string) {
		if out != "" {
			out += ", "
		}
		out += text
	}
	if step.Approval == v1alpha1.ApprovalManual {
		if given := approvalOf(b, step.Name); given == nil {
			add("an approval")
		} else if approves(given, b.Status.Revision) {
			add("an approval: given")
		} else {
			add("an approval: given for another revision")
		}
	}
	if step.Require == v1alpha1.GateEvidence {
		add("evidence")
	}
	if step.MinDuration != "" {
		add(string(step.MinDuration))
	}
	return orDash(out)
}
