// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// ofDecision are the decisions that are told. Others, such as a step that was earned, or a hold
// that ends by itself, are in the batch's history for those who look.
func ofDecision(r *v1alpha1.DecisionRecord) Type {
	switch r.Decision {
	case v1alpha1.DecisionStarted, v1alpha1.DecisionResumed:
		return Started
	case v1alpha1.DecisionRetried:
		if r.Reason == v1alpha1.ReasonRetried {
			return Started
		}
	case v1alpha1.DecisionPromoted, v1alpha1.DecisionReverted:
		return Promoted
	case v1alpha1.DecisionRolledBack:
		return RolledBack
	case v1alpha1.DecisionHeld:
		if r.Reason == v1alpha1.ReasonHeldOnFailure || r.Reason == v1alpha1.ReasonHeldOnTimeout {
			return Held
		}
	}
	return ""
}

// OfBatch are the facts in a batch's status, oldest first.
func OfBatch(b *v1alpha1.IntentBatch) []Fact {
	about := Data{Namespace: b.Namespace, Bot: b.Spec.BotRef.Name, Kind: "IntentBatch", Name: b.Name}
	var facts []Fact
	for i := range b.Status.History {
		r := &b.Status.History[i]
		kind := ofDecision(r)
		if kind == "" {
			continue
		}
		data := about
		data.Rollout, data.Step, data.Percent, data.Reason, data.Message = r.Rollout, r.Step, r.Percent, r.Reason, r.Message
		facts = append(facts, Fact{
			ID: id(b.UID, kind, r.Decision, r.Rollout, r.Step, r.At.UTC().Format(time.RFC3339)), Type: kind, At: r.At.Time, Data: data,
		})
	}
	ready := meta.FindStatusCondition(b.Status.Conditions, v1alpha1.ConditionReady)
	if ready == nil || ready.Status == metav1.ConditionTrue || ready.Reason != v1alpha1.ReasonApprovalRequired || ready.ObservedGeneration != b.Generation {
		return facts
	}
	data := about
	data.Rollout, data.Step, data.Percent, data.Revision = b.Status.Rollout, b.Status.Step, b.Status.Percent, b.Status.Revision
	data.Reason, data.Message = ready.Reason, ready.Message
	at := ready.LastTransitionTime.Time
	if n := len(b.Status.Steps); n > 0 && b.Status.Result == "" && !b.Status.Steps[n-1].PassedAt.IsZero() {
		at = b.Status.Steps[n-1].PassedAt.Time
	}
	return append(facts, Fact{
		// The step is the one that was earned: each asks for one approval at most.
		ID:   id(b.UID, ApprovalNeeded, b.Status.Revision, b.Status.Rollout, b.Status.Step),
		Type: ApprovalNeeded, At: at, Standing: true, Data: data,
	})
}
