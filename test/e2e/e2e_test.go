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
	}{
		{"the chart installs everything, and a batch is promoted", s.install},
		{"the operator is killed in the middle of a rollout", s.operatorKilled},
		{"an edit of a live intent is rolled out from the first step", s.edited},
		{"Prometheus stops during a step", s.prometheusStopped},
		{"a bot pod is killed during a step", s.botKilled},
		{"the edit is promoted", s.editPromoted},
		{"the kill switch", s.killSwitch},
		{"a harmful batch is taken back", s.takenBack},
		{"bad input is refused with the field and the fix", s.badInput},
		{"what the bot counted is what customers saw", s.counted},
		{"what people did is what the bot counted", s.peopleCounted},
		{"KPITargets show what happened", s.measured},
		{"a scorecard of the events agrees", s.scorecards},
		{"removing everything leaves nothing", s.removed},
	} {
		began := time.Now()
		if !t.Run(part.name, part.run) {
			s.explain(t)
			t.Fatalf("the rest of the story needs this part; everything is left as it is")
		}
		t.Logf("%s: %.0f seconds", part.name, time.Since(began).Seconds())
	}
}
