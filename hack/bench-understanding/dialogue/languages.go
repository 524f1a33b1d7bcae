// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// languages runs first messages in other languages than English on bots that have their intents in another file: in
// each language those that an intent is for, and those that none is.
func (b bench) languages(file string) error {
	var set struct {
		Sets []struct {
			Intents string // the file with the bot's intents
			Cases   []struct{ Locale, Text, Intent string }
		}
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	right, offered, wrong, outside := newTally("right"), newTally("right or offered"), newTally("not wrong"), newTally("out of scope, not answered")
	for _, s := range set.Sets {
		var of struct {
			Today   string
			Intents []intent
		}
		if err := b.read(s.Intents, &of); err != nil {
			return err
		}
		today, err := time.Parse(time.DateOnly, of.Today)
		if err != nil {
			return err
		}
		bots := map[string]*bot{}
		for _, c := range s.Cases {
			if bots[c.Locale] == nil {
				if bots[c.Locale], err = botOf(of.Intents, c.Locale, today); err != nil {
					return err
				}
			}
			talk, err := bots[c.Locale].talk(c.Locale, nil)
			if err != nil {
				return err
			}
			out, err := talk.say(c.Text)
			if err != nil {
				return err
			}
			first := out.Replies[0]
			answered := first.Kind == conversation.KindAnswer || first.Kind == conversation.KindField || first.Kind == conversation.KindConfirm
			if c.Intent == "" {
				outside.count(c.Locale, !answered)
				continue
			}
			meant := answered && first.Intent == c.Intent
			right.count(c.Locale, meant)
			offered.count(c.Locale, meant || out.State.Offered != nil && slices.Contains(out.State.Offered.Intents, c.Intent))
			wrong.count(c.Locale, meant || !answered)
			if !meant {
				b.fail("%s %q is about %s, got %s %s", c.Locale, c.Text, c.Intent, first.Kind, first.Intent)
			}
		}
	}
	for _, t := range []*tally{right, offered, wrong, outside} {
		t.print()
	}
	return nil
}
