// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

func TestVolume(t *testing.T) {
	var s strings.Builder
	// Two weeks: each Monday at 9 has ten by web and two by email; each day at 12 one by web.
	for week := range 2 {
		for i := range 12 {
			channel := "web"
			if i >= 10 {
				channel = "email"
			}
			fmt.Fprintf(&s, "%dd%dm conversation.started w%d-%d {\"channel\":\"%s\"}\n", 7*week, i, week, i, channel)
		}
	}
	for day := range 14 {
		fmt.Fprintf(&s, "%dd3h conversation.started d%d {\"channel\":\"web\"}\n", day, day)
	}
	v := read(t, story(t, s.String())).Report(Options{}).Volume
	if v.Total != 38 || v.ByChannel["web"] != 34 || v.ByChannel["email"] != 4 || v.ByHour["web"][9] != 20 || v.ByHour["web"][12] != 14 {
		t.Errorf("volume %+v", v)
	}
	if len(v.Peaks) != 2 || v.Peaks[0].Total != 12 || !v.Peaks[0].Start.Equal(day0) || v.Peaks[0].ByChannel["email"] != 2 {
		t.Errorf("peaks %+v, want both Mondays at 9", v.Peaks)
	}
	if len(v.Busy) != 1 || v.Busy[0].Weekday != "Monday" || v.Busy[0].Hour != 9 || v.Busy[0].Mean != 12 {
		t.Errorf("busy %+v, want Monday at 9", v.Busy)
	}
	if len(v.Freezes) != 1 || v.Freezes[0].Schedule != "0 9 * * MON" {
		t.Errorf("freezes %+v, want Monday at 9", v.Freezes)
	}
}

func TestHandling(t *testing.T) {
	var s strings.Builder
	// Handle times of 1 to 12 minutes and one of 5 hours, each by its own agent. The longer
	// the work, the lower the rating, but for the last.
	for i := range 13 {
		seconds := 60 * (i + 1)
		if i == 12 {
			seconds = 18000
		}
		fmt.Fprintf(&s, "0s conversation.started c%d\n", i)
		fmt.Fprintf(&s, "1s turn.classified c%d {\"intent\":\"i%d\"}\n", i, i%2)
		fmt.Fprintf(&s, "1h agent.work c%d {\"agent\":\"a%d\",\"start\":@0s,\"end\":@%ds,\"kind\":\"active\"}\n", i, i, seconds)
		fmt.Fprintf(&s, "6h conversation.resolved c%d\n", i)
		fmt.Fprintf(&s, "7h survey.responded c%d {\"survey\":\"csat\",\"score\":%d}\n", i, 5-i/3)
	}
	r := tell(t, s.String()).Report(Options{})
	// Quartiles of the 13: the 4th and the 10th, 240 and 600 s. 600 + 3·360 = 1680.
	if h := r.Handling; h.Fence != 1680 || h.OutlierCount != 1 || h.Outliers[0] != (Outlier{Conversation: "c12", Intent: "i0", Seconds: 18000}) {
		t.Errorf("handling %+v, want c12 beyond 1680 s", h)
	}
	// Ranks 1 to 13 against five ratings, three times each and once: with mean ranks for
	// equal ones, the sum of squares of ranks is 182 and 174, and of products -174.
	want := -174 / math.Sqrt(182*174)
	if c := r.Handling.CSAT; math.Abs(float64(c.Value)-want) > 1e-9 || c.Samples != 13 || c.Low > c.Value || c.High < c.Value {
		t.Errorf("correlation %+v, want %v", c, want)
	}
	// Even ones: 5 5 4 3 3 2 1 is 23/7. Odd ones: 5 4 4 3 2 2 is 20/6.
	if len(r.CSAT) != 2 || r.CSAT[0].Intent != "i0" || math.Abs(float64(r.CSAT[0].Value)-23.0/7) > 1e-9 || math.Abs(float64(r.CSAT[1].Value)-20.0/6) > 1e-9 {
		t.Errorf("CSAT by intent %+v", r.CSAT)
	}
}

func TestSegments(t *testing.T) {
	r := tell(t, `
		0s conversation.started a {"channel":"web"}
		1s turn.classified a {"intent":"track"}
		0s conversation.started b {"channel":"email"}
		1s turn.classified b {"intent":"track"}
		2s handoff.requested b {"intent":"refund"}
		3s turn.classified b {"intent":"track"}`).Report(Options{MinSamples: 1})
	got := map[string]float64{}
	for _, s := range r.Segments {
		for _, v := range s.KPIs {
			if v.KPI == "EscalationRate" && v.Samples > 0 {
				got[s.Channel+s.Intent] = float64(v.Value)
			}
		}
	}
	// b counts for the intent that was handed over.
	if want := map[string]float64{"web": 0, "email": 1, "track": 0, "refund": 1}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("escalation by segment %v, want %v", got, want)
	}
}

func TestLinesWithoutAnEnd(t *testing.T) {
	h := New(time.Time{})
	if err := h.Collect(Read(failing{})); err == nil || err.Error() != "the disk is gone" {
		t.Errorf("error %v, want that of the reader", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, fmt.Errorf("the disk is gone") }
