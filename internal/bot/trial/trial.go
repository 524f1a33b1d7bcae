// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package trial says what a release decides on a message, without a customer.
package trial

import (
	"context"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// Decision on a message.
type Decision struct {
	// Decision is answer, confirm, field, offer, clarify, handoff or notice.
	Decision string `json:"decision"`
	// Intent that was understood; empty: none.
	Intent string `json:"intent"`
	// Offered are the intents that may have been meant, the most likely first, when none was
	// understood.
	Offered []string `json:"offered"`
	// Confidence of the best intent, 0..1.
	Confidence float64 `json:"confidence"`
	// Reason of a handoff, one of conversation's reasons, and Rule, the name of the escalation rule that matched; both are
	// empty where there is none.
	Reason string `json:"reason,omitempty"`
	Rule   string `json:"rule,omitempty"`
}

// Read reads a message with a release, whole and in its parts, as the bot does. The error is that of
// ctx; where the engine fails, the side says so. Days are counted from now.
func Read(ctx context.Context, loaded *releases.Loaded, text, locale string, now time.Time) (decide.Side, error) {
	read := chars.Fold(text)
	side, _ := loaded.Read(ctx, read, wording.Readings(read, locale), wording.Bare(read, locale, now))
	return side, ctx.Err()
}

// FirstMessage decides a turn as for a customer who has just opened a conversation with a
// release.
func FirstMessage(ctx context.Context, loaded *releases.Loaded, pointer release.Pointer, text, locale string, now time.Time) (Decision, error) {
	text = chars.Clean(text)
	state := conversation.State{ID: "trial", Customer: "trial", Channel: "trial", Locale: locale, StartedAt: now}
	locale = dialogue.InForce{Stable: loaded.Compiled}.Locale(&state, text)
	side, err := Read(ctx, loaded, text, locale, now)
	if err != nil {
		return Decision{}, err
	}
	pointer.Candidate, pointer.Rollout = nil, nil
	outcome, err := dialogue.Turn(
		state,
		dialogue.Message{ID: "1", Text: text, ReceivedAt: now},
		dialogue.Inputs{Now: now, Pointer: pointer, Stable: side, Signals: signals.Read(chars.Fold(text), locale), Packer: handoff.Packer{}},
	)
	if err != nil {
		return Decision{}, err
	}
	d := Decision{Confidence: outcome.State.Confidence, Offered: []string{}}
	if len(side.Predictions) > 0 && d.Confidence == 0 {
		d.Confidence = side.Predictions[0].Confidence
	}
	for _, reply := range outcome.Replies {
		if reply.Kind != conversation.KindNotice || d.Decision == "" {
			d.Decision = string(reply.Kind)
		}
	}
	if outcome.State.Offered != nil {
		d.Offered = append(d.Offered, outcome.State.Offered.Intents...)
	}
	if h := outcome.State.Handoff; h != nil {
		d.Reason, d.Rule = h.Reason, h.Rule
	}
	if slices.Contains([]string{string(conversation.KindAnswer), string(conversation.KindConfirm), string(conversation.KindField)}, d.Decision) {
		d.Intent = outcome.State.Intent
	}
	return d, nil
}
