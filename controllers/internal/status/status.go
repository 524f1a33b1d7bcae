// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package status sets the kstatus conditions that every kind has, so that all controllers
// follow the same rules: Ready is always there, Reconciling and Stalled only while they
// are True, and never both. Ready is never True beside Stalled.
package status

import (
	"context"
	"time"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/operator/notes"
)

// What the API server accepts, in bytes.
const (
	// MaxMessage is the longest message of a condition.
	MaxMessage = 32768
	// MaxNote is the longest note of an event.
	MaxNote = 1024
)

// Ready says that the object is as its spec asks.
func Ready(conditions *[]metav1.Condition, generation int64, reason, message string) {
	meta.RemoveStatusCondition(conditions, v1alpha1.ConditionReconciling)
	meta.RemoveStatusCondition(conditions, v1alpha1.ConditionStalled)
	Set(conditions, generation, v1alpha1.ConditionReady, metav1.ConditionTrue, reason, message)
}

// Reconciling says that the object is not there yet, but gets there by itself.
func Reconciling(conditions *[]metav1.Condition, generation int64, reason, message string) {
	meta.RemoveStatusCondition(conditions, v1alpha1.ConditionStalled)
	Set(conditions, generation, v1alpha1.ConditionReconciling, metav1.ConditionTrue, reason, message)
	Set(conditions, generation, v1alpha1.ConditionReady, metav1.ConditionFalse, reason, message)
}

// Stalled says that nothing moves until a person changes something.
func Stalled(conditions *[]metav1.Condition, generation int64, reason, message string) {
	meta.RemoveStatusCondition(conditions, v1alpha1.ConditionReconciling)
	Set(conditions, generation, v1alpha1.ConditionStalled, metav1.ConditionTrue, reason, message)
	Set(conditions, generation, v1alpha1.ConditionReady, metav1.ConditionFalse, reason, message)
}

// Update writes the status of an object where it differs from the one before.
func Update(ctx context.Context, c client.StatusClient, obj client.Object, before, after any) error {
	if apiequality.Semantic.DeepEqual(before, after) {
		return nil
	}
	log.FromContext(ctx).V(1).Info("Updating status")
	return c.Status().Update(ctx, obj)
}

// Set sets one condition. A message that is too long is cut at a rune.
func Set(conditions *[]metav1.Condition, generation int64, kind string, value metav1.ConditionStatus, reason, message string) {
	set(conditions, time.Now(), generation, kind, value, reason, message)
}

func set(conditions *[]metav1.Condition, now time.Time, generation int64, kind string, value metav1.ConditionStatus, reason, message string) {
	meta.SetStatusCondition(conditions, metav1.Condition{
		Type:               kind,
		Status:             value,
		Reason:             reason,
		Message:            chars.Clip(message, MaxMessage),
		ObservedGeneration: generation,
		// It counts only where the status changes.
		LastTransitionTime: metav1.NewTime(now),
	})
}

// Note cuts the note of an event to what is accepted.
func Note(s string) string { return chars.Clip(s, MaxNote) }

// conflictDelay is how long the cache gets to learn of what somebody else wrote.
const conflictDelay = 200 * time.Millisecond

// Retry is the exit after a write that failed. A conflict only says that what was decided
// on is no longer the newest: it is decided again, and is not an error that anybody must see.
func Retry(err error) (ctrl.Result, error) {
	if apierrors.IsConflict(err) {
		return ctrl.Result{RequeueAfter: conflictDelay}, nil
	}
	return ctrl.Result{}, err
}

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
