// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/trial"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// Kinds of decisions beside those of replies.
const (
	// KindSilent: a person has the conversation.
	KindSilent = "silent"
)

// Decision of a release on a message.
type Decision struct {
	// Kind is answer, confirm, field, offer, clarify, handoff, notice or silent.
	Kind string `json:"decision"`
	// Intent that was understood; empty: none.
	Intent string `json:"intent,omitempty"`
	// Offered are the intents that may have been meant, the likeliest first.
	Offered []string `json:"offered,omitempty"`
	// Reason of a handoff.
	Reason string `json:"reason,omitempty"`
	// Rule that handed over.
	Rule string `json:"rule,omitempty"`
	// Confidence of the best intent, 0..1.
	Confidence float64 `json:"confidence"`
	// Said is the bot's words.
	Said string `json:"-"`
}

// Understood says whether the message was read as something: an intent, small talk, a wish for a
// person, or what a rule is about.
func (d Decision) Understood() bool {
	switch d.Kind {
	case string(conversation.KindClarify), string(conversation.KindOffer):
		return false
	case string(conversation.KindHandoff):
		return d.Reason != conversation.ReasonLowConfidence && d.Reason != conversation.ReasonEngineFailed
	}
	return true
}

// Decide says what a release decides on every message: of each conversation the decisions, in
// order. A conversation goes its way as with a customer, so that an answer to the bot's question is
// read as one.
func Decide(ctx context.Context, loaded *releases.Loaded, all []Conversation, now time.Time) ([][]Decision, error) {
	out := make([][]Decision, len(all))
	workers, within := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i := range all {
		workers.Go(func() error {
			if within.Err() != nil {
				return within.Err()
			}
			decisions, err := replay(within, loaded, &all[i], now)
			out[i] = decisions
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

func replay(ctx context.Context, loaded *releases.Loaded, c *Conversation, now time.Time) ([]Decision, error) {
	pointer := release.Pointer{Version: release.FormatVersion, Automation: string(v1alpha1.AutomationEnabled)}
	state := conversation.State{ID: "replay", Customer: "replay", Channel: "replay", Locale: c.Messages[0].Locale, StartedAt: now}
	out := make([]Decision, 0, len(c.Messages))
	for i, m := range c.Messages {
		locale := dialogue.InForce{Stable: loaded.Compiled}.Locale(&state, m.Text)
		side, err := trial.Read(ctx, loaded, m.Text, locale, now)
		if err != nil {
			return nil, err
		}
		outcome, err := dialogue.Turn(state,
			dialogue.Message{ID: strconv.Itoa(i + 1), Text: m.Text, ReceivedAt: now},
			dialogue.Inputs{Now: now, Pointer: pointer, Stable: side, Signals: signals.Read(chars.Fold(m.Text), locale), Packer: handoff.Packer{}})
		if errors.Is(err, dialogue.ErrEnded) || errors.Is(err, dialogue.ErrOver) {
			out = append(out, Decision{Kind: KindSilent})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", m.Line, err)
		}
		handedOver := state.Handoffs < outcome.State.Handoffs
		state = outcome.State
		out = append(out, decisionOf(&outcome, side, handedOver))
	}
	return out, nil
}

func decisionOf(outcome *dialogue.Outcome, side decide.Side, handedOver bool) Decision {
	s := &outcome.State
	d := Decision{Kind: KindSilent, Confidence: s.Confidence}
	if d.Confidence == 0 && len(side.Predictions) > 0 {
		d.Confidence = side.Predictions[0].Confidence
	}
	var said []string
	for _, reply := range outcome.Replies {
		if reply.Kind != conversation.KindNotice || d.Kind == KindSilent {
			d.Kind = string(reply.Kind)
		}
		said = append(said, reply.Text)
	}
	d.Said = strings.Join(said, "\n")
	d.Confidence = math.Round(1000*d.Confidence) / 1000
	switch {
	case handedOver:
		d.Kind, d.Reason, d.Rule = string(conversation.KindHandoff), s.Handoff.Reason, s.Handoff.Rule
	case d.Kind == string(conversation.KindAnswer), d.Kind == string(conversation.KindConfirm), d.Kind == string(conversation.KindField):
		d.Intent = s.Intent
	case d.Kind == string(conversation.KindOffer) && s.Offered != nil:
		d.Offered = s.Offered.Intents
	}
	return d
}
