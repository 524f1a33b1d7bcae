// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package agents

import (
	"time"

	"github.com/intentops/intentops/hack/simulator/journal"
)

// Handoff is a conversation that a bot hands over.
type Handoff struct {
	ID, Conversation string
	// At is when the bot handed over, Began when the customer first wrote.
	At, Began time.Time
	Priority  string
	Reason    string
	Intent    string
	// Required is true when the policy demanded it.
	Required bool
	// Answered is whether the bot had answered before.
	Answered bool
}

// resolveDelay is how long after the last reply an agent resolves the conversation. Without it the
// order of the two would be undefined.
const resolveDelay = time.Millisecond

// occurrence is something that happens in a conversation.
type occurrence struct {
	at   time.Time
	kind string
	data journal.Data
}

// queued is what happens when the conversation arrives.
func (p Plan) queued(h Handoff) []occurrence {
	return []occurrence{
		{h.At, "sla.applied", journal.Data{"target": "first_response", "priority": h.Priority, "dueAt": h.At.Add(p.RespondWithin)}},
		{h.At, "sla.applied", journal.Data{"target": "resolution", "priority": h.Priority, "dueAt": h.At.Add(p.ResolveWithin)}},
	}
}

// served is what happens while an agent has the conversation, from when it is picked up, and
// when it was resolved.
func (p Plan) served(h Handoff, agent string, picked time.Time) (all []occurrence, resolved time.Time) {
	add := func(at time.Time, kind string, data journal.Data) { all = append(all, occurrence{at, kind, data}) }
	reply := func(at time.Time) { add(at, "message.sent", journal.Data{"actor": "human"}) }
	work := func(kind string, start, end time.Time) {
		add(end, "agent.work", journal.Data{"agent": agent, "kind": kind, "start": start.UTC(), "end": end.UTC()})
	}
	add(picked, "conversation.assigned", journal.Data{"agent": agent})
	at := picked.Add(p.FirstReply)
	if p.Notice {
		add(picked, "message.sent", journal.Data{"actor": "automation"})
	}
	if p.Note {
		add(picked.Add(p.FirstReply/2), "message.sent", journal.Data{"actor": "human", "private": true})
	}
	reply(at)
	all = append(all, targetEvents("first_response", at, h.At.Add(p.RespondWithin))...)
	for _, e := range p.Exchanges {
		at = at.Add(e.Customer)
		add(at, "message.received", nil)
		if e.Burst {
			add(at.Add(e.Agent/4), "message.received", nil)
		}
		if p.Hold {
			// It overlaps with the rest of the agent's work.
			work("hold", at.Add(e.Agent/3), at.Add(e.Agent/2))
		}
		at = at.Add(e.Agent)
		reply(at)
	}
	work("active", picked, at)
	end := at.Add(p.WrapUp)
	resolved = at.Add(resolveDelay)
	if p.WrapUpFirst {
		resolved = end
	}
	add(resolved, "conversation.resolved", journal.Data{"by": "human"})
	all = append(all, targetEvents("resolution", resolved, h.At.Add(p.ResolveWithin))...)
	work("wrapup", at, end)
	return all, resolved
}

// targetEvents: a target is met, or it is missed when it is due and met later.
func targetEvents(name string, met, due time.Time) []occurrence {
	data := journal.Data{"target": name}
	all := []occurrence{{met, "sla.fulfilled", data}}
	if met.After(due) {
		all = append(all, occurrence{due, "sla.breached", data})
	}
	return all
}

// asked is what comes after the resolution. rates is whether the helpdesk asks for a rating,
// and not the bot.
func (p Plan) asked(h Handoff, resolved time.Time, rates bool) []occurrence {
	at := resolved.Add(p.AskAfter)
	var all []occurrence
	survey := func(name string, score int) {
		all = append(all,
			occurrence{at, "survey.offered", journal.Data{"survey": name}},
			occurrence{at, "survey.responded", journal.Data{"survey": name, "score": score}})
	}
	if rates {
		weights := contentWeights
		if h.Answered {
			weights = unhappyWeights
		}
		survey("csat", p.rating(weights))
	}
	if p.Recommends >= 0 {
		survey("nps", p.Recommends)
	}
	if p.Quality > 0 {
		all = append(all, occurrence{at, "review.labelled", journal.Data{
			"quality": p.Quality, "escalationWarranted": p.Warranted, "reviewer": "lead",
		}})
	}
	return all
}

// cameBack is what happens when the customer writes again, settled what an agent does then, so
// quickly that no work is recorded.
func (p Plan) cameBack(resolved time.Time) []occurrence {
	at := resolved.Add(p.ReopenAfter)
	return []occurrence{{at, "message.received", nil}, {at, "conversation.reopened", nil}}
}

func (p Plan) settled(agent string, picked time.Time) []occurrence {
	at := picked.Add(p.ReopenReply)
	return []occurrence{
		{picked, "conversation.assigned", journal.Data{"agent": agent}},
		{at, "message.sent", journal.Data{"actor": "human"}},
		{at.Add(resolveDelay), "conversation.resolved", journal.Data{"by": "human"}},
	}
}
