// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"strings"

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

// retryStep is where a retry begins: the last step with no more customers than the one that
// failed, whatever the steps are called by now. Where that one gives the batch to everybody,
// the last one before with customers on both tracks. Without any, the first.
func retryStep(steps []v1alpha1.RolloutStep, percent int32) int {
	from := 0
	for i := range steps {
		if value(steps[i].Percent) <= percent {
			from = i
		}
	}
	for from > 0 && value(steps[from].Percent) >= 100 && value(steps[from-1].Percent) > 0 {
		from--
	}
	return from
}

// restartStep is the step from which a rollout under way begins again: as at a retry, but never
// with more customers than it has now, and never in a step that still needs an approval.
// Where the spec has no such step any more, the present one goes on as it is.
func (p *planner) restartStep() v1alpha1.RolloutStep {
	percent := value(p.status.Percent)
	for i := retryStep(p.steps, percent); i >= 0; i-- {
		step := p.steps[i]
		present := step.Name == p.status.Step && value(step.Percent) == percent
		if present || (value(step.Percent) <= percent && approval(p.Batch, p.view.content.revision, step) == "") {
			return step
		}
	}
	return v1alpha1.RolloutStep{Name: p.status.Step, Percent: new(percent)}
}

// planned counts the steps with customers of a rollout that begins with a step.
func planned(first v1alpha1.RolloutStep, steps []v1alpha1.RolloutStep) int32 {
	var n int32
	if value(first.Percent) > 0 {
		n++
	}
	for i := range steps {
		if value(steps[i].Percent) > value(first.Percent) {
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

// approval says what is missing before a step may begin; empty when nothing is.
func approval(b *v1alpha1.IntentBatch, revision string, step v1alpha1.RolloutStep) string {
	if step.Approval != v1alpha1.ApprovalManual {
		return ""
	}
	approvals := b.Spec.Approvals
	i := slices.IndexFunc(approvals, func(a v1alpha1.StepApproval) bool { return a.Step == step.Name })
	switch {
	case i < 0:
		return fmt.Sprintf("step %s needs an approval: add {step: %s, revision: %q} to spec.approvals", step.Name, step.Name, short(revision))
	case !strings.HasPrefix(revision, approvals[i].Revision):
		return fmt.Sprintf("step %s needs an approval of revision %s; the one in spec.approvals is of %s",
			step.Name, short(revision), short(approvals[i].Revision))
	}
	return ""
}

// value reads an optional number of the API; absent is 0.
func value[T int32 | int64](p *T) T {
	if p == nil {
		return 0
	}
	return *p
}
