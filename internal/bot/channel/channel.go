// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package channel is how customers reach the bot: the REST interface under /v1 and the chat
// page under /chat. Both speak to the same conversations.
package channel

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/turns"
	"github.com/intentops/intentops/internal/contract/secrets"
)

// Types of channels, as in a Bot's spec.
const (
	TypeREST    = "REST"
	TypeWebChat = "WebChat"
)

// Conversations is what channels need of the bot.
type Conversations interface {
	Open(ctx context.Context, o turns.Opening) (conversation.State, error)
	Say(ctx context.Context, id string, message dialogue.Message, guard turns.Guard) (dialogue.Outcome, error)
	Get(ctx context.Context, id string, guard turns.Guard) (conversation.State, error)
	Rate(ctx context.Context, id string, score int, guard turns.Guard) (conversation.State, error)
	End(ctx context.Context, id string, guard turns.Guard) (conversation.State, error)
}

// Config is one channel of the Bot.
type Config struct {
	// Name as it appears in metrics.
	Name string
	// Type is TypeREST or TypeWebChat.
	Type string
	// Secret is the name of the Secret whose key "token" callers of a REST channel must send;
	// empty: the channel is Anonymous.
	Secret string
	// Identity is the name of the Secret whose key "key" a site signs its customers' ids with;
	// empty: no site vouches for a customer.
	Identity string
}

var channelName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)

// Anonymous stands where a Secret would: nobody is asked for a token. A Secret's name has no
// capitals.
const Anonymous = "Anonymous"

// ParseConfig reads NAME=WebChat, NAME=REST:SECRET or NAME=REST:Anonymous.
func ParseConfig(s string) (Config, error) {
	name, kind, _ := strings.Cut(s, "=")
	kind, access, _ := strings.Cut(kind, ":")
	c := Config{Name: name, Type: kind}
	if access != Anonymous {
		c.Secret = access
	}
	switch {
	case !channelName.MatchString(name):
		return c, fmt.Errorf("channel %q: the name must be small letters, digits and -, as in web=WebChat", s)
	case kind != TypeREST && kind != TypeWebChat:
		return c, fmt.Errorf("channel %q: the type must be %s or %s, as in %s=%s", s, TypeREST, TypeWebChat, name, TypeWebChat)
	case access == "" && kind == TypeREST:
		return c, fmt.Errorf("channel %q: say who may call it: %s=%s:SECRET with the Secret of its token, or %s=%s:%s for everybody", s, name, TypeREST, name, TypeREST, Anonymous)
	case access != "" && kind != TypeREST:
		return c, fmt.Errorf("channel %q: a secret goes with type %s: web chat customers have no token", s, TypeREST)
	case c.Secret != "" && !secrets.ValidName(c.Secret):
		return c, fmt.Errorf("channel %q: %q is not a valid Secret name", s, c.Secret)
	}
	return c, nil
}

// Who has a conversation.
const (
	// stateBot means that the bot answers.
	stateBot = "bot"
	// stateWaiting means that an agent was asked to take over, and none did yet.
	stateWaiting = "waiting"
	// stateHuman means that an agent has the conversation; the bot is silent.
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

// handoffView is what callers see of a handoff.
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
