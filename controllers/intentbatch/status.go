// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/operator/rollout"
)

// setStatus writes a plan into the batch's status; conditions keep the time at which they
// last changed, and are copied, as they may be the cache's. It returns how much longer a batch
// may wait before it is stalled; 0: it does not wait so.
func setStatus(batch *v1alpha1.IntentBatch, plan *rollout.Result, now time.Time) (left time.Duration) {
	conditions := slices.Clone(batch.Status.Conditions)
	batch.Status = plan.Status
	batch.Status.Conditions = conditions
	c, generation := &batch.Status.Conditions, batch.Generation
	switch {
	case plan.State == rollout.Ready:
		status.Ready(c, generation, plan.Reason, plan.Message)
	case plan.Bounded:
		left = status.Waiting(c, generation, now, plan.Reason, plan.Message)
	case plan.State == rollout.Stalled:
		status.Stalled(c, generation, plan.Reason, plan.Message)
	default:
		status.Reconciling(c, generation, plan.Reason, plan.Message)
	}
	set(c, generation, v1alpha1.ConditionAccepted, plan.Accepted)
	set(c, generation, v1alpha1.ConditionGatesPassing, plan.GatesPassing)
	return left
}

func set(c *[]metav1.Condition, generation int64, kind string, is rollout.Condition) {
	status.Set(c, generation, kind, metav1.ConditionStatus(is.Status), is.Reason, is.Message)
}
