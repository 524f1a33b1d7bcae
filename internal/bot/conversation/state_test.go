// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func full() State {
	return State{
		ID: "c1", Customer: "ann", StartedAt: time.Unix(1, 0).UTC(),
		Turns: []Turn{{Seq: 1, Role: RoleCustomer, Text: "hi"}}, LastSeq: 1,
		Seen: []Seen{{MessageID: "m1"}}, Attempted: []Attempt{{Decision: "reply"}},
		Fields: map[string]string{"id": "1"}, Collecting: &Collecting{Field: "id"},
		Handoff: &Handoff{ID: "c1-h1"}, Assignment: &Assignment{Rollout: "w"}, Shadow: &Shadow{Rollout: "w"},
		Helpdesk: &Helpdesk{
			Marks:   []HelpdeskMark{{At: time.Unix(2, 0).UTC(), Kind: MarkHuman}},
			Work:    []HelpdeskWork{{Agent: "bo", Start: time.Unix(2, 0).UTC(), End: time.Unix(3, 0).UTC()}},
			Targets: []HelpdeskTarget{{Target: "resolution", DueAt: time.Unix(9, 0).UTC()}},
		},
	}
}

func TestACloneSharesNothingWithTheOriginal(t *testing.T) {
	original := full()
	c := original.Clone()
	if diff := cmp.Diff(original, c); diff != "" {
		t.Fatalf("the clone differs (-want +got):\n%s", diff)
	}
	c.Turns[0].Text, c.Seen[0].MessageID, c.Attempted[0].Decision, c.Fields["id"] = "x", "x", "x", "x"
	c.Collecting.Field, c.Handoff.ID, c.Assignment.Rollout, c.Shadow.Rollout = "x", "x", "x", "x"
	c.Helpdesk.Marks[0].Counted, c.Helpdesk.Work[0].Agent, c.Helpdesk.Targets[0].Result, c.Helpdesk.Responded = true, "x", "x", true
	if diff := cmp.Diff(full(), original); diff != "" {
		t.Errorf("the original changed with its clone (-want +got):\n%s", diff)
	}
}

func TestAStateIsTheSameAfterAJSONRoundTrip(t *testing.T) {
	data, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	var back State
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full(), back); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAfterReturnsTheBotsNewLines(t *testing.T) {
	var s State
	for i := range 2 * MaxTurns {
		role := RoleCustomer
		if i%2 == 1 {
			role = RoleBot
		}
		s.Append(Turn{Role: role, Text: "x"})
	}
	last := s.LastSeq
	if got := s.After(last - 3); len(got) != 2 || got[0].Seq != last-2 || got[1].Seq != last {
		t.Errorf("after line %d: %+v", last-3, got)
	}
	if got := s.After(0); len(got) != MaxTurns/2 {
		t.Errorf("%d lines are left, want %d", len(got), MaxTurns/2)
	}
	if got := s.After(last); len(got) != 0 {
		t.Errorf("after the last line: %+v", got)
	}
}

func TestHandledBySaysWhoServedTheCustomer(t *testing.T) {
	events := func(kinds ...MarkKind) *Helpdesk {
		h := &Helpdesk{}
		for i, kind := range kinds {
			h.Marks = append(h.Marks, HelpdeskMark{At: time.Unix(int64(i), 0), Kind: kind})
		}
		return h
	}
	for name, tc := range map[string]struct {
		state State
		want  string
	}{
		"the bot alone":                                {State{Answered: true}, "bot"},
		"handed over, and there are no events":         {State{Answered: true, Handoff: &Handoff{}}, "mixed"},
		"handed over at once, and there are no events": {State{Handoff: &Handoff{}}, "human"},
		"handed over, and no agent replied":            {State{Answered: true, Handoff: &Handoff{}, Helpdesk: events(MarkCustomer)}, "bot"},
		"handed over, and an agent replied":            {State{Answered: true, Handoff: &Handoff{}, Helpdesk: events(MarkHuman)}, "mixed"},
		"an agent joined without a handoff":            {State{Answered: true, Helpdesk: events(MarkHuman)}, "mixed"},
		"a bot of the helpdesk and then a person":      {State{Handoff: &Handoff{}, Helpdesk: events(MarkBot, MarkHuman)}, "mixed"},
	} {
		if got := tc.state.HandledBy(); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestATranscriptHasSoManyBytes(t *testing.T) {
	var s State
	long := strings.Repeat("x", 10_000)
	for range 20 {
		s.Append(Turn{Role: RoleCustomer, Text: long})
	}
	if n := len(s.Turns); n != MaxTurnBytes/len(long) || s.Turns[n-1].Seq != 20 {
		t.Errorf("%d lines, the last is %d", n, s.Turns[n-1].Seq)
	}
	s.Append(Turn{Role: RoleBot, Text: strings.Repeat("x", 2*MaxTurnBytes)})
	if len(s.Turns) != 1 || s.Turns[0].Seq != 21 {
		t.Errorf("%d lines, want the newest, however long it is", len(s.Turns))
	}
}
