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
	// maxGroup events of one conversation are committed together.
	maxGroup = 100
	// maxConcurrent conversations are worked on at the same time, for one request.
	maxConcurrent = 16
	// commitTimeout bounds a commit, which continues when the sender disconnects.
	commitTimeout = 5 * time.Second
)

// retry is for others that commit meanwhile: on the same conversation, or on others of the same
// customer or agent.
var retry = conversation.Retry{Attempts: 40, MaxPause: 20 * time.Millisecond}

// Ingestor takes events in. It is safe for concurrent use.
type Ingestor struct {
	store   conversation.Store
	clock   clock.PassiveClock
	rules   func() Rules
	metrics *Metrics
}

// Options of an Ingestor.
type Options struct {
	Store conversation.Store
	Clock clock.PassiveClock
	// Rules that hold now.
	Rules   func() Rules
	Metrics *Metrics
}

// NewIngestor returns an Ingestor.
func NewIngestor(o Options) *Ingestor {
	return &Ingestor{store: o.Store, clock: o.Clock, rules: o.Rules, metrics: o.Metrics}
}

// Ingest applies events and returns the verdict on each, in their order. An error wraps
// conversation.ErrUnavailable: some may have been applied, and all can be sent again.
func (in *Ingestor) Ingest(ctx context.Context, events []Event) ([]Verdict, error) {
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
	work.SetLimit(maxConcurrent)
	for _, id := range ids {
		work.Go(func() error {
			for rest := groups[id]; len(rest) > 0; {
				some := rest[:min(len(rest), maxGroup)]
				rest = rest[len(some):]
				if err := in.applyGroup(ctx, id, events, some, verdicts); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := work.Wait()
	for i, v := range verdicts {
		if v.Result != "" {
			in.metrics.event(events[i].Type, v.Result)
		}
	}
	return verdicts, err
}

// applyGroup applies some events of one conversation and writes their verdicts.
func (in *Ingestor) applyGroup(ctx context.Context, id string, all []Event, some []int, verdicts []Verdict) error {
	if id == "" {
		for _, i := range some {
			verdicts[i] = verdict(all[i], refuse(BadData, "subject: is missing; give the conversation's id"))
		}
		return nil
	}
	some = in.dedupe(all, some, verdicts)
	// A request that is sent again because its answer was lost was accepted as a whole. A commit
	// that must fail is not tried, since it would hold up the commits of others.
	_, resent, err := in.store.Claimed(ctx, all[some[0]].claim())
	if err != nil {
		return conversation.Unavailable(err)
	}
	if resent {
		if some, err = in.dropClaimed(ctx, all, some, verdicts); err != nil {
			return err
		}
	}
	if len(some) == 0 {
		return nil
	}
	return retry.Do(ctx, func() error {
		state, version, err := in.store.Load(ctx, id)
		if errors.Is(err, conversation.ErrNotFound) {
			for _, i := range some {
				verdicts[i] = unknownConversation(all[i], in.clock.Now())
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
		out, decided := Apply(state, events, in.clock.Now().UTC(), in.rules())
		if out.Changed {
			err = in.commit(ctx, state, version, out)
		}
		switch {
		case err == nil:
			for k, i := range some {
				verdicts[i] = decided[k]
			}
			// An event that was refused as repeated may be the same event, sent again.
			return in.markDuplicates(ctx, all, some, verdicts)
		case errors.Is(err, conversation.ErrClaimed):
			rest, lookup := in.dropClaimed(ctx, all, some, verdicts)
			if lookup != nil || len(rest) == 0 {
				return lookup
			}
			some = rest
		}
		return err
	})
}

// dedupe leaves out events that are in the list twice.
func (in *Ingestor) dedupe(all []Event, some []int, verdicts []Verdict) []int {
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

// dropClaimed leaves out events that were accepted before.
func (in *Ingestor) dropClaimed(ctx context.Context, all []Event, some []int, verdicts []Verdict) ([]int, error) {
	var rest []int
	for _, i := range some {
		first, claimed, err := in.store.Claimed(ctx, all[i].claim())
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

func (in *Ingestor) markDuplicates(ctx context.Context, all []Event, some []int, verdicts []Verdict) error {
	for _, i := range some {
		if verdicts[i].Result != Repeated && verdicts[i].Result != Full {
			continue
		}
		first, claimed, err := in.store.Claimed(ctx, all[i].claim())
		if err != nil {
			return conversation.Unavailable(err)
		}
		if claimed {
			verdicts[i] = duplicate(all[i], first)
		}
	}
	return nil
}

// duplicate is the verdict on an event that was accepted before, with that digest. Claims of
// older versions have none.
func duplicate(e Event, first []byte) Verdict {
	if len(first) > 0 && !bytes.Equal(first, e.digest()) {
		return verdict(e, refuse(DifferentContent, "another event with this source and id was accepted before, and stands: give each event an id of its own"))
	}
	return verdict(e, refuse(Duplicate, "this event was accepted before"))
}

// unknownConversation still says what is wrong with the event itself.
func unknownConversation(e Event, now time.Time) Verdict {
	if _, ok := known(e.Type); !ok {
		return verdict(e, refuse(UnknownType, "type: is not known; nothing is counted"))
	}
	if err := checkTime(e, time.Time{}, now); err != nil {
		return verdict(e, err)
	}
	return verdict(e, refuse(UnknownConversation, "subject: there is no such conversation, or it has expired; nothing is counted"))
}

// Due counts what has settled. A conversation that has expired is not an error.
func (in *Ingestor) Due(ctx context.Context, due conversation.DueMessage) error {
	return retry.Do(ctx, func() error {
		state, version, err := in.store.Load(ctx, due.Conversation)
		if errors.Is(err, conversation.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		now := in.clock.Now().UTC()
		others, err := in.others(ctx, state, now)
		if err != nil {
			return err
		}
		out := Settle(state, now, in.rules(), others)
		if !out.Changed {
			return nil
		}
		return in.commit(ctx, state, version, out)
	})
}

// others loads what Settle needs to know of other conversations.
func (in *Ingestor) others(ctx context.Context, state conversation.State, now time.Time) (others Others, err error) {
	if contactDue(state, now) && state.Customer != "" {
		others.Customer, _, err = contacts.Load(ctx, in.store, state.Person())
	}
	if err == nil && workDueNow(state, now) {
		others.Agents, err = in.agents(ctx, state.Helpdesk.Work)
	}
	return others, err
}

func (in *Ingestor) commit(ctx context.Context, before conversation.State, version conversation.Version, out Outcome) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	c := conversation.Commit{State: out.State, Ledger: out.Ledger, Due: out.Due, Claims: out.Claims}
	if err := contacts.Attach(ctx, in.store, before, &c, in.clock.Now().UTC()); err != nil {
		return err
	}
	if err := in.noteWork(ctx, &c, out.Worked); err != nil {
		return err
	}
	_, err := in.store.Commit(ctx, before.ID, version, c)
	return err
}
