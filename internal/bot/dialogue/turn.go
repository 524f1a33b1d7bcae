// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package dialogue decides what a turn of a conversation does: what the customer is told,
// what is counted, who must be told, and when the conversation is looked at again. The
// package is pure: no client, no context, no clock; predictions and time come in as values.
//
// It is the uppermost of four layers, each of which imports only those below it: this one has the turns, the rollout and
// what is counted; package decide has what one release does with a message, package intents what a message says of one
// intent, and package wording what is only of language. Begin with Turn in this file, which goes on in choose.go and
// act.go.
//
// A message is decided by both releases until they decide differently. From then on the
// conversation is part of the rollout and its customer's track decides alone. Until then
// both releases would have done the same, so nothing that is compared depends on the track.
package dialogue

import (
	"errors"
	"hash/fnv"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// Refusals. The state did not change.
var (
	// ErrEnded means that the conversation was closed.
	ErrEnded = errors.New("the conversation has ended: open a new one")
	// ErrOver means that a person had the conversation and is done with it.
	ErrOver = errors.New("an agent had the conversation, and it is over: open a new one")
	// ErrMessageReused means that another message had the same id.
	ErrMessageReused = errors.New("another message of this conversation had this messageId: give each message its own")
	// ErrNoMessages means that there is nothing to rate or count yet.
	ErrNoMessages = errors.New("the customer has not written anything yet")
	// ErrRated means that the conversation has its rating.
	ErrRated = errors.New("the conversation was rated already")
	// ErrRatingLate means that the time for ratings is over.
	ErrRatingLate = errors.New("ratings for this conversation are no longer counted")
)

// Message is what a customer wrote.
type Message struct {
	// ID is the sender's; the same id again gets the same replies.
	ID string
	// Text is what the customer wrote, but for control characters (chars.Clean).
	Text string
	// ReceivedAt is when it arrived; the response time counts from here.
	ReceivedAt time.Time
}

// Packer writes the packet that a person gets with a conversation. It is pure.
type Packer interface {
	// Pack returns the packet as JSON. The state holds the handoff.
	Pack(state conversation.State, handoff release.Handoff) ([]byte, error)
}

// Inputs are what a turn is decided on.
type Inputs struct {
	Now     time.Time
	Pointer release.Pointer
	Stable  decide.Side
	// Candidate is set when the pointer has a rollout.
	Candidate *decide.Side
	Signals   signals.Signals
	Packer    Packer
	// CustomerCounted is true when the rollout has counted this customer with another
	// conversation: when a claim of the Outcome was made before.
	CustomerCounted bool
	// NetworkFull is true when the Quota of the Outcome was used up.
	NetworkFull bool
}

// Outcome is what a turn does. State replaces the conversation's state when Changed.
type Outcome struct {
	State   conversation.State
	Changed bool
	Replies []conversation.Reply
	Ledger  []ledger.Entry
	Outbox  []conversation.OutboxMessage
	Due     []conversation.DueMessage
	// Claims that must not be made yet. If one was made before, decide again with
	// Inputs.CustomerCounted.
	Claims []conversation.Claim
	// Quota that the turn uses one of; nil: none. If it is used up, decide again with
	// Inputs.NetworkFull.
	Quota *Quota
	// Track that the conversation is on; empty: on none.
	Track string
}

// Turn decides what a customer's message does.
func Turn(state conversation.State, message Message, in Inputs) (Outcome, error) {
	digest := digestOf(message.Text)
	for _, seen := range state.Seen {
		if seen.MessageID != message.ID {
			continue
		}
		if seen.Digest != digest {
			return Outcome{}, ErrMessageReused
		}
		return Outcome{State: state, Replies: seen.Replies, Track: trackOf(&state, in.Pointer)}, nil
	}
	if !state.EndedAt.IsZero() {
		return Outcome{}, ErrEnded
	}
	// Thanks for what the agent did begin no new conversation.
	if state.Over(in.Now) && (!state.Settled() || !isThanks(message.Text, in.Signals)) {
		return Outcome{}, ErrOver
	}
	t := &turn{Inputs: in, message: message, state: state.Clone()}
	t.receive()
	if err := t.respond(); err != nil {
		return Outcome{}, err
	}
	t.countResponse()
	t.state.Remember(message.ID, digest, t.out.Replies)
	t.out.State, t.out.Changed = t.state, true
	t.out.Track = trackOf(&t.state, in.Pointer)
	return t.out, nil
}

// turn is one turn while it is decided.
type turn struct {
	Inputs
	message Message
	state   conversation.State
	out     Outcome
	// locale in which the turn is answered.
	locale string
}

// receive records the message.
func (t *turn) receive() {
	s := &t.state
	at, first := t.Now, s.FirstMessageAt.IsZero()
	t.follow()
	if first {
		// The customer's wait begins here, and so must the transcript.
		if received := t.message.ReceivedAt; !received.IsZero() && received.Before(at) {
			at = received
		}
		s.FirstMessageAt = at
	}
	s.Append(conversation.Turn{Role: conversation.RoleCustomer, At: at, Text: t.message.Text, MessageID: t.message.ID})
	s.Messages++
	s.LastMessageAt = t.Now
	s.Sentiment = t.Signals.Sentiment
	s.AskedForHuman = s.AskedForHuman || t.Signals.AsksForHuman
	if first {
		t.count(conversationStarted(s))
		t.due(conversation.DueOutcome, t.Now.Add(t.Pointer.Measurement.OutcomeAfter()))
	}
}

// respond decides, and does what was decided.
func (t *turn) respond() error {
	if t.state.WithPerson() {
		return t.forward()
	}
	if t.Pointer.Automation == AutomationDisabled {
		t.state.Release = t.Stable.Hash
		return t.handOver(decide.Decision{Kind: decide.Escalate, Reason: conversation.ReasonAutomationDisabled, PolicyRequired: true}, t.Stable)
	}
	side, d := t.choose()
	t.state.Release = side.Hash
	if d.Scored != "" {
		t.count(turnConfidence(d))
	}
	return t.act(d, side)
}

// AutomationDisabled is the pointer's automation when nothing is answered by the bot.
const AutomationDisabled = "Disabled"

// countResponse counts how long the customer waited. Any message ends a wait; the bot's first
// response is its first answer or question, and a notice before it is the first response of any
// responder.
func (t *turn) countResponse() {
	s := &t.state
	if len(t.out.Replies) == 0 {
		return
	}
	t.count(response(ledger.Response, s, responderBot, t.Now.Sub(t.message.ReceivedAt)))
	sinceStart := t.Now.Sub(s.FirstMessageAt)
	if s.Messages == 1 {
		t.count(response(ledger.FirstResponse, s, responderAny, sinceStart))
	}
	if !s.Responded && slices.ContainsFunc(t.out.Replies, func(r conversation.Reply) bool { return r.Kind.Matters() }) {
		s.Responded = true
		t.count(response(ledger.FirstResponse, s, responderBot, sinceStart))
	}
}

// say adds a message to the customer. Control characters of an Intent or a
// value are dropped like those of customers.
func (t *turn) say(kind conversation.Kind, text, intent string, suggestions ...string) {
	text = chars.Clean(text)
	for i := range suggestions {
		suggestions[i] = chars.Clean(suggestions[i])
	}
	seq := t.state.Append(conversation.Turn{Role: conversation.RoleBot, At: t.Now, Kind: kind, Text: text, Intent: intent, Suggestions: suggestions})
	t.out.Replies = append(t.out.Replies, conversation.Reply{Seq: seq, Kind: kind, Text: text, Intent: intent, Suggestions: suggestions})
}

func (t *turn) count(entry ledger.Entry) { t.out.Ledger = append(t.out.Ledger, entry) }

func (t *turn) due(kind string, at time.Time) {
	t.out.Due = append(t.out.Due, conversation.DueMessage{Conversation: t.state.ID, At: at, Kind: kind})
}

func digestOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

// NeedsReading reports whether Turn uses predictions for that message. It does not when the
// message was answered before, or cannot be, or goes to an agent whatever it says.
func NeedsReading(state conversation.State, message Message, pointer release.Pointer) bool {
	switch {
	case !state.EndedAt.IsZero(), state.WithPerson(), pointer.Automation == AutomationDisabled:
		return false
	}
	return !slices.ContainsFunc(state.Seen, func(s conversation.Seen) bool { return s.MessageID == message.ID })
}
