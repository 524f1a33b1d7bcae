// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

func (t *applier) work(_ Event, d data) error {
	switch {
	case d.Agent == "":
		return refuse(BadData, "data.agent: is missing")
	case d.Start.IsZero() || d.End.IsZero():
		return refuse(BadData, "data.start, data.end: both are required")
	case d.Kind != "active" && d.Kind != "hold" && d.Kind != "wrapup":
		return refuse(BadData, "data.kind: must be active, hold or wrapup")
	case d.End.Before(d.Start):
		return refuse(NegativeDuration, "data.end: is before data.start")
	case d.End.Sub(t.now) > MaxSkew:
		return refuse(Future, "data.end: is more than 5 minutes ahead; set the sender's clock")
	case d.End.Sub(d.Start) > maxWork:
		return refuse(OutOfScale, "data.end: is more than 24 hours after data.start")
	case t.state.StartedAt.Sub(d.Start) > MaxSkew:
		return refuse(NegativeDuration, "data.start: is before the conversation began")
	case len(t.helpdesk.Work) >= conversation.MaxHelpdeskWork:
		return refuse(Full, "subject: too much work on this conversation is not counted yet")
	}
	w := conversation.HelpdeskWork{Agent: digest(d.Agent), Start: d.Start.UTC(), End: d.End.UTC()}
	t.helpdesk.Work = append(t.helpdesk.Work, w)
	t.out.Worked = append(t.out.Worked, w)
	t.changed = true
	if t.isResolved() {
		t.workDue(t.now.Add(t.rules.WrapUp))
	} else {
		t.helpdesk.WorkDueAt = t.now.Add(workIdle)
	}
	return nil
}

// workDue has the work counted at a time, or earlier if that is due already.
func (t *applier) workDue(at time.Time) {
	if t.helpdesk.WorkDueAt.IsZero() || at.Before(t.helpdesk.WorkDueAt) {
		t.helpdesk.WorkDueAt = at
	}
}

func (t *applier) isResolved() bool {
	resolved := false
	for _, m := range t.helpdesk.Marks {
		switch m.Kind {
		case conversation.MarkResolved:
			resolved = true
		case conversation.MarkReopened:
			resolved = false
		}
	}
	return resolved
}

// workDueNow reports whether Settle counts agents' work now, and needs to know the agents.
func workDueNow(state conversation.State, now time.Time) bool {
	return state.Helpdesk != nil && !state.Helpdesk.WorkDueAt.IsZero() && !now.Before(state.Helpdesk.WorkDueAt)
}

// handling counts agents' work on the conversation: for each agent the time with any work,
// divided among the conversations that the agent worked on at that time, summed over agents.
// Work that comes after it was counted adds to the same observation.
func (t *applier) handling(agents map[string]workRecord) {
	if !workDueNow(t.state, t.now) {
		return
	}
	t.count(ledger.Handle, handleTime(t.state.ID, t.helpdesk.Work, agents).Seconds(), "channel", t.state.Channel, "intent", t.state.IntentLabel())
	t.out.Ledger[len(t.out.Ledger)-1].More = t.helpdesk.Handled
	t.helpdesk.Work, t.helpdesk.WorkDueAt, t.helpdesk.Handled = nil, time.Time{}, true
}

// handleTime is the agents' time that a conversation is charged with.
func handleTime(id string, work []conversation.HelpdeskWork, agents map[string]workRecord) time.Duration {
	byAgent := map[string]workRecord{}
	for _, w := range work {
		byAgent[w.Agent] = append(byAgent[w.Agent], interval{From: w.Start.UnixNano(), To: w.End.UnixNano()})
	}
	var sum float64
	for agent, own := range byAgent {
		sum += sharedTime(own, agents[agent], digest(id))
	}
	return time.Duration(sum)
}

// boundary is where the work on a conversation begins or ends.
type boundary struct {
	at           int64
	conversation string
	begins       bool
}

// sharedTime is how many nanoseconds of its own work a conversation is charged with, when the
// agent's time is divided equally among the conversations of each moment.
func sharedTime(own, known workRecord, id string) float64 {
	var edges []boundary
	for _, s := range own {
		edges = append(edges, boundary{s.From, "", true}, boundary{s.To, "", false})
	}
	for _, s := range known {
		if s.Conversation != id {
			edges = append(edges, boundary{s.From, s.Conversation, true}, boundary{s.To, s.Conversation, false})
		}
	}
	slices.SortFunc(edges, func(a, b boundary) int { return cmp.Compare(a.at, b.at) })
	busy := map[string]int{} // overlapping intervals of one conversation are one
	var got float64
	var before int64
	for _, e := range edges {
		if busy[""] > 0 {
			got += float64(e.at-before) / float64(len(busy))
		}
		before = e.at
		if e.begins {
			busy[e.conversation]++
			continue
		}
		if busy[e.conversation]--; busy[e.conversation] == 0 {
			delete(busy, e.conversation)
		}
	}
	return got
}

// maxIntervals are remembered of an agent's newest work: about a day of short conversations.
const maxIntervals = 96

// interval is an agent's work on a conversation, in nanoseconds since 1970.
type interval struct {
	// Conversation is a digest of its id.
	Conversation string `json:"c"`
	From         int64  `json:"f"`
	To           int64  `json:"t"`
}

// workRecord is what an agent did last, by the time at which it ended. An agent who serves
// several customers at once is shared among them, so the record spans conversations.
type workRecord []interval

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

func agentKey(agent string) string { return "agent/" + agent }

// add inserts work by its end; the oldest is dropped when there is too much.
func (s workRecord) add(id string, w conversation.HelpdeskWork) workRecord {
	n := interval{Conversation: digest(id), From: w.Start.UnixNano(), To: w.End.UnixNano()}
	i, _ := slices.BinarySearchFunc(s, n, func(a, b interval) int { return cmp.Compare(a.To, b.To) })
	s = slices.Insert(s, i, n)
	return s[max(0, len(s)-maxIntervals):]
}

// loadAgent returns an agent's record, and its version.
func (in *Ingestor) loadAgent(ctx context.Context, agent string) (workRecord, conversation.Version, error) {
	value, version, err := in.store.Record(ctx, agentKey(agent))
	if err != nil {
		return nil, 0, err
	}
	var s workRecord
	if json.Unmarshal(value, &s) != nil {
		s = nil // there is none, or it is not readable
	}
	return s, version, nil
}

// noteWork adds new work to the agents' records, in the same commit.
func (in *Ingestor) noteWork(ctx context.Context, c *conversation.Commit, work []conversation.HelpdeskWork) error {
	byAgent := map[string][]conversation.HelpdeskWork{}
	for _, w := range work {
		byAgent[w.Agent] = append(byAgent[w.Agent], w)
	}
	for agent, work := range byAgent {
		known, version, err := in.loadAgent(ctx, agent)
		if err != nil {
			return err
		}
		for _, w := range work {
			known = known.add(c.State.ID, w)
		}
		value, err := json.Marshal(known)
		if err != nil {
			return err
		}
		c.Records = append(c.Records, conversation.Record{Key: agentKey(agent), Value: value, Version: version, TTL: claimFor})
	}
	return nil
}

// agents loads the records that are needed to count a conversation's work.
func (in *Ingestor) agents(ctx context.Context, work []conversation.HelpdeskWork) (map[string]workRecord, error) {
	known := map[string]workRecord{}
	for _, w := range work {
		if _, loaded := known[w.Agent]; loaded {
			continue
		}
		s, _, err := in.loadAgent(ctx, w.Agent)
		if err != nil {
			return nil, err
		}
		known[w.Agent] = s
	}
	return known, nil
}
