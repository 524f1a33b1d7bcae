// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package turns runs conversations: it loads a conversation, classifies the message, lets
// the dialogue decide, and commits everything that was decided at once. When another
// commit came first, it decides again.
package turns

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-logr/logr"
	"golang.org/x/time/rate"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/contacts"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// commitTimeout bounds a commit, which continues when the customer disconnects.
const commitTimeout = 5 * time.Second

// retry is without pauses: a customer waits.
var retry = conversation.Retry{Attempts: 10}

// Views says which releases are in force.
type Views interface {
	// View is nil until a stable release is loaded.
	View() *releases.View
}

// Processor runs turns. It is safe for concurrent use.
type Processor struct {
	store   conversation.Store
	views   Views
	packer  dialogue.Packer
	clock   clock.PassiveClock
	log     logr.Logger
	metrics *Metrics
	// timeout bounds one turn.
	timeout time.Duration
	// failureLogs keep the log short while an engine fails.
	failureLogs map[understanding.Reason]*rate.Sometimes
}

// Options of a Processor.
type Options struct {
	Store   conversation.Store
	Views   Views
	Packer  dialogue.Packer
	Clock   clock.PassiveClock
	Log     logr.Logger
	Metrics *Metrics
	// Timeout bounds one turn.
	Timeout time.Duration
}

// New returns a Processor.
func New(o Options) *Processor {
	return &Processor{
		store: o.Store, views: o.Views, packer: o.Packer, clock: o.Clock,
		log: o.Log, metrics: o.Metrics, timeout: o.Timeout, failureLogs: newFailureLogs(),
	}
}

// Guard refuses an access to a conversation by returning an error, which the caller gets.
// It is asked before anything is decided. A nil Guard lets everybody in.
type Guard func(conversation.State) error

func (g Guard) check(state conversation.State) error {
	if g == nil {
		return nil
	}
	return g(state)
}

// Get returns a conversation.
func (p *Processor) Get(ctx context.Context, id string, guard Guard) (conversation.State, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	state, _, err := p.store.Load(ctx, id)
	if err != nil {
		return conversation.State{}, conversation.Unavailable(err)
	}
	return state, guard.check(state)
}

// Rate counts a customer's rating, 1..5.
func (p *Processor) Rate(ctx context.Context, id string, score int, guard Guard) (conversation.State, error) {
	view := p.views.View()
	if view == nil {
		return conversation.State{}, fmt.Errorf("%w: no release is loaded yet", conversation.ErrUnavailable)
	}
	out, err := p.update(ctx, id, guard, func(_ context.Context, state conversation.State) (dialogue.Outcome, error) {
		return dialogue.Rate(state, score, p.now(), view.Pointer.Measurement.RatingWithin())
	})
	return out.State, err
}

// End closes a conversation for the customer.
func (p *Processor) End(ctx context.Context, id string, guard Guard) (conversation.State, error) {
	return p.change(ctx, id, guard, func(state conversation.State) dialogue.Outcome { return dialogue.End(state, p.now()) })
}

// RunDue does what is due. A conversation that has expired is not an error.
func (p *Processor) RunDue(ctx context.Context, due conversation.DueMessage) error {
	_, err := p.change(ctx, due.Conversation, nil, func(state conversation.State) dialogue.Outcome {
		return dialogue.Due(state, due.Kind, p.now(), p.inForce())
	})
	return ignoreNotFound(err)
}

// Accepted notes that the helpdesk took a handoff's packet.
func (p *Processor) Accepted(ctx context.Context, id, handoffID string) error {
	_, err := p.change(ctx, id, nil, func(state conversation.State) dialogue.Outcome {
		return dialogue.Accepted(state, handoffID, p.now(), p.inForce())
	})
	return ignoreNotFound(err)
}

// Failed notes that the helpdesk refused a handoff's packet.
func (p *Processor) Failed(ctx context.Context, id, handoffID string) error {
	_, err := p.change(ctx, id, nil, func(state conversation.State) dialogue.Outcome {
		return dialogue.Failed(state, handoffID, p.now(), p.inForce())
	})
	return ignoreNotFound(err)
}

// inForce are the releases whose texts customers get besides their turns.
func (p *Processor) inForce() dialogue.InForce { return inForce(p.views.View()) }

func inForce(view *releases.View) dialogue.InForce {
	if view == nil {
		return dialogue.InForce{}
	}
	f := dialogue.InForce{Stable: view.Stable.Compiled, Rollout: view.Pointer.Rollout}
	if view.Candidate != nil {
		f.Candidate = view.Candidate.Compiled
	}
	return f
}

func (p *Processor) change(ctx context.Context, id string, guard Guard, change func(conversation.State) dialogue.Outcome) (conversation.State, error) {
	out, err := p.update(ctx, id, guard, func(_ context.Context, state conversation.State) (dialogue.Outcome, error) {
		return change(state), nil
	})
	return out.State, err
}

// update decides on the newest state and commits.
func (p *Processor) update(ctx context.Context, id string, guard Guard, decide func(context.Context, conversation.State) (dialogue.Outcome, error)) (dialogue.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	var out dialogue.Outcome
	err := retry.Do(ctx, func() error {
		state, version, err := p.store.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := guard.check(state); err != nil {
			return err
		}
		guard = nil // once for each call, however often it decides
		if out, err = decide(ctx, state); err != nil || !out.Changed {
			return err
		}
		err = p.commit(ctx, state, version, out)
		if conversation.IsConflict(err) {
			p.metrics.conflicts.Inc()
		}
		return err
	})
	if err != nil {
		return dialogue.Outcome{}, err
	}
	return out, nil
}

// commit stores what was decided even when the customer has disconnected: the reply is there
// when the same message comes again.
func (p *Processor) commit(ctx context.Context, before conversation.State, version conversation.Version, out dialogue.Outcome) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	c := conversation.Commit{
		State: out.State, Ledger: out.Ledger, Outbox: out.Outbox, Due: out.Due, Claims: out.Claims,
	}
	if err := p.use(ctx, out.Quota, &c); err != nil {
		return err
	}
	if err := contacts.Attach(ctx, p.store, before, &c, p.now()); err != nil {
		return err
	}
	_, err := p.store.Commit(ctx, before.ID, version, c)
	return err
}

func (p *Processor) now() time.Time { return p.clock.Now().UTC() }

func ignoreNotFound(err error) error {
	if errors.Is(err, conversation.ErrNotFound) {
		return nil
	}
	return err
}
