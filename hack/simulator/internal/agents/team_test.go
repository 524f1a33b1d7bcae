// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/hack/simulator/journal"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

const handoffs = 40

// day lets a team work on handoffs until all are done and told, and returns what it reports,
// what the bot has, and what the journal has.
func day(t *testing.T) (Report, Sent, *flaky, *bytes.Buffer) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	bot, url := newFlaky(t)
	outbox, err := NewOutbox(url, "shop/support", []byte(key), 7, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	outbox.batch, outbox.pause = 4, time.Millisecond
	done := make(chan struct{})
	go func() {
		defer close(done)
		outbox.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	var file bytes.Buffer
	notes := journal.New(&file)
	team := NewTeam(ctx, Options{
		Agents: 3, Capacity: handoffs, Pace: time.Millisecond, Seed: 7, SurveyShare: 0.5, Tell: outbox.Tell, Journal: notes,
	})
	for i := range handoffs {
		// The day is long over when the bot's conversation began an hour ago.
		began := time.Now().Add(-time.Hour)
		id := fmt.Sprintf("c%d", i)
		notes.Talk("/customers", id, "api", id, began).Said(began, began, journal.Reply{Intent: "warranty", Kind: "answer"})
		team.Take(Handoff{ID: id + "-h", Conversation: id, Began: began, At: time.Now(), Priority: "normal", Answered: i%2 == 0})
	}
	team.Wait()
	for outbox.Sent().Waiting > 0 {
		time.Sleep(time.Millisecond)
	}
	if notes.Err() != nil {
		t.Fatal(notes.Err())
	}
	return team.Report(), outbox.Sent(), bot, &file
}

func TestEveryEventArrivesDespiteFailures(t *testing.T) {
	report, sent, bot, file := day(t)
	if report.Taken != handoffs || report.Open != 0 || report.Left != 0 {
		t.Errorf("report %+v, want %d taken and over", report, handoffs)
	}
	told := int64(0)
	got := map[string]int64{}
	for _, n := range sent.Events {
		told += n
	}
	for _, e := range bot.taken {
		got[e.Type()]++
	}
	if diff := cmp.Diff(sent.Events, got); diff != "" {
		t.Errorf("events (-sent +taken):\n%s", diff)
	}
	lines := int64(bytes.Count(file.Bytes(), []byte("\n")))
	if want := told + handoffs*5; lines != want {
		t.Errorf("the journal has %d lines, want %d: each event once, and each conversation's beginning and handoff", lines, want)
	}
	if sent.Again == 0 || bot.again == 0 || bot.modes["single"] == 0 || bot.modes["batched"] == 0 ||
		sent.Requests["429"] == 0 || sent.Requests["503"] == 0 || sent.Requests["connection"] == 0 {
		t.Errorf("the day was too easy: %+v, %d again, modes %v", sent, bot.again, bot.modes)
	}
	if n := sent.Results["accepted"] + sent.Results["duplicate"]; n != told+sent.Again {
		t.Errorf("results %v, want %d of %d events and %d again", sent.Results, n, told, sent.Again)
	}
}

// TestTheReportIsWhatAScorecardComputes: what the team reports must be what a scorecard computes from the events.
func TestTheReportIsWhatAScorecardComputes(t *testing.T) {
	report, _, _, file := day(t)
	h := history.New(time.Time{})
	if err := h.Collect(history.Read(file)); err != nil {
		t.Fatal(err)
	}
	card := h.Report(history.Options{MinSamples: 1})
	if len(card.Events.Refused) != 0 || len(card.Events.Unknown) != 0 {
		t.Fatalf("events are refused: %+v", card.Events)
	}
	o := report.Observed
	stat := func(name v1alpha1.KPI, series string) history.Stat {
		for _, v := range card.KPIs {
			if v.KPI == name && series != "" {
				return v.Series[series]
			} else if v.KPI == name {
				return v.Stat
			}
		}
		t.Fatalf("the scorecard has no %s", name)
		return history.Stat{}
	}
	for name, tc := range map[string]struct {
		got  history.Stat
		want float64
		n    int
	}{
		"first response":   {stat("FirstResponseTime", "human"), median(o.FirstResponse), len(o.FirstResponse)},
		"response":         {stat("AverageResponseTime", "human"), median(o.Responses), len(o.Responses)},
		"handle time":      {stat("AverageHandleTime", ""), mean(o.Handle), len(o.Handle)},
		"first resolution": {stat("ResolutionTime", "first"), median(o.Resolution), len(o.Resolution)},
	} {
		if int(tc.got.Samples) != tc.n || math.Abs(float64(tc.got.Value)-tc.want) > 1e-6 {
			t.Errorf("%s: the scorecard has %v of %d, the report %v of %d", name, tc.got.Value, tc.got.Samples, tc.want, tc.n)
		}
	}
	hits, missed := o.SLA["first_response hit"]+o.SLA["resolution hit"], o.SLA["first_response missed"]+o.SLA["resolution missed"]
	if sla := stat("SLAHitRate", ""); sla.Samples != hits+missed || math.Round(float64(sla.Value)*float64(sla.Samples)) != float64(hits) {
		t.Errorf("the scorecard has %v of %d targets met, the report %d of %d", sla.Value, sla.Samples, hits, hits+missed)
	}
	if hits+missed != 2*handoffs || o.Reopened == 0 || sum(o.CSAT[:]) == 0 || sum(o.NPS[:]) == 0 {
		t.Errorf("the day had too little in it: %+v", o)
	}
	for name, n := range map[v1alpha1.KPI]int64{"NPS": sum(o.NPS[:]), "ResponseQuality": sum(o.Quality[:])} {
		if got := stat(name, ""); got.Samples != n {
			t.Errorf("%s: the scorecard has %d answers, the report %d", name, got.Samples, n)
		}
	}
}

func TestConversationsBeyondTheCapacityAreLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	team := NewTeam(ctx, Options{Agents: 1, Capacity: 2, Pace: time.Hour, Tell: func(context.Context, event.Event) error { return nil }})
	for i := range 5 {
		team.Take(Handoff{ID: fmt.Sprint(i), Conversation: fmt.Sprint(i), At: time.Now()})
	}
	if r := team.Report(); r.Taken != 2 || r.Left != 3 || r.Open != 2 {
		t.Errorf("report %+v, want 2 taken, 3 left", r)
	}
	cancel()
	team.Wait()
}

func TestPlansFollowTheSeed(t *testing.T) {
	for n := range int64(20) {
		if diff := cmp.Diff(Draw(3, n, time.Second), Draw(3, n, time.Second)); diff != "" {
			t.Errorf("conversation %d differs: %s", n, diff)
		}
	}
	if cmp.Equal(Draw(3, 1, time.Second), Draw(4, 1, time.Second)) {
		t.Error("another seed makes no difference")
	}
}

func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	if len(s)%2 == 1 {
		return s[len(s)/2]
	}
	return (s[len(s)/2-1] + s[len(s)/2]) / 2
}

func mean(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total / float64(len(values))
}

func sum(counts []int64) int64 {
	total := int64(0)
	for _, n := range counts {
		total += n
	}
	return total
}
