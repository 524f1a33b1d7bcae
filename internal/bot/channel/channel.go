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

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/turns"
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
	// Secret is the name of the Secret whose key "token" callers must send; empty: none.
	Secret string
}

var channelName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)

// ParseConfig reads NAME=TYPE or NAME=TYPE:SECRET.
func ParseConfig(s string) (Config, error) {
	name, kind, _ := strings.Cut(s, "=")
	kind, secret, _ := strings.Cut(kind, ":")
	c := Config{Name: name, Type: kind, Secret: secret}
	switch {
	case !channelName.MatchString(name):
		return c, fmt.Errorf("channel %q: the name must be small letters, digits and -, as in api=REST", s)
	case kind != TypeREST && kind != TypeWebChat:
		return c, fmt.Errorf("channel %q: the type must be %s or %s, as in %s=%s", s, TypeREST, TypeWebChat, name, TypeREST)
	case secret != "" && kind != TypeREST:
		return c, fmt.Errorf("channel %q: a secret goes with type %s: web chat customers have no token", s, TypeREST)
	case strings.ContainsAny(secret, "/\\") || secret == "..":
		return c, fmt.Errorf("channel %q: %q is no name of a Secret", s, secret)
	}
	return c, nil
}
