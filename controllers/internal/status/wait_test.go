// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// look is what a controller finds at one look: nothing missing, or what it waits for.
type look struct {
	after      time.Duration
	reason     string
	generation int64
}

func TestNothingWaitsForEver(t *testing.T) {
	start := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		looks       []look
		wantStalled bool
		wantLeft    time.Duration
	}{
		"a new wait":                       {[]look{{0, "Bot", 1}}, false, Deadline},
		"it goes on":                       {[]look{{0, "Bot", 1}, {4 * time.Minute, "Bot", 1}}, false, 6 * time.Minute},
		"it is over":                       {[]look{{0, "Bot", 1}, {Deadline, "Bot", 1}}, true, 0},
		"it stays over":                    {[]look{{0, "Bot", 1}, {Deadline, "Bot", 1}, {time.Minute, "Bot", 1}}, true, 0},
		"what was missing came":            {[]look{{0, "Bot", 1}, {Deadline, "Bot", 1}, {time.Minute, "", 1}}, false, 0},
		"and went again":                   {[]look{{0, "Bot", 1}, {Deadline, "Bot", 1}, {0, "", 1}, {0, "Bot", 1}}, false, Deadline},
		"something else is missing now":    {[]look{{0, "Bot", 1}, {9 * time.Minute, "Pods", 1}, {9 * time.Minute, "Pods", 1}}, false, time.Minute},
		"another spec gets the time again": {[]look{{0, "Bot", 1}, {9 * time.Minute, "Bot", 2}, {9 * time.Minute, "Bot", 2}}, false, time.Minute},
		"a stalled one with another spec":  {[]look{{0, "Bot", 1}, {Deadline, "Bot", 1}, {0, "Bot", 2}}, false, Deadline},
		"a clock that was put back":        {[]look{{time.Hour, "Bot", 1}, {-time.Hour, "Bot", 1}}, false, Deadline},
		"nobody looked when it was over":   {[]look{{0, "Bot", 1}, {24 * time.Hour, "Bot", 1}}, true, 0},
		"another reason after a long time": {[]look{{0, "Bot", 1}, {24 * time.Hour, "Pods", 1}}, false, Deadline},
	} {
		t.Run(name, func(t *testing.T) {
			for serving, say := range map[bool]func(c *[]metav1.Condition, generation int64, now time.Time, reason string) time.Duration{
				false: func(c *[]metav1.Condition, generation int64, now time.Time, reason string) time.Duration {
					return Waiting(c, generation, now, reason, "message")
				},
				true: func(c *[]metav1.Condition, generation int64, now time.Time, reason string) time.Duration {
					return Serving(c, generation, now, reason, "message", "Ready", "serves")
				},
			} {
				var conditions []metav1.Condition
				var left time.Duration
				now, waits := start, false
				for _, l := range tc.looks {
					now = now.Add(l.after)
					if waits = l.reason != ""; waits {
						left = say(&conditions, l.generation, now, l.reason)
					} else {
						Ready(&conditions, l.generation, "Ready", "message")
						left = 0
					}
				}
				is := func(kind string) bool { return meta.IsStatusConditionTrue(conditions, kind) }
				if left != tc.wantLeft || is(v1alpha1.ConditionStalled) != tc.wantStalled || is(v1alpha1.ConditionReconciling) != (waits && !tc.wantStalled) {
					t.Errorf("serving %t: left %s of %+v, want %s and Stalled %t", serving, left, conditions, tc.wantLeft, tc.wantStalled)
				}
				if want := !waits || serving && !tc.wantStalled; is(v1alpha1.ConditionReady) != want {
					t.Errorf("serving %t: Ready is %t, want %t", serving, !want, want)
				}
			}
		})
	}
}

func TestServingThroughAChangeDoesNotTouchReady(t *testing.T) {
	start := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	var conditions []metav1.Condition
	Ready(&conditions, 1, v1alpha1.ReasonReady, "2 pods serve 5 intents")
	since := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady).LastTransitionTime
	Serving(&conditions, 1, start, v1alpha1.ReasonReleaseNotLoaded, "1 of 2", v1alpha1.ReasonReady, "2 pods serve 5 intents")
	if got := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady); got.LastTransitionTime != since || got.Message != "2 pods serve 5 intents" {
		t.Errorf("Ready became %+v", got)
	}
}
