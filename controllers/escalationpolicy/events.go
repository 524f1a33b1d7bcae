// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package escalationpolicy

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/plural"
)

// emit tells people what changed. It is called after the status was written.
func (r *Reconciler) emit(policy *v1alpha1.EscalationPolicy, before *v1alpha1.EscalationPolicyStatus, done outcome) {
	if done.inForce != nil && before.AcceptedRevision != done.inForce.Revision {
		r.event(policy, corev1.EventTypeNormal, v1alpha1.ReasonAccepted, "Accept",
			fmt.Sprintf("Revision %s with %s is in force", done.inForce.Revision, plural.Of(len(done.inForce.Rules), "rule")))
	}
	was := meta.FindStatusCondition(before.Conditions, v1alpha1.ConditionStalled)
	is := meta.FindStatusCondition(policy.Status.Conditions, v1alpha1.ConditionStalled)
	if is != nil && (was == nil || was.Message != is.Message) {
		r.event(policy, corev1.EventTypeWarning, is.Reason, "Compile", is.Message)
	}
}

func (r *Reconciler) event(policy *v1alpha1.EscalationPolicy, kind, reason, action, note string) {
	r.Recorder.Eventf(policy, nil, kind, reason, action, "%s", status.Note(note))
}
