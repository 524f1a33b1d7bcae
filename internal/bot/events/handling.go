// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"cmp"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// workDueNow reports whether Settle counts agents' work now, and needs to know the agents.
func workDueNow(state conversation.State, now time.Time) bool {
	return state.Helpdesk != nil && !state.Helpdesk.WorkDueAt.IsZero() && !now.Before(state.Helpdesk.WorkDueAt)
}

// handling counts agents' work on the conversation: of each agent the time in which there was
// any, shared with the other conversations that the agent worked on at that time, and of all
// agents the sum. What comes after it was counted adds to the same handling.
func (t *take) handling(agents map[string]stretches) {
	if !workDueNow(t.state, t.now) {
		return
	}
	t.count(ledger.Handle, worked(t.state.ID, t.desk.Work, agents).Seconds(), "channel", t.state.Channel, "intent", t.state.IntentLabel())
	t.out.Ledger[len(t.out.Ledger)-1].More = t.desk.Handled
	t.desk.Work, t.desk.WorkDueAt, t.desk.Handled = nil, time.Time{}, true
}

// worked is the agents' time that a conversation gets.
func worked(id string, work []conversation.HelpdeskWork, agents map[string]stretches) time.Duration {
	byAgent := map[string]stretches{}
	for _, w := range work {
		byAgent[w.Agent] = append(byAgent[w.Agent], stretch{From: w.Start.UnixNano(), To: w.End.UnixNano()})
	}
	var sum float64
	for agent, own := range byAgent {
		sum += shared(own, agents[agent], digest(id))
	}
	return time.Duration(sum)
}

// edge is where the work on a conversation begins or ends.
type edge struct {
	at           int64
	conversation string
	begins       bool
}

// shared is how many nanoseconds of its own work a conversation gets, when it shares the agent
// with the others at each moment equally.
func shared(own, known stretches, id string) float64 {
	var edges []edge
	for _, s := range own {
		edges = append(edges, edge{s.From, "", true}, edge{s.To, "", false})
	}
	for _, s := range known {
		if s.Conversation != id {
			edges = append(edges, edge{s.From, s.Conversation, true}, edge{s.To, s.Conversation, false})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	busy := map[string]int{} // overlapping stretches of one conversation are one
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
