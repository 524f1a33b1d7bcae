// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// approvalOf is what was approved of a step; nil: nothing.
func approvalOf(b *v1alpha1.IntentBatch, step string) *v1alpha1.StepApproval {
	i := slices.IndexFunc(b.Spec.Approvals, func(a v1alpha1.StepApproval) bool { return a.Step == step })
	if i < 0 {
		return nil
	}
	return &b.Spec.Approvals[i]
}

// approves says whether an approval is of a revision.
func approves(a *v1alpha1.StepApproval, revision string) bool {
	return a != nil && revision != "" && strings.HasPrefix(revision, a.Revision)
}

// Ahead are the steps of a batch that have not begun, and want an approval of the revision
// that it does not have.
func Ahead(b *v1alpha1.IntentBatch, steps []v1alpha1.RolloutStep) []v1alpha1.RolloutStep {
	var out []v1alpha1.RolloutStep
	if b.Status.Result == v1alpha1.ResultPromoted && b.Status.ObservedGeneration >= b.Generation {
		return nil
	}
	rolling := b.Status.Rollout != "" && b.Status.Result == ""
	for _, step := range steps {
		begun := rolling && Number(step.Percent) <= Number(b.Status.Percent)
		if step.Approval == v1alpha1.ApprovalManual && !begun && !approves(approvalOf(b, step.Name), b.Status.Revision) {
			out = append(out, step)
		}
	}
	return out
}
