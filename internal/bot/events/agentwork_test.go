// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

func TestAnAgentsTimeIsDividedAmongConversations(t *testing.T) {
	span := func(id string, from, to int64) interval {
		return interval{Conversation: digest(id), From: from * 1e9, To: to * 1e9}
	}
	tests := map[string]struct {
		own, known workRecord
		want       float64 // seconds
	}{
		"alone":                                  {workRecord{span("a", 0, 60)}, nil, 60},
		"what overlaps counts once":              {workRecord{span("a", 0, 60), span("a", 30, 90)}, nil, 90},
		"with one other":                         {workRecord{span("a", 0, 60)}, workRecord{span("b", 30, 90)}, 45},
		"with two others":                        {workRecord{span("a", 0, 60)}, workRecord{span("b", 0, 60), span("c", 0, 60)}, 20},
		"two stretches of another are one other": {workRecord{span("a", 0, 60)}, workRecord{span("b", 0, 60), span("b", 20, 40)}, 30},
		"its own is in the record too":           {workRecord{span("a", 0, 60)}, workRecord{span("a", 0, 60)}, 60},
		"one after the other":                    {workRecord{span("a", 0, 60)}, workRecord{span("b", 60, 90)}, 60},
		"no time at all":                         {workRecord{span("a", 5, 5)}, workRecord{span("b", 0, 90)}, 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := sharedTime(tc.own, tc.known, digest("a")) / 1e9; got != tc.want {
				t.Errorf("%v s, want %v", got, tc.want)
			}
		})
	}
}

// TestConcurrentCommitsKeepAnAgentsRecordComplete has an agent work on 24 conversations in the same two
// minutes, reported by one request: nothing is lost when all commit to the agent's record.
func TestConcurrentCommitsKeepAnAgentsRecordComplete(t *testing.T) {
	const n = 24
	w := newWorld(t, Secrets{Events: "helpdesk"})
	var events []Event
	for i := range n {
		state := handedOver()
		state.ID = fmt.Sprint("c", i)
		w.open(state)
		for _, e := range []Event{
			newEvent("agent.work", minute(12), `{"agent":"bo","kind":"active","start":"2026-03-02T12:10:00Z","end":"2026-03-02T12:12:00Z"}`),
			newEvent("conversation.resolved", minute(12), ""),
		} {
			e.Conversation = state.ID
			events = append(events, e)
		}
	}
	for _, v := range w.batch(events...).Results {
		if v.Result != Accepted {
			t.Fatalf("%s (%s)", v.Result, v.Message)
		}
	}
	w.clock.Step(time.Hour)
	for i := range n {
		if err := w.ingestor.Due(t.Context(), conversation.DueMessage{Conversation: fmt.Sprint("c", i)}); err != nil {
			t.Fatal(err)
		}
	}
	w.total(`intentops_handle_seconds{channel=web,intent=parcel}`, "24 of 120")
}

// TestLaterWorkAddsToTheSameHandleTime reopens a conversation a day later.
func TestLaterWorkAddsToTheSameHandleTime(t *testing.T) {
	work := func(from time.Time, d time.Duration) Event {
		data, err := json.Marshal(map[string]any{"agent": "bo", "kind": "active", "start": from, "end": from.Add(d)})
		if err != nil {
			t.Fatal(err)
		}
		return newEvent("agent.work", from.Add(d), string(data))
	}
	_, entries, _ := replay(handedOver(), after(11*24*time.Hour), atOnce,
		work(minute(10), time.Minute), newEvent("conversation.resolved", minute(12), ""),
		newEvent("conversation.reopened", after(24*time.Hour), ""), work(after(24*time.Hour), 2*time.Minute), newEvent("conversation.resolved", after(25*time.Hour), ""),
	)
	var got []string
	for _, e := range entries {
		if e.Metric == "intentops_handle_seconds" {
			got = append(got, fmt.Sprint(e.Value, " ", e.More))
		}
	}
	if want := "[60 false 120 true]"; fmt.Sprint(got) != want {
		t.Errorf("handlings %v, want %s", got, want)
	}
}

func TestAnAgentsRecordIsBounded(t *testing.T) {
	var s workRecord
	for i := range 3 * maxIntervals {
		at := noon.Add(time.Duration(i) * time.Minute)
		s = s.add(fmt.Sprint("c", i), conversation.HelpdeskWork{Start: at, End: at.Add(time.Minute)})
	}
	data, err := json.Marshal(s)
	if err != nil || len(s) != maxIntervals || len(data) > 10<<10 {
		t.Errorf("%d stretches in %d bytes, error %v", len(s), len(data), err)
	}
	if s[len(s)-1].Conversation != digest(fmt.Sprint("c", 3*maxIntervals-1)) {
		t.Error("the newest work is not known")
	}
}
