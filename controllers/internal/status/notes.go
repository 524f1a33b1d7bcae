// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/notes"
)

// NewNotes returns the notes of the condition Accepted, if they are not the ones of before:
// what an event is to tell once. Empty: there is nothing to tell.
func NewNotes(before, now []metav1.Condition) string {
	is := notesOf(now)
	if is == notesOf(before) {
		return ""
	}
	return is
}

func notesOf(conditions []metav1.Condition) string {
	accepted := meta.FindStatusCondition(conditions, v1alpha1.ConditionAccepted)
	if accepted == nil || accepted.Status != metav1.ConditionTrue {
		return ""
	}
	return notes.Of(accepted.Message)
}
