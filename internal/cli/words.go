// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/intentops/intentops/internal/cli/screen"
)

const groupVersion = "intentops.dev/v1alpha1"

// toneOfState is that of Ready, Stalled and what waits.
func toneOfState(state string) screen.Tone {
	switch state {
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
