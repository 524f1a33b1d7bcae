// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"fmt"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// handOver gives the conversation to a person.
func (t *turn) handOver(d decision, side Side) error {
	s := &t.state
	handoff := side.policy.Handoff
	s.Escalated = s.Escalated || s.Handoff != nil && !s.Handoff.PolicyRequired
	s.Handoffs++
	s.Handoff = &conversation.Handoff{
		ID:    s.ID + "-h" + strconv.Itoa(s.Handoffs),
		State: conversation.HandoffRequested, At: t.Now,
		Reason: d.reason, Rule: d.match.Rule, Priority: d.match.Priority, Queue: d.match.Queue,
		PolicyRequired: d.policyRequired, Intent: s.Intent,
		AcceptBy: t.Now.Add(time.Duration(handoff.AcceptWithinSeconds) * time.Second),
	}
	body, err := t.Packer.Pack(*s, handoff)
	if err != nil {
		return fmt.Errorf("writing the handoff packet: %w", err)
	}
	s.Collecting = nil
	t.say(conversation.KindHandoff, side.textsFor(s.Locale).HandingOver, s.Intent)
	t.out.Outbox = append(t.out.Outbox, conversation.OutboxMessage{ID: s.Handoff.ID, Conversation: s.ID, Body: body})
	t.count(handoffReached(conversation.HandoffRequested))
	t.due(conversation.DueAccept, s.Handoff.AcceptBy)
	return nil
}

// Accepted notes that the helpdesk took the packet of that handoff. Nothing changes for a
// handoff that is not the present one, or was accepted before.
func Accepted(state conversation.State, handoffID string, now time.Time, releases InForce) Outcome {
	h := state.Handoff
	if h == nil || h.ID != handoffID || !h.Waiting() {
		return Outcome{State: state}
	}
	late := h.State != conversation.HandoffRequested
	t := &turn{Inputs: Inputs{Now: now}, state: state.Clone()}
	t.state.Handoff.State, t.state.Handoff.AcceptedAt = conversation.HandoffAccepted, now
	t.count(handoffReached(conversation.HandoffAccepted))
	if late && state.EndedAt.IsZero() {
		t.say(conversation.KindNotice, releases.texts(&t.state).RequestReceived, h.Intent)
	}
	return t.done()
}

// Failed notes that the helpdesk refused the packet of that handoff, and tells the customer.
// It may still be accepted later.
func Failed(state conversation.State, handoffID string, now time.Time, releases InForce) Outcome {
	h := state.Handoff
	if h == nil || h.ID != handoffID || !h.Waiting() || h.State == conversation.HandoffFailed {
		return Outcome{State: state}
	}
	t := &turn{Inputs: Inputs{Now: now}, state: state.Clone()}
	t.state.Handoff.State = conversation.HandoffFailed
	t.count(handoffReached(conversation.HandoffFailed))
	if state.EndedAt.IsZero() {
		t.say(conversation.KindNotice, releases.texts(&t.state).NoAgentYet, h.Intent)
	}
	return t.done()
}

func (t *turn) done() Outcome {
	t.out.State, t.out.Changed = t.state, true
	return t.out
}
