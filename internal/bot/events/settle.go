// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/contacts"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

const (
	// arrivalMargin is how long what is due after hours or days waits for events that are late.
	arrivalMargin = 10 * time.Minute
)

// Others is what is known of other conversations.
type Others struct {
	// Customer is needed where contactDue says so.
	Customer contacts.Contacts
	// Agents are the agents' records, by the digest of the name; needed where workDueNow says
	// so.
	Agents map[string]workRecord
}

// Settle counts what has waited long enough for events that happened before it. Each fact is
// counted once, however often it is called.
func Settle(state conversation.State, now time.Time, rules Rules, others Others) Outcome {
	if state.Helpdesk == nil || state.Helpdesk.SettleAt.IsZero() || now.Before(state.Helpdesk.SettleAt) {
		return Outcome{State: state}
	}
	t := &applier{state: state.Clone(), now: now, rules: rules}
	t.helpdesk = t.state.Helpdesk
	t.helpdesk.SettleAt = time.Time{}
	t.settle(now.Add(-rules.Settle))
	t.firstResponse()
	t.responses()
	t.resolutions()
	t.contact(others.Customer)
	t.handling(others.Agents)
	t.targets()
	t.schedule()
	t.out.State, t.out.Changed = t.state, true
	return t.out
}

// settle finds which marks have waited long enough. The others are left alone: an earlier event
// may still arrive.
func (t *applier) settle(upTo time.Time) {
	n := slices.IndexFunc(t.helpdesk.Marks, func(m conversation.HelpdeskMark) bool { return m.At.After(upTo) })
	if n < 0 {
		n = len(t.helpdesk.Marks)
	}
	t.marks, t.upTo = t.helpdesk.Marks[:n], upTo
}

// schedule asks for a due message at the time at which the next thing can be counted.
func (t *applier) schedule() {
	var next time.Time
	at := func(when time.Time) {
		if !when.IsZero() && (next.IsZero() || when.Before(next)) {
			next = when
		}
	}
	if t.settles {
		at(t.now.Add(t.rules.Settle))
	}
	settled := !t.upTo.IsZero() // otherwise the due message for what waits is scheduled already
	if n := len(t.marks); settled && n < len(t.helpdesk.Marks) {
		at(t.helpdesk.Marks[n].At.Add(t.rules.Settle))
	}
	at(t.helpdesk.WorkDueAt)
	at(t.contactAt())
	if _, lasting := resolution(t.helpdesk.Marks); !lasting.IsZero() && !t.helpdesk.ResolvedFull {
		at(lasting.Add(finalAfter + arrivalMargin))
	}
	for _, h := range t.helpdesk.Targets {
		switch {
		case h.Counted:
		case h.Result != "" && settled:
			at(h.ResultAt.Add(t.rules.Settle))
		case h.Result == "" && !h.DueAt.IsZero():
			at(h.DueAt.Add(arrivalMargin))
		}
	}
	if next.IsZero() || !t.helpdesk.SettleAt.IsZero() && !next.Before(t.helpdesk.SettleAt) {
		return
	}
	if next.Before(t.now) {
		next = t.now
	}
	t.helpdesk.SettleAt = next
	t.out.Due = append(t.out.Due, conversation.DueMessage{Conversation: t.state.ID, At: next, Kind: conversation.DueHelpdesk})
}

// began is when the customer's times begin.
func (t *applier) began() time.Time {
	if !t.state.FirstMessageAt.IsZero() {
		return t.state.FirstMessageAt
	}
	return t.state.StartedAt
}

func secondsBetween(start, end time.Time) float64 { return max(end.Sub(start), 0).Seconds() }

// firstResponse counts how long the customer waited for the first reply by an agent: from the
// handoff, or from the beginning when an agent replied without one.
func (t *applier) firstResponse() {
	i := slices.IndexFunc(t.marks, func(m conversation.HelpdeskMark) bool { return m.Kind == conversation.MarkHuman })
	if i < 0 || t.helpdesk.Responded {
		return
	}
	t.helpdesk.Responded = true
	replied, from := t.marks[i].At, t.began()
	if h := t.state.Handoff; h != nil && h.At.Sub(replied) <= MaxSkew {
		from = h.At
	}
	t.count(ledger.FirstResponse, secondsBetween(from, replied), "channel", t.state.Channel, "responder", human)
}

// responses counts waits that an agent ended. A burst of messages is one wait; a last message
// before the conversation is resolved needs no reply. A reply that resolves may have the same
// time as the resolution, and then sort after it.
func (t *applier) responses() {
	var wait, last []int
	var lastAt time.Time
	for i, m := range t.marks {
		switch m.Kind {
		case conversation.MarkCustomer:
			wait = append(wait, i)
		case conversation.MarkBot, conversation.MarkResolved, conversation.MarkAbandoned:
			if m.Kind != conversation.MarkBot && len(wait) > 0 {
				last, lastAt = wait, m.At
			}
			wait = nil
		case conversation.MarkHuman:
			if len(wait) == 0 && m.At.Equal(lastAt) {
				wait = last
			}
			if len(wait) > 0 && !slices.ContainsFunc(wait, func(j int) bool { return t.marks[j].Counted }) {
				t.count(ledger.Response, secondsBetween(t.marks[wait[0]].At, m.At), "channel", t.state.Channel, "responder", human)
			}
			for _, j := range wait {
				t.marks[j].Counted = true
			}
			wait = nil
		}
	}
}
