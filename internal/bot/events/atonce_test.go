// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/ledger"
)

// Helpdesks give a reply and the resolution that comes with it the same time. They may come
// in any order.
func TestAReplyThatResolvesIsAReply(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	minute := func(n int) time.Time { return after(time.Duration(n) * time.Minute) }
	for range 50 {
		events := []Event{
			told("message.sent", minute(4), `{"actor":"human"}`), told("message.received", minute(5), ""),
			told("message.sent", minute(6), `{"actor":"human"}`), told("conversation.resolved", minute(6), ""),
		}
		random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		state := handedOver()
		for _, e := range events {
			out, _ := Apply(state, []Event{e}, minute(7), aDay)
			state = out.State
		}
		waits := 0
		for _, e := range Settle(state, minute(8), aDay, Others{}).Ledger {
			if e.Metric == ledger.Response && e.Labels["responder"] == human && e.Value == 60 {
				waits++
			}
		}
		if waits != 1 {
			t.Fatalf("%d waits of a minute, want 1: %+v", waits, state.Helpdesk.Marks)
		}
	}
}
