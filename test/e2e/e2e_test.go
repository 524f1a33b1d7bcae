// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"
	"time"
)

// TestEndToEnd is one story: one installation and one stream of customers, on which each
// part goes on where the one before ended.
func TestEndToEnd(t *testing.T) {
	s := begin(t)
	for _, part := range []struct {
		name string
		run  func(*testing.T)
		// looks is whether the part only looks, or leaves all as it was: the rest can do
		// without its success.
		looks bool
	}{
		{"the chart installs everything, and a batch is promoted", s.install, false},
		{"the operator is killed in the middle of a rollout", s.operatorKilled, false},
		{"an edit of a live intent is rolled out from the first step", s.edited, false},
		{"Prometheus stops during a step", s.prometheusStopped, false},
		{"a bot pod is killed during a step", s.botKilled, false},
		{"the edit is promoted", s.editPromoted, false},
		{"the kill switch", s.killSwitch, false},
		{"a harmful batch is rolled back", s.rolledBack, false},
		{"a policy that hands over more is in force at once", s.policyTightened, false},
		{"a policy that hands over less rolls by steps and is rolled back", s.policyRolledBack, false},
		{"what is live survives every loss", s.survives, false},
		{"a pin goes back at once", s.pinned, false},
		{"bad input is refused with the field and the fix", s.badInput, true},
		{"what the bot counted is what customers saw", s.counted, true},
		{"what people did is what the bot counted", s.peopleCounted, true},
		{"KPITargets show what happened", s.measured, true},
		{"a scorecard of the events agrees", s.scorecards, true},
		{"each pack of init serves its first batch", s.packsServe, true},
		{"removing everything leaves nothing", s.removed, false},
	} {
		began, failed := time.Now(), t.Failed()
		if failed && !part.looks {
			t.Fatalf("%s: not tried; everything is left as it is", part.name)
		}
		if !t.Run(part.name, part.run) && !failed {
			s.explain(t)
		}
		t.Logf("%s: %.0f seconds", part.name, time.Since(began).Seconds())
	}
}
