// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
)

// DefaultSteps are the steps of batches when neither they nor their Bot have any.
func DefaultSteps() []v1alpha1.RolloutStep {
	return []v1alpha1.RolloutStep{
		{Name: "shadow", Percent: new(int32(0)), MinDuration: "1h"},
		{Name: "five", Percent: new(int32(5)), MinDuration: "24h"},
		{Name: "quarter", Percent: new(int32(25)), MinDuration: "24h"},
		{Name: "half", Percent: new(int32(50)), MinDuration: "24h"},
		{Name: "all", Percent: new(int32(100))},
	}
}

// effectiveSteps are the batch's own steps, its Bot's, or the default.
func (s *Snapshot) effectiveSteps(b *v1alpha1.IntentBatch) []v1alpha1.RolloutStep {
	if len(b.Spec.Steps) > 0 {
		return b.Spec.Steps
	}
	if s.Bot != nil && s.Bot.Spec.Rollout != nil && len(s.Bot.Spec.Rollout.Steps) > 0 {
		return s.Bot.Spec.Rollout.Steps
	}
	return DefaultSteps()
}

func indexOf(steps []v1alpha1.RolloutStep, name string) int {
	return slices.IndexFunc(steps, func(s v1alpha1.RolloutStep) bool { return s.Name == name })
}

// nextStep is the first one with a greater percentage; nil at the end.
func nextStep(steps []v1alpha1.RolloutStep, percent int32) *v1alpha1.RolloutStep {
	for i := range steps {
		if value(steps[i].Percent) > percent {
			return &steps[i]
		}
	}
	return nil
}

// present is the step that the batch is in. A step that was removed from the spec is
// finished under the strictest defaults; its percentage stands in the record.
func (p *planner) present() v1alpha1.RolloutStep {
	if i := indexOf(p.steps, p.status.Step); i >= 0 {
		return p.steps[i]
	}
	return v1alpha1.RolloutStep{Name: p.status.Step}
}

// retryStep is where a retry begins: the step that failed, or, where that one gave the
// batch to everybody, the last one before with customers on both tracks.
func retryStep(steps []v1alpha1.RolloutStep, failed string, percent int32) int {
	i := indexOf(steps, failed)
	if i < 0 {
		i = max(0, slices.IndexFunc(steps, func(s v1alpha1.RolloutStep) bool { return value(s.Percent) >= percent }))
	}
	for i > 0 && value(steps[i].Percent) >= 100 && value(steps[i-1].Percent) > 0 {
		i--
	}
	return i
}

// planned counts the steps with customers from one on.
func planned(steps []v1alpha1.RolloutStep) int32 {
	var n int32
	for _, s := range steps {
		if value(s.Percent) > 0 {
			n++
		}
	}
	return n
}

// atOnce says whether no step has customers on both tracks.
func atOnce(steps []v1alpha1.RolloutStep) bool {
	return !slices.ContainsFunc(steps, func(s v1alpha1.RolloutStep) bool {
		return value(s.Percent) > 0 && value(s.Percent) < 100
	})
}
