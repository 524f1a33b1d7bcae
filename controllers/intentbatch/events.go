// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intentbatch

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/operator/rollout"
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
	if doubts := status.NewNotes(before.Conditions, batch.Status.Conditions); doubts != "" {
		r.event(batch, corev1.EventTypeWarning, v1alpha1.ReasonSpecDoubtful, "Accept", doubts)
	}
	stalled := changed(before.Conditions, batch.Status.Conditions, v1alpha1.ConditionStalled, metav1.ConditionTrue)
	if plan.Bounded {
		// It may come by itself, as where a folder is applied; nobody is warned before the
		// deadline has passed.
		if stalled {
			r.event(batch, corev1.EventTypeWarning, plan.Reason, "Wait", plan.Message)
		}
		return
	}
	refused := changed(before.Conditions, batch.Status.Conditions, v1alpha1.ConditionAccepted, metav1.ConditionFalse)
	if refused || stalled && plan.Accepted.Status == string(metav1.ConditionFalse) {
		r.event(batch, corev1.EventTypeWarning, plan.Accepted.Reason, "Accept", plan.Accepted.Message)
	}
}

// changed says whether a condition has now that status, and had not, or had it for another
// reason.
func changed(before, after []metav1.Condition, kind string, to metav1.ConditionStatus) bool {
	was, is := meta.FindStatusCondition(before, kind), meta.FindStatusCondition(after, kind)
	return is != nil && is.Status == to && (was == nil || was.Status != is.Status || was.Reason != is.Reason)
}

func (r *Reconciler) event(batch *v1alpha1.IntentBatch, kind, reason, action, note string) {
	r.Recorder.Eventf(batch, nil, kind, reason, action, "%s", status.Note(note))
}
