// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package desk

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

// click is how long it takes an agent to resolve after the last reply. Without it the order of
// the two would be unknown.
const click = time.Millisecond

// happening is something that happens in a conversation.
type happening struct {
	at   time.Time
	kind string
	data journal.Data
}

// queued is what happens when the conversation arrives.
func (p Plan) queued(h Handoff) []happening {
	return []happening{
		{h.At, "sla.applied", journal.Data{"target": "first_response", "priority": h.Priority, "dueAt": h.At.Add(p.RespondWithin)}},
		{h.At, "sla.applied", journal.Data{"target": "resolution", "priority": h.Priority, "dueAt": h.At.Add(p.ResolveWithin)}},
	}
}

// served is what happens while an agent has the conversation, from when it is picked up, and
// when it was resolved.
func (p Plan) served(h Handoff, agent string, picked time.Time) (all []happening, resolved time.Time) {
	add := func(at time.Time, kind string, data journal.Data) { all = append(all, happening{at, kind, data}) }
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
	all = append(all, target("first_response", at, h.At.Add(p.RespondWithin))...)
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
	resolved = at.Add(click)
	if p.WrapUpFirst {
		resolved = end
	}
	add(resolved, "conversation.resolved", journal.Data{"by": "human"})
	all = append(all, target("resolution", resolved, h.At.Add(p.ResolveWithin))...)
	work("wrapup", at, end)
	return all, resolved
}

// target is met, or it is missed when it is due and met later.
func target(name string, met, due time.Time) []happening {
	data := journal.Data{"target": name}
	all := []happening{{met, "sla.fulfilled", data}}
	if met.After(due) {
		all = append(all, happening{due, "sla.breached", data})
	}
	return all
}

// asked is what comes after the resolution. rates is whether the helpdesk asks for a rating,
// and not the bot.
func (p Plan) asked(h Handoff, resolved time.Time, rates bool) []happening {
	at := resolved.Add(p.AskAfter)
	var all []happening
	survey := func(name string, score int) {
		all = append(all,
			happening{at, "survey.offered", journal.Data{"survey": name}},
			happening{at, "survey.responded", journal.Data{"survey": name, "score": score}})
	}
	if rates {
		weights := content
		if h.Answered {
			weights = unhappy
		}
		survey("csat", p.rating(weights))
	}
	if p.Recommends >= 0 {
		survey("nps", p.Recommends)
	}
	if p.Quality > 0 {
		all = append(all, happening{at, "review.labelled", journal.Data{
			"quality": p.Quality, "escalationWarranted": p.Warranted, "reviewer": "lead",
		}})
	}
	return all
}

// cameBack is what happens when the customer writes again, settled what an agent does then.
// It is so quick that no work is noted.
func (p Plan) cameBack(resolved time.Time) []happening {
	at := resolved.Add(p.ReopenAfter)
	return []happening{{at, "message.received", nil}, {at, "conversation.reopened", nil}}
}

func (p Plan) settled(agent string, picked time.Time) []happening {
	at := picked.Add(p.ReopenReply)
	return []happening{
		{picked, "conversation.assigned", journal.Data{"agent": agent}},
		{at, "message.sent", journal.Data{"actor": "human"}},
		{at.Add(click), "conversation.resolved", journal.Data{"by": "human"}},
	}
}
