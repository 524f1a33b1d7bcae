// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/contract/release"
)

type expectedTurn struct {
	Text     string
	Decision []string
	Intent   string
	Intents  []string
	Field    string
	Resumes  string
	// Values are among those known after the turn.
	Values map[string]string
}

// followUps holds conversations. The first tally is of those in which the bot does at each turn what is expected; the
// second also of those in which it offers that, and the customer chooses it.
func (b bench) followUps(file string) error {
	var set struct {
		Today   string
		Intents []intent
		Cases   []struct {
			Author, Kind, Locale string
			Turns                []expectedTurn
		}
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	today := someDay
	if set.Today != "" {
		var err error
		if today, err = time.Parse(time.DateOnly, set.Today); err != nil {
			return err
		}
	}
	bots := map[string]*bot{}
	t, chosen := newTally("followups"), newTally("chosen")
	for _, c := range set.Cases {
		locale := cmp.Or(c.Locale, "en")
		if bots[locale] == nil {
			var err error
			if bots[locale], err = botOf(set.Intents, locale, today); err != nil {
				return err
			}
		}
		talk, err := bots[locale].talk(locale, nil)
		if err != nil {
			return err
		}
		prompts := map[string]string{}
		for _, in := range set.Intents {
			for _, f := range in.Fields {
				prompts[f.Name] = cmp.Or(f.Prompts[locale], f.Prompt)
			}
		}
		right, choosing := true, true
		for _, turn := range c.Turns {
			out, err := talk.say(turn.Text)
			if err != nil {
				return err
			}
			why := turn.judge(out, prompts, locale)
			right = right && why == ""
			if at := turn.offered(out); why != "" && at >= 0 {
				if out, err = talk.say(strconv.Itoa(at + 1)); err != nil {
					return err
				}
				why = turn.judge(out, prompts, locale)
			}
			if why != "" && choosing {
				choosing = false
				var said []string
				for _, r := range out.Replies {
					said = append(said, string(r.Kind)+"("+r.Intent+"): "+r.Text)
				}
				b.fail("%s %q: %s; want %v %s%v, got %q", c.Kind, turn.Text, why, turn.Decision, turn.Intent, turn.Intents, said)
			}
		}
		t.count(c.Kind, right)
		chosen.count(c.Kind, choosing)
	}
	t.print()
	chosen.print()
	return nil
}

// offered is the place of the expected intent among those that are offered; -1: it is not.
func (e expectedTurn) offered(out dialogue.Outcome) int {
	if e.Intent == "" || len(out.Replies) == 0 || out.Replies[0].Kind != conversation.KindOffer || out.State.Offered == nil {
		return -1
	}
	return slices.Index(out.State.Offered.Intents, e.Intent)
}

// judge says what is wrong with an outcome; empty: nothing.
func (e expectedTurn) judge(out dialogue.Outcome, prompts map[string]string, locale string) string {
	got := kinds(out, locale)
	if len(got) > 1 && got[0] == "cannotUndo" {
		got = got[1:] // said before what is asked
	}
	if len(e.Decision) > 0 && (len(got) == 0 || !slices.Contains(e.Decision, got[0])) {
		return "another decision"
	}
	if e.Intent != "" && out.Replies[0].Intent != "" && out.Replies[0].Intent != e.Intent {
		return "another intent"
	}
	if e.Resumes != "" && !slices.ContainsFunc(out.Replies, func(r conversation.Reply) bool {
		return r.Kind == conversation.KindField && strings.Contains(r.Text, prompts[e.Resumes])
	}) {
		return "not resumed"
	}
	if e.Field != "" && (out.State.Collecting == nil || out.State.Collecting.Field != e.Field) {
		return "another field"
	}
	known := valuesOf(out.State)
	for name, value := range e.Values {
		if known[name] != value {
			return "another " + name
		}
	}
	for _, name := range e.Intents {
		answered := slices.ContainsFunc(out.Replies, func(r conversation.Reply) bool { return r.Intent == name })
		offered := out.State.Offered != nil && slices.Contains(out.State.Offered.Intents, name)
		if !answered && !offered {
			return "nothing about " + name
		}
	}
	return ""
}

// valuesOf are the values of the intent that the bot asks about, or has answered.
func valuesOf(state conversation.State) map[string]string {
	switch {
	case state.Collecting != nil && state.Collecting.Values != nil:
		return state.Collecting.Values
	case state.Confirming != nil && state.Confirming.Values != nil:
		return state.Confirming.Values
	}
	return state.Fields
}

// openings runs the first sentences of the demo's customers on the sample bot.
func (b bench) openings(file string) error {
	var set struct {
		Cases []struct{ Author, Goal, Text string }
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	samples, err := os.Open(filepath.Join("config", "samples", "intents.yaml"))
	if err != nil {
		return err
	}
	defer func() { _ = samples.Close() }()
	var all []release.Intent
	decoder := utilyaml.NewYAMLOrJSONDecoder(samples, 4096)
	for {
		var in v1alpha1.Intent
		if decoder.Decode(&in) != nil {
			break
		}
		if in.Name != "" {
			all = append(all, release.FromIntent(in.Spec, in.Name))
		}
	}
	bot, err := newBot(all, someDay)
	if err != nil {
		return err
	}
	t := newTally("openings")
	for _, c := range set.Cases {
		talk, err := bot.talk("en", nil)
		if err != nil {
			return err
		}
		out, err := talk.say(c.Text)
		if err != nil {
			return err
		}
		answered := slices.ContainsFunc(out.Replies, func(r conversation.Reply) bool {
			return r.Intent != "" && (r.Kind == conversation.KindAnswer || r.Kind == conversation.KindField || r.Kind == conversation.KindConfirm)
		})
		about := slices.ContainsFunc(out.Replies, func(r conversation.Reply) bool { return r.Intent == c.Goal })
		offered := out.State.Offered != nil && slices.Contains(out.State.Offered.Intents, c.Goal)
		switch c.Goal {
		case "other":
			t.count("other, not answered", !answered)
		default:
			t.count("right", about)
			t.count("right or offered", about || offered)
			t.count("not wrong", about || !answered)
		}
	}
	t.print()
	return nil
}
