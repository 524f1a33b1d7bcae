// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/contacts"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

// TestAReplyAtTheTimeOfTheResolutionEndsAWait: helpdesks give a reply and the resolution that
// comes with it the same time, and the two arrive in any order.
func TestAReplyAtTheTimeOfTheResolutionEndsAWait(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	minute := func(n int) time.Time { return after(time.Duration(n) * time.Minute) }
	for range 50 {
		events := []Event{
			newEvent("message.sent", minute(4), `{"actor":"human"}`), newEvent("message.received", minute(5), ""),
			newEvent("message.sent", minute(6), `{"actor":"human"}`), newEvent("conversation.resolved", minute(6), ""),
		}
		random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		state := handedOver()
		for _, e := range events {
			out, _ := Apply(state, []Event{e}, minute(7), dayRules)
			state = out.State
		}
		waits := 0
		for _, e := range Settle(state, minute(8), dayRules, Others{}).Ledger {
			if e.Metric == ledger.Response && e.Labels["responder"] == human && e.Value == 60 {
				waits++
			}
		}
		if waits != 1 {
			t.Fatalf("%d waits of a minute, want 1: %+v", waits, state.Helpdesk.Marks)
		}
	}
}

// TestContactsAreCountedAfterAWeek has three customers: one comes back within a week, one
// later, and one whose conversation is reopened.
func TestContactsAreCountedAfterAWeek(t *testing.T) {
	w := newWorld(t, Secrets{Events: "helpdesk"})
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
		events := []Event{newEvent("conversation.resolved", resolved, "")}
		if customer == "cy" {
			events = append(events, newEvent("conversation.reopened", resolved.Add(time.Minute), ""))
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
				if err := w.ingestor.Due(t.Context(), conversation.DueMessage{Conversation: "of-" + customer}); err != nil {
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
