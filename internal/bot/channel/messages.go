// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// Who has a conversation.
const (
	// stateBot means that the bot answers.
	stateBot = "bot"
	// stateWaiting means that a person was asked to take over, and nobody did yet.
	stateWaiting = "waiting"
	// stateHuman means that a person has the conversation; the bot is silent.
	stateHuman = "human"
	// stateEnded means that the customer closed it.
	stateEnded = "ended"
)

func stateOf(s *conversation.State) string {
	switch {
	case !s.EndedAt.IsZero():
		return stateEnded
	case !s.WithPerson():
		return stateBot
	case s.Handoff.Waiting():
		return stateWaiting
	}
	return stateHuman
}

// handoffView is what callers are told of a handoff.
type handoffView struct {
	ID     string                    `json:"id"`
	State  conversation.HandoffState `json:"state"`
	Reason string                    `json:"reason"`
	Rule   string                    `json:"rule,omitempty"`
}

func handoffOf(s *conversation.State) *handoffView {
	if s.Handoff == nil {
		return nil
	}
	return &handoffView{ID: s.Handoff.ID, State: s.Handoff.State, Reason: s.Handoff.Reason, Rule: s.Handoff.Rule}
}

// reply answers a customer's message.
type reply struct {
	Conversation string               `json:"conversation"`
	State        string               `json:"state"`
	Handoff      *handoffView         `json:"handoff,omitempty"`
	Messages     []conversation.Reply `json:"messages"`
}

func replyOf(s *conversation.State, messages []conversation.Reply) reply {
	if messages == nil {
		messages = []conversation.Reply{}
	}
	return reply{Conversation: s.ID, State: stateOf(s), Handoff: handoffOf(s), Messages: messages}
}

// transcript is a conversation as a caller reads it.
type transcript struct {
	Conversation string              `json:"conversation"`
	Channel      string              `json:"channel"`
	State        string              `json:"state"`
	Handoff      *handoffView        `json:"handoff,omitempty"`
	StartedAt    time.Time           `json:"startedAt"`
	Intent       string              `json:"intent,omitempty"`
	Rating       int                 `json:"rating,omitempty"`
	LastSeq      int64               `json:"lastSeq"`
	Messages     []conversation.Turn `json:"messages"`
}

func transcriptOf(s *conversation.State, after int64) transcript {
	t := transcript{
		Conversation: s.ID, Channel: s.Channel, State: stateOf(s), Handoff: handoffOf(s), StartedAt: s.StartedAt,
		Intent: s.Intent, Rating: s.Rating, LastSeq: s.LastSeq, Messages: []conversation.Turn{},
	}
	for _, turn := range s.Turns {
		if turn.Seq > after {
			t.Messages = append(t.Messages, turn)
		}
	}
	return t
}
