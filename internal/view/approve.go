// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// SameRevision refuses a batch whose content is not known, or not what somebody looked at.
func SameRevision(b *v1alpha1.IntentBatch, wanted string) error {
	switch {
	case b.Status.Revision == "" || b.Status.ObservedGeneration < b.Generation:
		return fmt.Errorf("the operator has not looked at the newest spec of IntentBatch %s yet, so there is no content to approve: try again", b.Name)
	case wanted == "":
		return nil
	case len(wanted) < 6:
		return fmt.Errorf("--revision %s: give at least 6 characters", wanted)
	case !strings.HasPrefix(b.Status.Revision, wanted):
		return fmt.Errorf("--revision %s: IntentBatch %s has revision %s now: look at it before you approve it", wanted, b.Name, ShortRevision(b.Status.Revision))
	}
	return nil
}

// Approving adds approvals of steps to those that the batch has.
func Approving(b *v1alpha1.IntentBatch, steps []v1alpha1.RolloutStep) Edit {
	approvals := slices.Clone(b.Spec.Approvals)
	for _, step := range steps {
		approvals = slices.DeleteFunc(approvals, func(a v1alpha1.StepApproval) bool { return a.Step == step.Name })
		approvals = append(approvals, v1alpha1.StepApproval{Step: step.Name, Revision: ShortRevision(b.Status.Revision)})
	}
	return Edit{
		Spec:  map[string]any{"approvals": approvals},
		Means: fmt.Sprintf("%s may begin with revision %s, as soon as the gates agree.", StepNames(steps), ShortRevision(b.Status.Revision)),
	}
}

// ShortRevision is as much of a revision as people compare.
func ShortRevision(revision string) string { return revision[:min(8, len(revision))] }

// StepNames is such as "step half", or "steps half, all".
func StepNames(steps []v1alpha1.RolloutStep) string {
	var names []string
	for i := range steps {
		names = append(names, steps[i].Name)
	}
	if len(names) == 1 {
		return "step " + names[0]
	}
	return "steps " + strings.Join(names, ", ")
}

// Approve is the approval of a step, by default of the next one that asks for it.
func Approve(b *v1alpha1.IntentBatch, steps []v1alpha1.RolloutStep, step string) (Edit, error) {
	open := Ahead(b, steps)
	if step != "" {
		i := slices.IndexFunc(steps, func(s v1alpha1.RolloutStep) bool { return s.Name == step })
		switch {
		case i < 0:
			return Edit{}, fmt.Errorf("--step %s: IntentBatch %s has no such step: use one of %s", step, b.Name, StepNames(steps))
		case steps[i].Approval != v1alpha1.ApprovalManual:
			return Edit{}, fmt.Errorf("--step %s: asks for no approval", step)
		}
		open = steps[i : i+1]
	}
	if len(open) == 0 {
		return Edit{}, fmt.Errorf("no step that is still ahead of IntentBatch %s asks for an approval that it does not have", b.Name)
	}
	return Approving(b, open[:1]), nil
}
