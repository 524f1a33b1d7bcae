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

// finalAfter is how long a conversation must stay resolved for its last resolution to be
// final.
const finalAfter = 72 * time.Hour

// Values of the label cycle.
const (
	cycleFirst = "first"
	cycleFull  = "full"
)

// resolution finds the last resolution before the conversation was reopened, and since when
// it has been resolved; zero: it is open. What happens once it has been resolved for
// fullAfter does not change either.
func resolution(marks []conversation.HelpdeskMark) (last, since time.Time) {
	for _, m := range marks {
		if !since.IsZero() && m.At.Sub(since) >= finalAfter {
			return last, since
		}
		switch m.Kind {
		case conversation.MarkResolved:
			last = m.At
			if since.IsZero() {
				since = m.At
			}
		case conversation.MarkReopened:
			since = time.Time{}
		}
	}
	return last, since
}

// firstResolved is when the conversation was first resolved; zero: never.
func firstResolved(marks []conversation.HelpdeskMark) time.Time {
	for _, m := range marks {
		if m.Kind == conversation.MarkResolved {
			return m.At
		}
	}
	return time.Time{}
}

// resolutions counts how long it took until the conversation was first resolved, and until
// it was finally resolved: once each, from the beginning of the conversation. Closing early
// and reopening gains nothing.
func (t *applier) resolutions() {
	count := func(cycle string, at time.Time) {
		t.count(ledger.Resolution, secondsBetween(t.began(), at), "channel", t.state.Channel, "intent", t.state.IntentLabel(), "cycle", cycle)
	}
	if first := firstResolved(t.marks); !first.IsZero() && !t.helpdesk.ResolvedFirst {
		t.helpdesk.ResolvedFirst = true
		count(cycleFirst, first)
	}
	last, lasting := resolution(t.marks)
	if !lasting.IsZero() && !t.helpdesk.ResolvedFull && !t.now.Before(lasting.Add(finalAfter+arrivalMargin)) {
		t.helpdesk.ResolvedFull = true
		count(cycleFull, last)
	}
}

// contactFor is how long after the first resolution a reopened conversation, or another one of
// its customer, counts against first contact resolution.
const contactFor = 7 * 24 * time.Hour

// contactAt is when the contact is counted; zero: it was counted, or is not resolved.
func (t *applier) contactAt() time.Time { return contactAt(t.helpdesk) }

func contactAt(helpdesk *conversation.Helpdesk) time.Time {
	first := firstResolved(helpdesk.Marks)
	if helpdesk.Contacted || first.IsZero() {
		return time.Time{}
	}
	return first.Add(contactFor + arrivalMargin)
}

// contactDue reports whether Settle counts the contact now, and needs to know the customer.
func contactDue(state conversation.State, now time.Time) bool {
	if state.Helpdesk == nil {
		return false
	}
	at := contactAt(state.Helpdesk)
	return !at.IsZero() && !now.Before(at)
}

// contact counts, once, whether the first resolution was final.
func (t *applier) contact(customer contacts.Contacts) {
	if !contactDue(t.state, t.now) {
		return
	}
	t.helpdesk.Contacted = true
	first := firstResolved(t.helpdesk.Marks)
	result := "first_contact"
	switch {
	case slices.ContainsFunc(t.helpdesk.Marks, func(m conversation.HelpdeskMark) bool {
		return m.Kind == conversation.MarkReopened && !m.At.Before(first) && m.At.Sub(first) <= contactFor
	}):
		result = "reopened"
	case customer.CameBack(t.state.ID, first, contactFor):
		result = "repeat"
	}
	t.count(ledger.Contacts, 0, "channel", t.state.Channel, "result", result)
}
