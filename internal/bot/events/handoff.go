// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

func (t *take) handoffAccepted(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffAccepted)
}

func (t *take) handoffFailed(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffFailed)
}

func (t *take) handoffCompleted(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffCompleted)
}

func (t *take) handoffReturned(e Event, d data) error {
	return t.handoff(e, d, conversation.HandoffReturned)
}

// handoff takes the bot's present handoff on to a state, forwards only. What is told of an
// earlier one, or of one that the bot did not make, changes nothing.
func (t *take) handoff(e Event, d data, to conversation.HandoffState) error {
	h := t.state.Handoff
	if h == nil || d.HandoffID != "" && d.HandoffID != h.ID {
		return nil
	}
	if !follows(h.State, to) {
		return refuse(Repeated, "the handoff has come that far before")
	}
	h.State, t.changed = to, true
	if to == conversation.HandoffAccepted {
		h.AcceptedAt = e.Time.UTC()
	}
	t.count(ledger.Handoffs, 0, "state", string(to))
	return nil
}

func follows(from, to conversation.HandoffState) bool {
	switch to {
	case conversation.HandoffFailed:
		return from == conversation.HandoffRequested || from == conversation.HandoffTimeout
	case conversation.HandoffAccepted:
		return (&conversation.Handoff{State: from}).Waiting()
	case conversation.HandoffCompleted:
		return from != conversation.HandoffCompleted && from != conversation.HandoffReturned
	}
	return from != to
}
