// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/contacts"
	"github.com/intentops/intentops/internal/bot/conversation"
)

// TestContactsAreCountedAWeekLater has three customers: one comes back within a week, one
// later, and one whose conversation is reopened.
func TestContactsAreCountedAWeekLater(t *testing.T) {
	w := newWorld(t, Secrets{Events: "desk"})
	resolved := after(30 * time.Minute)
	for customer, next := range map[string]time.Time{
		"ann": resolved.Add(7 * 24 * time.Hour), "bea": resolved.Add(7*24*time.Hour + time.Second), "cy": {},
	} {
		state := handedOver()
		state.ID, state.Customer = "of-"+customer, customer
		record, err := contacts.Contacts{List: []contacts.Contact{
			{Conversation: state.ID, StartedAt: noon}, {Conversation: "next", StartedAt: next},
		}}.Record(customer, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.store.Commit(t.Context(), state.ID, 0, conversation.Commit{State: state, Records: []conversation.Record{record}}); err != nil {
			t.Fatal(err)
		}
		events := []Event{told("conversation.resolved", resolved, "")}
		if customer == "cy" {
			events = append(events, told("conversation.reopened", resolved.Add(time.Minute), ""))
		}
		for i := range events {
			events[i].Conversation = state.ID
		}
		if a := w.batch(events...); a.Results[0].Result != Accepted {
			t.Fatal(a.text)
		}
	}
	due := func() {
		for _, customer := range []string{"ann", "bea", "cy"} {
			for range 2 { // a due message may come twice
				if err := w.desk.Due(t.Context(), conversation.DueMessage{Conversation: "of-" + customer}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	w.clock.SetTime(resolved.Add(7 * 24 * time.Hour))
	due()
	w.clock.SetTime(resolved.Add(7*24*time.Hour + time.Hour))
	due()
	w.total(`intentops_contacts_total{channel=web,result=repeat}`, "1")
	w.total(`intentops_contacts_total{channel=web,result=first_contact}`, "1")
	w.total(`intentops_contacts_total{channel=web,result=reopened}`, "1")
}
