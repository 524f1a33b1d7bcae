// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/chars"
)

const (
	idBytes = 15 // 24 characters
	// openedFor is how long the message that opened a conversation leads to it. A browser that
	// missed the answer sends it again within seconds of finding its connection.
	openedFor = 10 * time.Minute
)

// Opening is what is known of a customer when a conversation begins.
type Opening struct {
	Customer, Tier, Locale, Channel string
	// Verified is true when a site vouches for the customer.
	Verified bool
	// Network of an anonymous customer's client; empty: it is not known.
	Network string
	// With is the message that the conversation is opened for. The same message again finds
	// the conversation that it opened: whoever sends it cannot know that one's id yet. Empty:
	// each call opens another conversation.
	With dialogue.Message
}

// Open begins a conversation.
func (p *Processor) Open(ctx context.Context, o Opening) (conversation.State, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	if p.views.View() == nil {
		return conversation.State{}, fmt.Errorf("%w: no release is loaded yet", conversation.ErrUnavailable)
	}
	o.With.Text = chars.Clean(o.With.Text)
	state := conversation.State{
		ID: newID(), Customer: o.Customer, Tier: o.Tier, Locale: o.Locale, Channel: o.Channel,
		Verified: o.Verified, Network: o.Network, StartedAt: p.clock.Now().UTC(),
	}
	c := conversation.Commit{State: state}
	if o.With.ID != "" {
		c.Claims = []conversation.Claim{{Key: o.claim(), TTL: openedFor, Value: []byte(state.ID)}}
	}
	_, err := p.store.Commit(ctx, state.ID, 0, c)
	if errors.Is(err, conversation.ErrClaimed) || errors.Is(err, conversation.ErrConflict) {
		return p.opened(ctx, o)
	}
	if err != nil {
		return conversation.State{}, conversation.Unavailable(err)
	}
	return state, nil
}

// opened is the conversation that the same message opened before.
func (p *Processor) opened(ctx context.Context, o Opening) (conversation.State, error) {
	id, claimed, err := p.store.Claimed(ctx, o.claim())
	if err == nil && !claimed {
		err = fmt.Errorf("%w: the conversation is being opened", conversation.ErrUnavailable)
	}
	if err != nil {
		return conversation.State{}, conversation.Unavailable(err)
	}
	state, _, err := p.store.Load(ctx, string(id))
	return state, conversation.Unavailable(err)
}

// claim is what only the sender of the message can name: all of it, and who they are.
func (o Opening) claim() string {
	h := sha256.New()
	person := (&conversation.State{Customer: o.Customer, Verified: o.Verified}).Person()
	for _, part := range []string{o.Channel, person, o.With.ID, o.With.Text} {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return "opened/" + hex.EncodeToString(h.Sum(nil))
}

var idEncoding = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// newID returns an id that cannot be guessed: whoever knows it takes part in the conversation.
func newID() string {
	var b [idBytes]byte
	_, _ = rand.Read(b[:]) // never fails; see its documentation
	return strings.ToLower(idEncoding.EncodeToString(b[:]))
}
