// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package view says of objects what people are shown, on a terminal or on the page: how each
// stands, what would move it, what it is judged on, and the patch that changes it.
package view

import (
	"cmp"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Standing is how an object stands, as its conditions say it.
type Standing struct {
	// State is Ready, Waiting or Stalled.
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Since is when it came to stand so.
	Since metav1.Time `json:"since,omitzero"`
}

// StandingOf reads it from the conditions of an object, whose newest spec may not be observed yet.
func StandingOf(conditions []metav1.Condition, generation, observed int64) Standing {
	ready := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady)
	switch {
	case ready == nil || observed < generation:
		return Standing{State: "Waiting", Reason: "NotObserved", Message: "the operator has not looked at the newest spec yet: if this lasts, look whether it runs"}
	case meta.IsStatusConditionTrue(conditions, v1alpha1.ConditionStalled):
		return Standing{"Stalled", ready.Reason, ready.Message, ready.LastTransitionTime}
	case ready.Status == metav1.ConditionTrue:
		return Standing{"Ready", ready.Reason, ready.Message, ready.LastTransitionTime}
	}
	return Standing{"Waiting", ready.Reason, ready.Message, ready.LastTransitionTime}
}

const dash = "-"

// OrDash is a text, or a dash where there is none.
func OrDash[S ~string](text S) string { return cmp.Or(string(text), dash) }

// Number reads an optional number of the API; absent is 0.
func Number[T int32 | int64](n *T) T {
	if n == nil {
		return 0
	}
	return *n
}
