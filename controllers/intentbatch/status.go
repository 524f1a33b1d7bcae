// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/rollout"
)

// setStatus writes a plan into the batch's status; conditions keep the time at which they
// last changed.
func setStatus(batch *v1alpha1.IntentBatch, plan *rollout.Result) {
	conditions := batch.Status.Conditions
	batch.Status = plan.Status
	batch.Status.Conditions = conditions
	c, generation := &batch.Status.Conditions, batch.Generation
	switch plan.State {
	case rollout.Ready:
		status.Ready(c, generation, plan.Reason, plan.Message)
	case rollout.Stalled:
		status.Stalled(c, generation, plan.Reason, plan.Message)
	default:
		status.Reconciling(c, generation, plan.Reason, plan.Message)
	}
	set(c, generation, v1alpha1.ConditionAccepted, plan.Accepted)
	set(c, generation, v1alpha1.ConditionGatesPassing, plan.GatesPassing)
}

func set(c *[]metav1.Condition, generation int64, kind string, is rollout.Condition) {
	status.Set(c, generation, kind, metav1.ConditionStatus(is.Status), is.Reason, is.Message)
}
