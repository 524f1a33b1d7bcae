// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

var someDay = time.Date(2025, 3, 12, 9, 0, 0, 0, time.UTC)

func (b bench) person(file string) error {
	var set struct {
		Cases []struct {
			Locale, Text string
			WantsPerson  bool
		}
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	wishes, mentions := newTally("wish"), newTally("mention")
	for _, c := range set.Cases {
		got := signals.Read(c.Text, c.Locale).AsksForHuman
		if c.WantsPerson {
			wishes.count(c.Locale, got)
		} else {
			mentions.count(c.Locale, !got)
		}
		if got != c.WantsPerson {
			b.fail("%s wants a person %t: %s", c.Locale, c.WantsPerson, c.Text)
		}
	}
	wishes.print()
	mentions.print()
	return nil
}

func (b bench) signals(file string) error {
	var set struct {
		Cases []struct{ Locale, Text, Signal string }
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	found, absent := newTally("signal"), newTally("no signal")
	for _, c := range set.Cases {
		s := signals.Read(c.Text, c.Locale)
		got := map[string]bool{"anger": s.Anger, "thanks": s.Thanks, "dangerToSelf": s.DangerToSelf, "legalThreat": s.LegalThreat}
		if c.Signal != "none" {
			found.count(c.Signal, got[c.Signal])
		}
		for _, name := range []string{"anger", "thanks", "dangerToSelf", "legalThreat"} {
			if c.Signal == "none" {
				absent.count(name, !got[name])
			}
		}
	}
	found.print()
	absent.print()
	return nil
}

func (b bench) negation(file string) error {
	var set struct {
		Intents []intent
		Cases   []struct {
			Author, Locale, Intent, Kind, Expect string
			Turns                                []string
		}
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	bots, risks := map[string]*bot{}, map[string]string{}
	for _, in := range set.Intents {
		risks[in.Name] = in.Risk
	}
	executed, atOnce := newTally("negation"), newTally("at once")
	for _, c := range set.Cases {
		if bots[c.Locale] == nil {
			made, err := botOf(set.Intents, c.Locale, someDay)
			if err != nil {
				return err
			}
			bots[c.Locale] = made
		}
		talk, err := bots[c.Locale].talk(c.Locale, nil)
		if err != nil {
			return err
		}
		answered, touched, log := false, false, []string{}
		for i, text := range c.Turns {
			out, err := talk.say(text)
			if err != nil {
				return err
			}
			if c.Kind == "withdrawn" && i == len(c.Turns)-1 {
				answered = false // what is done without asking is done before it can be withdrawn
			}
			for _, r := range out.Replies {
				answered = answered || r.Kind == conversation.KindAnswer && r.Intent == c.Intent
				touched = touched || r.Intent == c.Intent && r.Kind != conversation.KindHandoff
				touched = touched || r.Kind == conversation.KindOffer && out.State.Offered != nil && slices.Contains(out.State.Offered.Intents, c.Intent)
				log = append(log, string(r.Kind)+":"+r.Intent)
			}
		}
		right := !answered
		switch c.Expect {
		case "recognised":
			right = touched
		case "executed":
			right = answered
		}
		executed.count(c.Kind, right)
		if c.Expect == "recognised" && risks[c.Intent] != "High" {
			atOnce.count(c.Locale, answered)
			if !answered {
				b.fail("%s not at once %s %q: %v", c.Locale, c.Intent, c.Turns, log)
			}
		}
		if !right {
			b.fail("%s %s %s %q: %v", c.Locale, c.Kind, c.Intent, c.Turns, log)
		}
	}
	executed.print()
	atOnce.print()
	return nil
}

// setting is what a bot has beside the intent that is measured, and the day on which it is asked.
func (b bench) setting(day string) (others []intent, today time.Time, err error) {
	var set struct{ Intents []intent }
	if err := b.read("tuning/telecom.json", &set); err != nil {
		return nil, time.Time{}, err
	}
	today, err = time.Parse(time.DateOnly, day)
	return set.Intents, today, err
}

func (b bench) fields(file string) error {
	var set struct {
		Today string
		Cases []struct {
			Author, Locale, Ask string
			Field               field
			Turns               []string
			Expect              struct {
				Value, Corrected   any
				AlsoAccepted       []any
				NotAValue, Refused string
			}
		}
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	others, today, err := b.setting(set.Today)
	if err != nil {
		return err
	}
	bots := map[string]*bot{} // by what they ask for
	t := newTally("fields")
	for _, c := range set.Cases {
		asked := release.Intent{
			Name: "asking", Revision: "asking-1", Risk: "Low", Utterances: []string{"proceed with the matter at hand"},
			Fields: []release.Field{c.Field.release()}, Reply: release.Reply{Text: "Noted: {" + c.Field.Name + "}."},
		}
		asked.Fields[0].Prompt = c.Ask
		all := []release.Intent{asked}
		for _, in := range others {
			other, err := in.release("en")
			if err != nil {
				return err
			}
			other.Fields = nil
			all = append(all, other)
		}
		key := fmt.Sprint(c.Field, c.Ask)
		if bots[key] == nil {
			if bots[key], err = newBot(all, today.Add(10*time.Hour)); err != nil {
				return err
			}
		}
		talk, err := bots[key].talk(c.Locale, func(s *conversation.State) {
			s.Intent, s.Collecting = "asking", &conversation.Collecting{Intent: "asking", Field: c.Field.Name, Asked: 1}
		})
		if err != nil {
			return err
		}
		var state conversation.State
		var log []string
		for _, text := range c.Turns {
			out, err := talk.say(text)
			if err != nil {
				return err
			}
			state = out.State
			for _, r := range out.Replies {
				log = append(log, string(r.Kind)+": "+r.Text)
			}
		}
		value := ""
		if state.Intent == "asking" {
			value = state.Fields[c.Field.Name]
		}
		kind, right := "value", false
		accepted := append([]any{c.Expect.Value, c.Expect.Corrected}, c.Expect.AlsoAccepted...)
		switch {
		case c.Expect.NotAValue != "":
			kind, right = "notAValue", value == ""
		case c.Expect.Refused != "":
			kind, right = "refused", value == "" && state.Collecting != nil
		default:
			if c.Expect.Corrected != nil {
				kind = "corrected"
			}
			for _, want := range accepted {
				right = right || want != nil && value == text(want)
			}
		}
		t.count(kind, right)
		if !right {
			b.fail("%s %s %q: %q, want %+v; %q", c.Field.Type, c.Locale, c.Turns, value, c.Expect, log)
		}
	}
	t.print()
	return nil
}

func text(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
