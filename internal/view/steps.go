// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// PercentOf writes an optional share; a dash where there is none.
func PercentOf(percent *int32) string {
	if percent == nil {
		return dash
	}
	return fmt.Sprintf("%d%%", *percent)
}

// BroughtAs says what an intent of a batch is to those who are live.
func BroughtAs(i v1alpha1.BatchIntentStatus) string {
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

// StepsOf are the steps in force.
func StepsOf(b *v1alpha1.IntentBatch, bot *v1alpha1.Bot) []v1alpha1.RolloutStep {
	switch {
	case len(b.Spec.Steps) > 0:
		return b.Spec.Steps
	case bot != nil && bot.Spec.Rollout != nil && len(bot.Spec.Rollout.Steps) > 0:
		return bot.Spec.Rollout.Steps
	}
	return rollout.DefaultSteps()
}

// MarkOf says how far a step has come.
func MarkOf(b *v1alpha1.IntentBatch, step string) string {
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

// AsksFor says what a step takes beside the gates.
func AsksFor(b *v1alpha1.IntentBatch, step v1alpha1.RolloutStep) string {
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
	return OrDash(out)
}

// Culprit is the intent that the last rollback names as the one that was handed over most; empty:
// it names none, or nothing was rolled back.
func Culprit(s *v1alpha1.IntentBatchStatus) string {
	for i := range slices.Backward(s.History) {
		if d := &s.History[i]; d.Rollout == s.Rollout && d.Decision == v1alpha1.DecisionRolledBack {
			return rollout.Culprit(d.Message)
		}
	}
	return ""
}
