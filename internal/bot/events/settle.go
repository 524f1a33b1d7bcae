// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"cmp"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/contacts"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

const (
	// late is how long what is due after hours or days waits for events that are on their way.
	late = 10 * time.Minute
)

// Others are what is known of other conversations.
type Others struct {
	// Customer is needed where contactDue says so.
	Customer contacts.Contacts
	// Agents are what each agent did last, by the digest of the name; needed where workDueNow
	// says so.
	Agents map[string]stretches
}

// Settle counts what has waited long enough for events that happened before it. Each fact is
// counted once, however often it is called.
func Settle(state conversation.State, now time.Time, rules Rules, others Others) Outcome {
	if state.Helpdesk == nil || state.Helpdesk.SettleAt.IsZero() || now.Before(state.Helpdesk.SettleAt) {
		return Outcome{State: state}
	}
	t := &take{state: state.Clone(), now: now, rules: rules}
	t.desk = t.state.Helpdesk
	t.desk.SettleAt = time.Time{}
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

// settle finds which marks have waited long enough. The others are not looked at: one before
// them may still come.
func (t *take) settle(upTo time.Time) {
	n := slices.IndexFunc(t.desk.Marks, func(m conversation.HelpdeskMark) bool { return m.At.After(upTo) })
	if n < 0 {
		n = len(t.desk.Marks)
	}
	t.marks, t.upTo = t.desk.Marks[:n], upTo
}

// schedule asks to be called when the next thing can be counted.
func (t *take) schedule() {
	var next time.Time
	at := func(when time.Time) {
		if !when.IsZero() && (next.IsZero() || when.Before(next)) {
			next = when
		}
	}
	if t.settles {
		at(t.now.Add(t.rules.Settle))
	}
	settled := !t.upTo.IsZero() // what waits now has asked for it otherwise
	if n := len(t.marks); settled && n < len(t.desk.Marks) {
		at(t.desk.Marks[n].At.Add(t.rules.Settle))
	}
	at(t.desk.WorkDueAt)
	at(t.contactAt())
	if _, lasting := resolution(t.desk.Marks); !lasting.IsZero() && !t.desk.ResolvedFull {
		at(lasting.Add(fullAfter + late))
	}
	for _, h := range t.desk.Targets {
		switch {
		case h.Counted:
		case h.Result != "" && settled:
			at(h.ResultAt.Add(t.rules.Settle))
		case h.Result == "" && !h.DueAt.IsZero():
			at(h.DueAt.Add(late))
		}
	}
	if next.IsZero() || !t.desk.SettleAt.IsZero() && !next.Before(t.desk.SettleAt) {
		return
	}
	if next.Before(t.now) {
		next = t.now
	}
	t.desk.SettleAt = next
	t.out.Due = append(t.out.Due, conversation.DueMessage{Conversation: t.state.ID, At: next, Kind: conversation.DueHelpdesk})
}

// began is where the customer's times count from.
func (t *take) began() time.Time {
	if !t.state.FirstMessageAt.IsZero() {
		return t.state.FirstMessageAt
	}
	return t.state.StartedAt
}

func since(start, end time.Time) float64 { return max(end.Sub(start), 0).Seconds() }

// firstResponse counts how long the customer waited for the first reply by a person: from the
// handoff, or from the beginning when a person came without one.
func (t *take) firstResponse() {
	i := slices.IndexFunc(t.marks, func(m conversation.HelpdeskMark) bool { return m.Kind == conversation.MarkHuman })
	if i < 0 || t.desk.Responded {
		return
	}
	t.desk.Responded = true
	replied, from := t.marks[i].At, t.began()
	if h := t.state.Handoff; h != nil && h.At.Sub(replied) <= MaxSkew {
		from = h.At
	}
	t.count(ledger.FirstResponse, since(from, replied), "channel", t.state.Channel, "responder", human)
}

// responses counts waits that a person ended. A burst of messages is one wait; a last word
// before the conversation is resolved needs no reply. A reply that resolves may have the same
// time, and then come behind the resolution.
func (t *take) responses() {
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
				t.count(ledger.Response, since(t.marks[wait[0]].At, m.At), "channel", t.state.Channel, "responder", human)
			}
			for _, j := range wait {
				t.marks[j].Counted = true
			}
			wait = nil
		}
	}
}

// targets counts those of the service level that were met, missed or forgotten.
func (t *take) targets() {
	for i := range t.desk.Targets {
		h := &t.desk.Targets[i]
		if h.Counted || h.ResultAt.After(t.upTo) {
			continue
		}
		switch {
		case h.DueAt.IsZero():
		case h.Result == "" && !t.now.Before(h.DueAt.Add(late)), h.Result == hit && h.ResultAt.Sub(h.DueAt) > late:
			h.Result = miss
		}
		if h.Result != "" {
			h.Counted = true
			t.count(ledger.SLA, 0, "priority", cmp.Or(h.Priority, noPriority), "target", h.Target, "result", h.Result)
		}
	}
}
