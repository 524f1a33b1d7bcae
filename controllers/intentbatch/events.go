// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/rollout"
)

// alarming are the reasons that somebody should look at.
var alarming = map[string]bool{
	v1alpha1.ReasonRolledBack:     true,
	v1alpha1.ReasonHeldOnFailure:  true,
	v1alpha1.ReasonHeldOnTimeout:  true,
	v1alpha1.ReasonSampleRatio:    true,
	v1alpha1.ReasonCommonCause:    true,
	v1alpha1.ReasonEvidenceLost:   true,
	v1alpha1.ReasonMetricsError:   true,
	v1alpha1.ReasonStaleData:      true,
	v1alpha1.ReasonReviewOverdue:  true,
	v1alpha1.ReasonReleaseInvalid: true,
}

// emit tells people what was decided. It is called after the status was written.
func (r *Reconciler) emit(batch *v1alpha1.IntentBatch, before *v1alpha1.IntentBatchStatus, plan *rollout.Result) {
	for i := range plan.Decisions {
		d := &plan.Decisions[i]
		kind := corev1.EventTypeNormal
		if alarming[d.Reason] {
			kind = corev1.EventTypeWarning
		}
		r.event(batch, kind, d.Reason, string(d.Decision), d.Message)
	}
	was := meta.FindStatusCondition(before.Conditions, v1alpha1.ConditionAccepted)
	if is := plan.Accepted; is.Status == string(metav1.ConditionFalse) && (was == nil || string(was.Status) != is.Status || was.Reason != is.Reason) {
		r.event(batch, corev1.EventTypeWarning, is.Reason, "Accept", is.Message)
	}
}

func (r *Reconciler) event(batch *v1alpha1.IntentBatch, kind, reason, action, note string) {
	r.Recorder.Eventf(batch, nil, kind, reason, action, "%s", status.Note(note))
}
