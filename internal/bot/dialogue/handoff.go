// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
)

// handOver gives the conversation to a person.
func (t *turn) handOver(d decide.Decision, side decide.Side) error {
	s := &t.state
	handoff := side.Policy.Handoff
	s.Escalated = s.Escalated || s.Handoff != nil && !s.Handoff.PolicyRequired
	s.Handoffs++
	s.Handoff = &conversation.Handoff{
		ID:    s.ID + "-h" + strconv.Itoa(s.Handoffs),
		State: conversation.HandoffRequested, At: t.Now,
		Reason: d.Reason, Rule: d.Match.Rule, Priority: d.Match.Priority, Queue: d.Match.Queue,
		PolicyRequired: d.PolicyRequired, Intent: s.Intent,
		AcceptBy: t.Now.Add(time.Duration(handoff.AcceptWithinSeconds) * time.Second),
	}
	body, err := t.Packer.Pack(*s, handoff)
	if err != nil {
		return fmt.Errorf("writing the handoff packet: %w", err)
	}
	s.Collecting = nil
	t.say(conversation.KindHandoff, side.TextsFor(s.Speaks()).HandingOver, s.Intent)
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

// followUpMessage is what the helpdesk gets of each message that the customer writes after the
// handoff. It is delivered like the handoff packet, and distinguished from it by its kind.
type followUpMessage struct {
	PacketVersion string `json:"packetVersion"`
	Kind          string `json:"kind"`
	// HandoffID is that of the packet which the message comes after.
	HandoffID string `json:"handoffId"`
	// MessageID is the idempotency key: the same for each attempt to deliver.
	MessageID    string `json:"messageId"`
	Conversation string `json:"conversation"`
	// Seq is the message's place in the transcript: deliveries may overtake each other.
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

const (
	followUpVersion = "v1"
	followUpKind    = "message"
)

// forward sends the message to the agent who was asked to take over. While no agent has the
// conversation the customer is told so; once one has, the bot is silent.
func (t *turn) forward() error {
	s := &t.state
	texts := t.inForce().texts(s)
	if s.Settled() {
		// It is thanks: the agent need not reopen the case for it.
		t.say(conversation.KindNotice, texts.YouAreWelcome, "")
		return nil
	}
	m := followUpMessage{
		PacketVersion: followUpVersion, Kind: followUpKind, HandoffID: s.Handoff.ID, MessageID: s.Handoff.ID + "-m" + strconv.FormatInt(s.LastSeq, 10),
		Conversation: s.ID, Seq: s.LastSeq, At: t.Now, Text: t.message.Text,
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("writing a message for the helpdesk: %w", err)
	}
	t.out.Outbox = append(t.out.Outbox, conversation.OutboxMessage{ID: m.MessageID, Conversation: s.ID, Body: body})
	switch {
	case s.Handoff.State == conversation.HandoffRequested:
		t.say(conversation.KindNotice, texts.WaitingForAgent, s.Handoff.Intent)
	case s.Handoff.Waiting():
		t.say(conversation.KindNotice, texts.NoAgentYet, s.Handoff.Intent)
	}
	return nil
}

// isThanks reports whether a message is nothing but thanks or a goodbye.
func isThanks(text string, s signals.Signals) bool {
	return intents.Message{Signals: s, Text: text}.ThanksOnly() || s.SmallTalk == signals.Goodbye
}
