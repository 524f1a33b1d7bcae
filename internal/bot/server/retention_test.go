// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestAConversationIsKeptUntilItIsCounted: what is measured may be measured after longer than
// conversations are kept otherwise.
func TestAConversationIsKeptUntilItIsCounted(t *testing.T) {
	c := config(t)
	c.ReleaseDir, c.ConversationTTL = folder(t, sample("9 to 5", "https://helpdesk.invalid"), 4), time.Second
	b := run(t, c)
	b.ready()
	say(t, open(t, b.url, "ann"), "1", "when are you open")
	eventually(t, "the outcome is counted", func() bool {
		return len(series(t, b.metrics, "intentops_conversation_outcomes_total")) == 1
	})
}

func TestConversationsAreKeptUntilTheyAreCounted(t *testing.T) {
	for name, tc := range map[string]struct {
		measurement release.Measurement
		want        time.Duration
	}{
		"by default":          {release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 24 * 3600}, 48 * time.Hour},
		"late ratings":        {release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 72 * 3600}, 96 * time.Hour},
		"late outcomes":       {release.Measurement{OutcomeAfterSeconds: 3 * 24 * 3600, RatingWithinSeconds: 3600}, 96 * time.Hour},
		"work long afterward": {release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 3600, WrapUpWithinSeconds: 9 * 24 * 3600}, 240 * time.Hour},
	} {
		if got := untilCounted(tc.measurement); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}
