// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// later is what the helpdesk gets of each message that the customer writes after the handoff.
// It goes the way of the handoff packet, from which it is told by its kind.
type later struct {
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
	laterVersion = "v1"
	laterKind    = "message"
)

// passOn gives the message to the person who was asked to take over. While nobody has the
// conversation the customer is told so; once somebody has, the bot is silent.
func (t *turn) passOn() error {
	s := &t.state
	texts := t.inForce().texts(s)
	if s.Settled() {
		// It is thanks. The person need not open the case again for it.
		t.say(conversation.KindNotice, texts.YouAreWelcome, "")
		return nil
	}
	m := later{
		PacketVersion: laterVersion, Kind: laterKind, HandoffID: s.Handoff.ID, MessageID: s.Handoff.ID + "-m" + strconv.FormatInt(s.LastSeq, 10),
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

// thanked tells whether a message is nothing but thanks or a goodbye.
func thanked(text string, signals understanding.Signals) bool {
	return signals.Sentiment >= 0 && courteous(text)
}
