// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestReconcilingAndStalledAreNeverThereTogether(t *testing.T) {
	type set func(*[]metav1.Condition, int64, string, string)
	for name, tc := range map[string]struct {
		order           []set
		wantReady       metav1.ConditionStatus
		wantReconciling bool
		wantStalled     bool
	}{
		"ready after trouble":        {order: []set{Stalled, Reconciling, Ready}, wantReady: metav1.ConditionTrue},
		"stuck while it was at work": {order: []set{Reconciling, Stalled}, wantReady: metav1.ConditionFalse, wantStalled: true},
		"at work after it was stuck": {order: []set{Stalled, Reconciling}, wantReady: metav1.ConditionFalse, wantReconciling: true},
	} {
		t.Run(name, func(t *testing.T) {
			var conditions []metav1.Condition
			for _, set := range tc.order {
				set(&conditions, 3, "Reason", "message")
			}
			if got := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady); got == nil || got.Status != tc.wantReady || got.ObservedGeneration != 3 {
				t.Errorf("Ready is %+v, want %s of generation 3", got, tc.wantReady)
			}
			if got := meta.IsStatusConditionTrue(conditions, v1alpha1.ConditionReconciling); got != tc.wantReconciling {
				t.Errorf("Reconciling is %t, want %t", got, tc.wantReconciling)
			}
			if got := meta.IsStatusConditionTrue(conditions, v1alpha1.ConditionStalled); got != tc.wantStalled {
				t.Errorf("Stalled is %t, want %t", got, tc.wantStalled)
			}
		})
	}
}

func TestALongNoteIsCutToWhatIsAccepted(t *testing.T) {
	if got := len(Note(strings.Repeat("€", 1000))); got > MaxNote || got < MaxNote-8 {
		t.Errorf("the note has %d bytes, want at most %d, and hardly fewer", got, MaxNote)
	}
}

func TestAConflictIsDecidedAgainWithoutAnError(t *testing.T) {
	conflict := apierrors.NewConflict(schema.GroupResource{Resource: "bots"}, "support", errors.New("changed"))
	result, err := Retry(errors.Join(fmt.Errorf("writing the pointer: %w", conflict)))
	if err != nil || result.RequeueAfter != conflictDelay {
		t.Errorf("got %v and %v, want another try after %s", result, err, conflictDelay)
	}
	other := errors.New("no route")
	if result, err := Retry(other); !errors.Is(err, other) || result.RequeueAfter != 0 {
		t.Errorf("got %v and %v, want the error", result, err)
	}
}
