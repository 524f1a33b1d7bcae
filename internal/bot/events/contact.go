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

// contactFor is how long after the first resolution a conversation may be reopened, or its
// customer start another, for the contact to be no success.
const contactFor = 7 * 24 * time.Hour

// contactAt is when the contact is counted; zero: it was, or was not resolved.
func (t *take) contactAt() time.Time { return contactAt(t.desk) }

func contactAt(desk *conversation.Helpdesk) time.Time {
	first := firstResolved(desk.Marks)
	if desk.Contacted || first.IsZero() {
		return time.Time{}
	}
	return first.Add(contactFor + late)
}

// contactDue reports whether Settle counts the contact now, and needs to know the customer.
func contactDue(state conversation.State, now time.Time) bool {
	if state.Helpdesk == nil {
		return false
	}
	at := contactAt(state.Helpdesk)
	return !at.IsZero() && !now.Before(at)
}

// contact counts, once, whether the first resolution was the end of the matter.
func (t *take) contact(customer contacts.Contacts) {
	if !contactDue(t.state, t.now) {
		return
	}
	t.desk.Contacted = true
	first := firstResolved(t.desk.Marks)
	result := "first_contact"
	switch {
	case slices.ContainsFunc(t.desk.Marks, func(m conversation.HelpdeskMark) bool {
		return m.Kind == conversation.MarkReopened && !m.At.Before(first) && m.At.Sub(first) <= contactFor
	}):
		result = "reopened"
	case customer.CameBack(t.state.ID, first, contactFor):
		result = "repeat"
	}
	t.count(ledger.Contacts, 0, "channel", t.state.Channel, "result", result)
}
