// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestObservedFigures(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	second := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }
	h := Handoff{ID: "h", Conversation: "c", Began: second(-60), At: noon, Priority: "high", Answered: true}
	p := Plan{
		FirstReply: 2 * time.Second, Exchanges: []Exchange{{Customer: 3 * time.Second, Agent: 4 * time.Second, Burst: true}},
		Note: true, Notice: true, Hold: true, WrapUp: 5 * time.Second, ReopenAfter: time.Minute, ReopenReply: 7 * time.Second,
		RespondWithin: 11 * time.Second, ResolveWithin: 20 * time.Second, AskAfter: time.Second, Recommends: 9, Quality: 4,
	}
	for name, tc := range map[string]struct {
		picked int
		first  bool
		want   Observed
	}{
		"in time, and wrapped up afterwards": {9, false, Observed{
			FirstResponse: []float64{11}, Responses: []float64{4, 17}, Handle: []float64{14}, Resolution: []float64{78.001},
			SLA: map[string]int64{"first_response hit": 1, "resolution hit": 1},
		}},
		"too late, and wrapped up before": {10, true, Observed{
			FirstResponse: []float64{12}, Responses: []float64{4, 17}, Handle: []float64{14}, Resolution: []float64{84},
			SLA: map[string]int64{"first_response missed": 1, "resolution missed": 1},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p.WrapUpFirst = tc.first
			all, resolved := p.served(h, "ann", second(tc.picked))
			all = append(all, p.queued(h)...)
			all = append(all, p.asked(h, resolved, true)...)
			all = append(all, p.cameBack(resolved)...)
			all = append(all, p.settled("bo", resolved.Add(70*time.Second))...)
			tc.want.Reopened, tc.want.CSAT[0], tc.want.NPS[9], tc.want.Quality[3] = 1, 1, 1, 1
			var got Observed
			got.observe(h, all)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("observed (-want +got):\n%s", diff)
			}
		})
	}
}
