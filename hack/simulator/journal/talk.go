// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"fmt"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Talk is one conversation with a bot, as its customer sees it. Nothing is written until the
// bot has answered: a message that never arrived made no conversation.
type Talk struct {
	journal           *Journal
	source, id        string
	channel, customer string
	began             time.Time
	events            int
}

// Talk begins a conversation. customer is an opaque key; began is when the customer first
// wrote.
func (j *Journal) Talk(source, id, channel, customer string, began time.Time) *Talk {
	return &Talk{journal: j, source: source, id: id, channel: channel, customer: customer, began: began}
}

// Reply is what the bot answered to a message.
type Reply struct {
	// Intent that was understood; empty: none.
	Intent string
	// Kind is answer, clarify, or another that docs/kpis.md names; empty: nothing was said.
	Kind string
	// Unclassified is true when automation was disabled, so that nothing was classified.
	Unclassified bool
}

// Said writes a message and its reply.
func (t *Talk) Said(sent, answered time.Time, reply Reply) {
	if t == nil || t.journal == nil {
		return
	}
	var events []event.Event
	add := func(kind string, at time.Time, data Data) {
		t.events++
		events = append(events, Event(t.source, fmt.Sprintf("%s-%d", t.id, t.events), kind, t.id, at, data))
	}
	if t.events == 0 {
		add("conversation.started", t.began, Data{"channel": t.channel, "customer": t.customer})
	}
	add("message.received", sent, nil)
	if !reply.Unclassified {
		add("turn.classified", answered, Data{"intent": reply.Intent})
	}
	if reply.Kind != "" {
		add("message.sent", answered, Data{"actor": "bot", "kind": reply.Kind})
	}
	t.journal.Write(events...)
}

// Rated writes a rating that the bot took.
func (t *Talk) Rated(at time.Time, score int) {
	t.one("survey.responded", at, Data{"survey": "csat", "score": score})
}

// Abandoned writes that the customer left without an answer and without a person.
func (t *Talk) Abandoned(at time.Time) { t.one("conversation.abandoned", at, nil) }

func (t *Talk) one(kind string, at time.Time, data Data) {
	if t == nil || t.journal == nil || t.events == 0 {
		return
	}
	t.events++
	t.journal.Write(Event(t.source, fmt.Sprintf("%s-%d", t.id, t.events), kind, t.id, at, data))
}
