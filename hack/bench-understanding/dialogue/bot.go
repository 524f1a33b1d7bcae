// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	testclock "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/conversation/conversationtest"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/turns"
	"github.com/intentops/intentops/internal/contract/release"
)

// bot is the bot's turns over a store in memory.
type bot struct {
	view  *releases.View
	store *conversationtest.Memory
	turns *turns.Processor
	now   time.Time
}

// View implements turns.Views.
func (b *bot) View() *releases.View { return b.view }

// intent as the blind sets have it. Utterances are a list, or lists by language.
type intent struct {
	Name, Risk string
	Utterances json.RawMessage
	Fields     []field
}

type field struct {
	Name, Type, Prompt, Pattern, Region string
	// Prompts are those in languages other than that of Prompt.
	Prompts  map[string]string
	Choices  []string
	Min, Max any
}

func (f field) release() release.Field {
	out := release.Field{
		Name: f.Name, Prompt: f.Prompt, Pattern: f.Pattern, Region: f.Region, Choices: f.Choices, Required: true,
		Minimum: bound(f.Min), Maximum: bound(f.Max), Type: f.Type,
	}
	if out.Type == release.FieldText {
		out.Type = ""
	}
	return out
}

func bound(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (i intent) release(locale string) (release.Intent, error) {
	out := release.Intent{Name: i.Name, Revision: i.Name + "-1", Risk: i.Risk, Reply: release.Reply{Text: "Answer to " + i.Name + "."}}
	if json.Unmarshal(i.Utterances, &out.Utterances) != nil {
		var byLanguage map[string][]string
		if err := json.Unmarshal(i.Utterances, &byLanguage); err != nil {
			return out, err
		}
		out.Utterances = byLanguage[locale]
	}
	for _, f := range i.Fields {
		made := f.release()
		made.Prompt = cmp.Or(f.Prompts[locale], f.Prompt)
		out.Fields = append(out.Fields, made)
	}
	return out, nil
}

func newBot(intents []release.Intent, now time.Time) (*bot, error) {
	r, err := release.Compile(intents, release.Policy{
		Name: "bench", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 3,
		Handoff: release.Handoff{Require: []string{"CustomerGoal"}, URL: "https://desk.example/handoffs", AcceptWithinSeconds: 60},
	})
	if err != nil {
		return nil, err
	}
	compiler := releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(logr.Discard())}
	loaded, err := compiler.Compile(r.Hash(), r)
	if err != nil {
		return nil, err
	}
	b := &bot{store: conversationtest.NewMemory(), now: now}
	b.view = &releases.View{Stable: loaded, Complete: true, Pointer: release.Pointer{
		Version: release.FormatVersion, Automation: "Enabled", Stable: release.BundleRef{Release: r.Hash(), ConfigMaps: []string{"bench"}},
		Measurement: release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 86400},
	}}
	b.turns = turns.New(turns.Options{
		Store: b.store, Views: b, Packer: handoff.Packer{}, Clock: testclock.NewFakePassiveClock(now), Log: logr.Discard(),
		Metrics: turns.NewMetrics(prometheus.NewRegistry()), Timeout: time.Minute,
	})
	return b, nil
}

// botOf makes a bot of the intents of a blind set.
func botOf(intents []intent, locale string, now time.Time) (*bot, error) {
	all := make([]release.Intent, len(intents))
	for i, in := range intents {
		var err error
		if all[i], err = in.release(locale); err != nil {
			return nil, err
		}
	}
	return newBot(all, now)
}

// talk opens a conversation that stands as prepare leaves it.
func (b *bot) talk(locale string, prepare func(*conversation.State)) (*talk, error) {
	ctx := context.Background()
	state, err := b.turns.Open(ctx, turns.Opening{Customer: "ann", Locale: locale, Channel: "web"})
	if err != nil {
		return nil, err
	}
	if prepare != nil {
		current, version, err := b.store.Load(ctx, state.ID)
		if err != nil {
			return nil, err
		}
		prepare(&current)
		if _, err := b.store.Commit(ctx, state.ID, version, conversation.Commit{State: current}); err != nil {
			return nil, err
		}
	}
	return &talk{bot: b, id: state.ID}, nil
}

type talk struct {
	bot  *bot
	id   string
	said int
}

func (t *talk) say(text string) (dialogue.Outcome, error) {
	t.said++
	return t.bot.turns.Say(context.Background(), t.id, dialogue.Message{ID: fmt.Sprint("m", t.said), Text: text}, nil)
}

// kinds are the decisions that an outcome shows.
func kinds(out dialogue.Outcome, locale string) []string {
	texts := release.TextsFor(nil, locale)
	var all []string
	for _, r := range out.Replies {
		kind := string(r.Kind)
		if r.Kind == conversation.KindNotice {
			switch r.Text {
			case texts.LeftAsItIs:
				kind = "withdrawn"
			case texts.YouAreWelcome:
				kind = "thanks"
			case texts.CannotUndo:
				kind = "cannotUndo"
			case texts.Greeting, texts.IAmWell, texts.Goodbye, texts.IAmABot:
				kind = "smallTalk"
			}
		}
		all = append(all, kind)
	}
	return all
}
