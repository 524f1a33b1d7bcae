// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intent

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
)

// emit tells people what changed. It is called after the status was written.
func (r *Reconciler) emit(intent *v1alpha1.Intent, before *v1alpha1.IntentStatus, done outcome) {
	if done.created {
		r.event(intent, corev1.EventTypeNormal, v1alpha1.ReasonRevisionCreated, "Revise",
			fmt.Sprintf("Kept the spec as revision %s", done.revision))
	}
	if doubts := status.NewNotes(before.Conditions, intent.Status.Conditions); doubts != "" {
		r.event(intent, corev1.EventTypeWarning, v1alpha1.ReasonSpecDoubtful, "Check", doubts)
	}
	was := meta.FindStatusCondition(before.Conditions, v1alpha1.ConditionStalled)
	is := meta.FindStatusCondition(intent.Status.Conditions, v1alpha1.ConditionStalled)
	if is != nil && (was == nil || was.Reason != is.Reason || was.Message != is.Message) {
		r.event(intent, corev1.EventTypeWarning, is.Reason, "Check", is.Message)
	}
}

func (r *Reconciler) event(intent *v1alpha1.Intent, kind, reason, action, note string) {
	r.Recorder.Eventf(intent, nil, kind, reason, action, "%s", status.Note(note))
}
