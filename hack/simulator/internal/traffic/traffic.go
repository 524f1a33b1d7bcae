// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package traffic lets simulated customers come at a set rate and talk to the bot.
package traffic

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/intentops/intentops/hack/simulator/internal/botclient"
	"github.com/intentops/intentops/hack/simulator/internal/report"
	"github.com/intentops/intentops/hack/simulator/internal/scenario"
	"github.com/intentops/intentops/hack/simulator/journal"
)

// Bot is what customers talk to.
type Bot interface {
	Open(ctx context.Context, who, locale, tier string) (string, error)
	Say(ctx context.Context, conversation, messageID, text string) (botclient.Answer, error)
	Rate(ctx context.Context, conversation string, score int) error
	End(ctx context.Context, conversation string) error
}

// Options of a simulation.
type Options struct {
	Scenario *scenario.Scenario
	Seed     uint64
	// First is the number of the first customer, so that a second run brings others.
	First int
	// PerSecond is how many customers come; SetRate changes it.
	PerSecond float64
	// Conversations after which no more come; 0: no limit.
	Conversations int
	// Busy is how many customers may have a conversation at the same time.
	Busy int
	// Think is the longest time a customer takes over a message.
	Think time.Duration
	// Grace is how long customers may finish after the last has come.
	Grace time.Duration
	// Journal, which may be nil, gets what customers do and see.
	Journal *journal.Journal
}

// Traffic is a running simulation.
type Traffic struct {
	options  Options
	bot      Bot
	recorder *report.Recorder
	pace     *pace

	mu   sync.RWMutex
	harm map[string]float64
}

// New makes a simulation; Run runs it.
func New(bot Bot, recorder *report.Recorder, o Options) *Traffic {
	t := &Traffic{options: o, bot: bot, recorder: recorder, pace: newPace(o.PerSecond), harm: maps.Clone(o.Scenario.Harm)}
	recorder.SetRate(o.PerSecond)
	if len(t.harm) > 0 {
		recorder.SetHarm(maps.Clone(t.harm), time.Now())
	}
	return t
}

// Run lets customers come until ctx ends or all have come, and waits for the last ones to
// finish, but no longer than the grace.
func (t *Traffic) Run(ctx context.Context) {
	talking, endCalls := context.WithCancel(context.WithoutCancel(ctx))
	defer endCalls()
	var customers sync.WaitGroup
	slots := make(chan struct{}, t.options.Busy)

	for n := 0; t.options.Conversations == 0 || n < t.options.Conversations; n++ {
		if t.pace.wait(ctx) != nil {
			break
		}
		late := false
		select {
		case slots <- struct{}{}:
		default:
			late = true
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
			}
		}
		if ctx.Err() != nil {
			break
		}
		t.recorder.Start(late)
		customers.Go(func() {
			defer func() { <-slots }()
			t.recorder.End(t.talk(talking, t.options.First+n))
		})
	}

	finished := make(chan struct{})
	go func() {
		customers.Wait()
		close(finished)
	}()
	grace := time.NewTimer(t.options.Grace)
	defer grace.Stop()
	select {
	case <-finished:
	case <-grace.C:
		endCalls()
		<-finished
	}
	t.recorder.Finish(time.Now())
}

func (t *Traffic) harmOf(intent string) float64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.harm[intent]
}

// SetHarm changes the harm of the intents named; 0 ends it. The error names the intent.
func (t *Traffic) SetHarm(change map[string]float64) error {
	if err := t.options.Scenario.CheckHarm(change); err != nil {
		return err
	}
	if s := t.options.Scenario; len(s.AskForHuman.Utterances) == 0 || len(s.Angry.Utterances) == 0 {
		return fmt.Errorf("harm: the scenario needs askForHuman.utterances and angry.utterances, which harmed customers write")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	next := maps.Clone(t.harm)
	if next == nil {
		next = map[string]float64{}
	}
	for intent, p := range change {
		if next[intent] = p; p == 0 {
			delete(next, intent)
		}
	}
	t.harm = next
	t.recorder.SetHarm(maps.Clone(next), time.Now())
	return nil
}

// MaxPerSecond is the highest rate.
const MaxPerSecond = 10_000

// SetRate changes how many customers come per second; 0: none.
func (t *Traffic) SetRate(perSecond float64) error {
	if !(perSecond >= 0 && perSecond <= MaxPerSecond) {
		return fmt.Errorf("perSecond: must be from 0 to %d", MaxPerSecond)
	}
	t.pace.set(perSecond)
	t.recorder.SetRate(perSecond)
	return nil
}
