// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/time/rate"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/redact"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/chars"
)

// Say runs the turn of a customer's message. The message's ReceivedAt may be left out. All
// channels come through here: control characters of the text are dropped, card numbers and
// secrets masked, and engines read its normal form.
func (p *Processor) Say(ctx context.Context, id string, message dialogue.Message, guard Guard) (dialogue.Outcome, error) {
	begin := p.clock.Now()
	if message.ReceivedAt.IsZero() {
		message.ReceivedAt = begin.UTC()
	}
	view := p.views.View()
	if view == nil {
		return dialogue.Outcome{}, fmt.Errorf("%w: no release is loaded yet", conversation.ErrUnavailable)
	}
	message.Text = redact.Text(chars.Clean(message.Text))
	read := reading{processor: p, text: chars.Fold(message.Text)}
	out, err := p.update(ctx, id, guard, func(ctx context.Context, state conversation.State) (dialogue.Outcome, error) {
		// The newest view on each attempt: a kill switch must hold for this turn too.
		if newest := p.views.View(); newest != nil {
			view = newest
		}
		in := dialogue.Inputs{Pointer: view.Pointer, Packer: p.packer}
		locale := inForce(view).Locale(&state, message.Text)
		if dialogue.NeedsReading(state, message, view.Pointer) {
			read.readParts(locale)
			if decide.NeedsBare(state) {
				read.bare = wording.Bare(read.text, locale, p.now())
			}
			read.classify(ctx, view)
		}
		in.Signals = read.readSignals(locale)
		in.Stable = read.side(view.Stable)
		if view.Candidate != nil {
			in.Candidate = new(read.side(view.Candidate))
		}
		in.Now = p.now()
		return p.decide(ctx, state, message, in)
	})
	p.metrics.turn(p.clock.Since(begin), out, err)
	return out, err
}

// decide decides a turn, and once more when the rollout that it joins has counted the
// customer already.
func (p *Processor) decide(ctx context.Context, state conversation.State, message dialogue.Message, in dialogue.Inputs) (dialogue.Outcome, error) {
	out, err := dialogue.Turn(state, message, in)
	if err != nil || len(out.Claims) == 0 && out.Quota == nil {
		return out, err
	}
	// A customer whose connection broke sends the message again, and then gets this decision.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	for _, claim := range out.Claims {
		_, claimed, err := p.store.Claimed(ctx, claim.Key)
		if err != nil {
			return dialogue.Outcome{}, conversation.Unavailable(err)
		}
		if claimed {
			in.CustomerCounted = true
			return dialogue.Turn(state, message, in)
		}
	}
	if out.Quota == nil {
		return out, nil
	}
	switch used, _, err := p.used(ctx, out.Quota); {
	case err != nil:
		return dialogue.Outcome{}, conversation.Unavailable(err)
	case used >= out.Quota.Limit:
		in.NetworkFull = true
		return dialogue.Turn(state, message, in)
	}
	return out, nil
}

// reading is what the classifiers make of one message, in its normal form. A turn that is
// decided again does not ask them a second time.
type reading struct {
	processor *Processor
	text      string
	sides     map[*releases.Loaded]decide.Side
	signals   *signals.Signals
	parts     []wording.Part // without predictions; nil: not read yet
	// bare is the text without its days and numbers; empty: the same, or nothing.
	bare string
}

func (r *reading) side(loaded *releases.Loaded) decide.Side {
	if side, asked := r.sides[loaded]; asked {
		return side
	}
	return decide.Side{Compiled: loaded.Compiled}
}

// readParts takes the message apart, once.
func (r *reading) readParts(locale string) {
	if r.parts != nil {
		return
	}
	r.parts = append([]wording.Part{}, wording.Readings(r.text, locale)...)
}

func (r *reading) readSignals(locale string) signals.Signals {
	if r.signals == nil {
		r.signals = new(signals.Read(r.text, locale))
	}
	return *r.signals
}

// classify asks the classifiers of a view; an engine that knows both releases' intents is asked
// once.
func (r *reading) classify(ctx context.Context, view *releases.View) {
	if r.sides == nil {
		r.sides = map[*releases.Loaded]decide.Side{}
	}
	stable := r.ask(ctx, view.Stable)
	if view.Candidate == nil {
		return
	}
	if view.Candidate.Classifier == view.Stable.Classifier {
		stable.Compiled = view.Candidate.Compiled
		r.sides[view.Candidate] = stable
		return
	}
	r.ask(ctx, view.Candidate)
}

func (r *reading) ask(ctx context.Context, loaded *releases.Loaded) decide.Side {
	if known, asked := r.sides[loaded]; asked {
		return known
	}
	// A customer who hangs up says nothing about the engine: it gets its time all the same.
	side, err := loaded.Read(context.WithoutCancel(ctx), r.text, r.parts, r.bare)
	if err != nil {
		// Not understood: the policy decides what happens, never a guess.
		r.processor.engineFailed(err)
	}
	r.sides[loaded] = side
	return side
}

// logEvery is after how long the same kind of failure is logged again at the earliest.
const logEvery = 30 * time.Second

// newFailureLogs limits what is logged of engines: one that is down fails on every message.
func newFailureLogs() map[understanding.Reason]*rate.Sometimes {
	failureLogs := map[understanding.Reason]*rate.Sometimes{}
	for _, reason := range understanding.Reasons() {
		failureLogs[reason] = &rate.Sometimes{Interval: logEvery}
	}
	return failureLogs
}

// engineFailed counts a failure, and logs it, at most once in logEvery for each reason.
func (p *Processor) engineFailed(err error) {
	reason := understanding.ReasonOf(err)
	p.metrics.classifyErrors.WithLabelValues(string(reason)).Inc()
	p.failureLogs[reason].Do(func() {
		p.log.Info("The engine that classifies messages failed", "reason", reason, "error", err.Error())
	})
}
