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

func TestAnAgentIsSharedAmongConversations(t *testing.T) {
	span := func(id string, from, to int64) stretch {
		return stretch{Conversation: digest(id), From: from * 1e9, To: to * 1e9}
	}
	tests := map[string]struct {
		own, known stretches
		want       float64 // seconds
	}{
		"alone":                                  {stretches{span("a", 0, 60)}, nil, 60},
		"what overlaps counts once":              {stretches{span("a", 0, 60), span("a", 30, 90)}, nil, 90},
		"with one other":                         {stretches{span("a", 0, 60)}, stretches{span("b", 30, 90)}, 45},
		"with two others":                        {stretches{span("a", 0, 60)}, stretches{span("b", 0, 60), span("c", 0, 60)}, 20},
		"two stretches of another are one other": {stretches{span("a", 0, 60)}, stretches{span("b", 0, 60), span("b", 20, 40)}, 30},
		"its own is in the record too":           {stretches{span("a", 0, 60)}, stretches{span("a", 0, 60)}, 60},
		"one after the other":                    {stretches{span("a", 0, 60)}, stretches{span("b", 60, 90)}, 60},
		"no time at all":                         {stretches{span("a", 5, 5)}, stretches{span("b", 0, 90)}, 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := shared(tc.own, tc.known, digest("a")) / 1e9; got != tc.want {
				t.Errorf("%v s, want %v", got, tc.want)
			}
		})
	}
}

// TestOneAgentManyConversationsAtOnce has an agent work on 24 conversations in the same two
// minutes, told by one request: nothing is lost when all commit to the agent's record.
func TestOneAgentManyConversationsAtOnce(t *testing.T) {
	const n = 24
	w := newWorld(t, Secrets{Events: "desk"})
	var events []Event
	for i := range n {
		state := handedOver()
		state.ID = fmt.Sprint("c", i)
		w.open(state)
		for _, e := range []Event{
			told("agent.work", minute(12), `{"agent":"bo","kind":"active","start":"2026-03-02T12:10:00Z","end":"2026-03-02T12:12:00Z"}`),
			told("conversation.resolved", minute(12), ""),
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
		if err := w.desk.Due(t.Context(), conversation.DueMessage{Conversation: fmt.Sprint("c", i)}); err != nil {
			t.Fatal(err)
		}
	}
	w.total(`intentops_handle_seconds{channel=web,intent=parcel}`, "24 of 120")
}

// TestWorkAfterItWasCountedAddsToTheSameHandling reopens a conversation a day later.
func TestWorkAfterItWasCountedAddsToTheSameHandling(t *testing.T) {
	work := func(from time.Time, d time.Duration) Event {
		data, err := json.Marshal(map[string]any{"agent": "bo", "kind": "active", "start": from, "end": from.Add(d)})
		if err != nil {
			t.Fatal(err)
		}
		return told("agent.work", from.Add(d), string(data))
	}
	_, entries, _ := play(handedOver(), after(11*24*time.Hour), atOnce,
		work(minute(10), time.Minute), told("conversation.resolved", minute(12), ""),
		told("conversation.reopened", after(24*time.Hour), ""), work(after(24*time.Hour), 2*time.Minute), told("conversation.resolved", after(25*time.Hour), ""),
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
	var s stretches
	for i := range 3 * maxStretches {
		at := noon.Add(time.Duration(i) * time.Minute)
		s = s.add(fmt.Sprint("c", i), conversation.HelpdeskWork{Start: at, End: at.Add(time.Minute)})
	}
	data, err := json.Marshal(s)
	if err != nil || len(s) != maxStretches || len(data) > 10<<10 {
		t.Errorf("%d stretches in %d bytes, error %v", len(s), len(data), err)
	}
	if s[len(s)-1].Conversation != digest(fmt.Sprint("c", 3*maxStretches-1)) {
		t.Error("the newest work is not known")
	}
}
