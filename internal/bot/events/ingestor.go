// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"bytes"
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/contacts"
	"github.com/intentops/intentops/internal/bot/conversation"
)

const (
	// maxTogether events of one conversation are committed at once.
	maxTogether = 100
	// maxAtOnce conversations are worked on at a time, for one request.
	maxAtOnce = 16
	// commitTimeout bounds a commit, which goes on when the sender has gone away.
	commitTimeout = 5 * time.Second
)

// retry is for others that commit meanwhile: on the same conversation, or on others of the same
// customer or agent.
var retry = conversation.Retry{Attempts: 40, MaxPause: 20 * time.Millisecond}

// Desk takes events in. It is safe for concurrent use.
type Desk struct {
	store   conversation.Store
	clock   clock.PassiveClock
	rules   func() Rules
	metrics *Metrics
}

// Options of a Desk.
type Options struct {
	Store conversation.Store
	Clock clock.PassiveClock
	// Rules that hold now.
	Rules   func() Rules
	Metrics *Metrics
}

// NewDesk returns a desk.
func NewDesk(o Options) *Desk {
	return &Desk{store: o.Store, clock: o.Clock, rules: o.Rules, metrics: o.Metrics}
}

// Take takes events in and returns what became of each, in their order. An error wraps
// conversation.ErrUnavailable: some may have been taken, and all can be sent again.
func (d *Desk) Take(ctx context.Context, events []Event) ([]Verdict, error) {
	verdicts := make([]Verdict, len(events))
	groups := map[string][]int{}
	var ids []string
	for i, e := range events {
		if _, ok := groups[e.Conversation]; !ok {
			ids = append(ids, e.Conversation)
		}
		groups[e.Conversation] = append(groups[e.Conversation], i)
	}
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(maxAtOnce)
	for _, id := range ids {
		work.Go(func() error {
			for rest := groups[id]; len(rest) > 0; {
				some := rest[:min(len(rest), maxTogether)]
				rest = rest[len(some):]
				if err := d.together(ctx, id, events, some, verdicts); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := work.Wait()
	for i, v := range verdicts {
		if v.Result != "" {
			d.metrics.event(events[i].Type, v.Result)
		}
	}
	return verdicts, err
}

// together takes some events of one conversation and writes their verdicts.
func (d *Desk) together(ctx context.Context, id string, all []Event, some []int, verdicts []Verdict) error {
	if id == "" {
		for _, i := range some {
			verdicts[i] = verdict(all[i], refuse(BadData, "subject: is missing; give the conversation's id"))
		}
		return nil
	}
	some = d.withoutTwins(all, some, verdicts)
	// A request that is sent again, since its answer got lost, was taken as a whole: what
	// cannot be committed is better not tried, as it holds up the commits of others.
	_, again, err := d.store.Claimed(ctx, all[some[0]].claim())
	if err != nil {
		return conversation.Unavailable(err)
	}
	if again {
		if some, err = d.unclaimed(ctx, all, some, verdicts); err != nil {
			return err
		}
	}
	if len(some) == 0 {
		return nil
	}
	return retry.Do(ctx, func() error {
		state, version, err := d.store.Load(ctx, id)
		if errors.Is(err, conversation.ErrNotFound) {
			for _, i := range some {
				verdicts[i] = unknownConversation(all[i], d.clock.Now())
			}
			return nil
		}
		if err != nil {
			return err
		}
		events := make([]Event, len(some))
		for k, i := range some {
			events[k] = all[i]
		}
		out, decided := Apply(state, events, d.clock.Now().UTC(), d.rules())
		if out.Changed {
			err = d.commit(ctx, state, version, out)
		}
		switch {
		case err == nil:
			for k, i := range some {
				verdicts[i] = decided[k]
			}
			// What was refused as a repetition may be the very event that told it.
			return d.tellDuplicates(ctx, all, some, verdicts)
		case errors.Is(err, conversation.ErrClaimed):
			rest, lookup := d.unclaimed(ctx, all, some, verdicts)
			if lookup != nil || len(rest) == 0 {
				return lookup
			}
			some = rest
		}
		return err
	})
}

// withoutTwins leaves out events that are in the list twice.
func (d *Desk) withoutTwins(all []Event, some []int, verdicts []Verdict) []int {
	seen := map[string][]byte{}
	var rest []int
	for _, i := range some {
		key := all[i].claim()
		if first, twice := seen[key]; twice {
			verdicts[i] = duplicate(all[i], first)
			continue
		}
		seen[key] = all[i].digest()
		rest = append(rest, i)
	}
	return rest
}

// unclaimed leaves out events that were taken before.
func (d *Desk) unclaimed(ctx context.Context, all []Event, some []int, verdicts []Verdict) ([]int, error) {
	var rest []int
	for _, i := range some {
		first, claimed, err := d.store.Claimed(ctx, all[i].claim())
		if err != nil {
			return nil, conversation.Unavailable(err)
		}
		if claimed {
			verdicts[i] = duplicate(all[i], first)
			continue
		}
		rest = append(rest, i)
	}
	return rest, nil
}

func (d *Desk) tellDuplicates(ctx context.Context, all []Event, some []int, verdicts []Verdict) error {
	for _, i := range some {
		if verdicts[i].Result != Repeated && verdicts[i].Result != Full {
			continue
		}
		first, claimed, err := d.store.Claimed(ctx, all[i].claim())
		if err != nil {
			return conversation.Unavailable(err)
		}
		if claimed {
			verdicts[i] = duplicate(all[i], first)
		}
	}
	return nil
}

// duplicate is the verdict on an event that was taken before, with that digest. A claim from
// before digests were kept has none.
func duplicate(e Event, first []byte) Verdict {
	if len(first) > 0 && !bytes.Equal(first, e.digest()) {
		return verdict(e, refuse(DifferentContent, "another event of this source and id was taken before; it stands: give each event an id of its own"))
	}
	return verdict(e, refuse(Duplicate, "this event was taken before"))
}

// unknownConversation still says what is wrong with the event itself.
func unknownConversation(e Event, now time.Time) Verdict {
	if _, ok := known(e.Type); !ok {
		return verdict(e, refuse(UnknownType, "type: is not known; nothing is counted"))
	}
	if err := timely(e, time.Time{}, now); err != nil {
		return verdict(e, err)
	}
	return verdict(e, refuse(UnknownConversation, "subject: there is no such conversation, or it has expired; nothing is counted"))
}

// Due counts what has settled. It is done with a conversation that has expired.
func (d *Desk) Due(ctx context.Context, due conversation.DueMessage) error {
	return retry.Do(ctx, func() error {
		state, version, err := d.store.Load(ctx, due.Conversation)
		if errors.Is(err, conversation.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		now := d.clock.Now().UTC()
		others, err := d.others(ctx, state, now)
		if err != nil {
			return err
		}
		out := Settle(state, now, d.rules(), others)
		if !out.Changed {
			return nil
		}
		return d.commit(ctx, state, version, out)
	})
}

// others loads what Settle needs to know of other conversations.
func (d *Desk) others(ctx context.Context, state conversation.State, now time.Time) (others Others, err error) {
	if contactDue(state, now) && state.Customer != "" {
		others.Customer, _, err = contacts.Load(ctx, d.store, state.Customer)
	}
	if err == nil && workDueNow(state, now) {
		others.Agents, err = d.agents(ctx, state.Helpdesk.Work)
	}
	return others, err
}

func (d *Desk) commit(ctx context.Context, before conversation.State, version conversation.Version, out Outcome) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	c := conversation.Commit{State: out.State, Ledger: out.Ledger, Due: out.Due, Claims: out.Claims}
	if err := contacts.Attach(ctx, d.store, before, &c, d.clock.Now().UTC()); err != nil {
		return err
	}
	if err := d.noteWork(ctx, &c, out.Worked); err != nil {
		return err
	}
	_, err := d.store.Commit(ctx, before.ID, version, c)
	return err
}
