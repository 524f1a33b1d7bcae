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
	"github.com/intentops/intentops/hack/simulator/internal/customer"
	"github.com/intentops/intentops/hack/simulator/internal/report"
	"github.com/intentops/intentops/hack/simulator/internal/scenario"
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
	// Busy is how many customers may be at it at once.
	Busy int
	// Think is the longest time a customer takes over a message.
	Think time.Duration
	// Grace is how long customers may finish after the last has come.
	Grace time.Duration
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
	talking, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	var customers sync.WaitGroup
	seats := make(chan struct{}, t.options.Busy)

	for n := 0; t.options.Conversations == 0 || n < t.options.Conversations; n++ {
		if t.pace.wait(ctx) != nil {
			break
		}
		late := false
		select {
		case seats <- struct{}{}:
		default:
			late = true
			select {
			case seats <- struct{}{}:
			case <-ctx.Done():
			}
		}
		if ctx.Err() != nil {
			break
		}
		t.recorder.Start(late)
		customers.Go(func() {
			defer func() { <-seats }()
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
		hangUp()
		<-finished
	}
	t.recorder.Finish(time.Now())
}

// talk is one customer's conversation from beginning to end.
func (t *Traffic) talk(ctx context.Context, n int) report.Conversation {
	who := customer.New(t.options.Scenario, t.options.Seed, n)
	out := report.Conversation{Wants: who.Wants}
	id, err := t.bot.Open(ctx, who.ID, t.options.Scenario.Locale, who.Tier)
	if err != nil {
		return out
	}
	for text, more := who.Opening(), true; more; {
		answer, err := t.bot.Say(ctx, id, fmt.Sprintf("%s-%d-%d", who.ID, n, out.Messages), text)
		if err != nil {
			out.Uncertain = botclient.Uncertain(err)
			return out
		}
		out.Messages++
		note(&out, answer)
		if text, more = who.Next(answer.Reply, t.harmOf); more && !t.think(ctx, who.Think(int(out.Messages))) {
			return out
		}
	}
	out.Harmed = who.Harmed
	if who.Feeling != customer.Unsolved {
		// Who gives up closes no window; everybody else does.
		if err := t.bot.End(ctx, id); err != nil {
			return out
		}
	}
	if score := who.Rating(); score > 0 {
		if err := t.bot.Rate(ctx, id, score); err == nil {
			out.Rating = score
		} else {
			out.Uncertain = out.Uncertain || botclient.Uncertain(err)
		}
	}
	return out
}

// note takes down what an answer tells.
func note(out *report.Conversation, answer botclient.Answer) {
	if answer.Track != "" {
		out.Track = answer.Track
	}
	if h := answer.Handoff; h != nil {
		out.HandedOver = true
		out.PolicyRequired = h.Reason == "rule" || h.Reason == "automation_disabled"
	}
	for _, m := range answer.Messages {
		out.Answered = out.Answered || m.Kind == "answer"
	}
}

func (t *Traffic) think(ctx context.Context, share float64) bool {
	if t.options.Think <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(time.Duration(share * float64(t.options.Think)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
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
