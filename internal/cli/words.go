// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/screen"
)

const groupVersion = "intentops.dev/v1alpha1"

// standing is how an object stands, as its conditions say it.
type standing struct {
	// State is Ready, Waiting or Stalled.
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Since is when it came to stand so.
	Since metav1.Time `json:"since,omitzero"`
}

func standingOf(conditions []metav1.Condition, generation, observed int64) standing {
	ready := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady)
	switch {
	case ready == nil || observed < generation:
		return standing{State: "Waiting", Reason: "NotObserved", Message: "the operator has not looked at the newest spec yet: if this lasts, look whether it runs"}
	case meta.IsStatusConditionTrue(conditions, v1alpha1.ConditionStalled):
		return standing{"Stalled", ready.Reason, ready.Message, ready.LastTransitionTime}
	case ready.Status == metav1.ConditionTrue:
		return standing{"Ready", ready.Reason, ready.Message, ready.LastTransitionTime}
	}
	return standing{"Waiting", ready.Reason, ready.Message, ready.LastTransitionTime}
}

func (s standing) tone() screen.Tone {
	switch s.State {
	case "Ready":
		return screen.Good
	case "Stalled":
		return screen.Bad
	}
	return screen.Odd
}

// at writes a time for people; a dash where there is none.
func at(t metav1.Time) string {
	if t.IsZero() {
		return dash
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// ago is roughly how long something has lasted.
func ago(now time.Time, t metav1.Time) string {
	if t.IsZero() {
		return dash
	}
	return duration.HumanDuration(now.Sub(t.Time))
}

// orDash is a text, or a dash where there is none.
func orDash[S ~string](text S) string { return cmp.Or(string(text), dash) }
