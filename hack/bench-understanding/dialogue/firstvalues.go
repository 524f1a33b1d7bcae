// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// firstValues plays first messages that ask for an intent and may hold values of its fields. Right is
// where exactly those are known then.
func (b bench) firstValues(file string) error {
	var set struct {
		Today string
		Cases []struct {
			Locale, Text string
			Intent       intent
			Expect       map[string]any
		}
	}
	if err := b.read(file, &set); err != nil {
		return err
	}
	others, today, err := b.setting(set.Today)
	if err != nil {
		return err
	}
	t := newTally("first")
	for _, c := range set.Cases {
		var all []release.Intent
		for _, in := range append([]intent{c.Intent}, others...) {
			made, err := in.release(c.Locale)
			if err != nil {
				return err
			}
			if len(all) > 0 {
				made.Fields = nil
			}
			all = append(all, made)
		}
		made, err := newBot(all, today.Add(10*time.Hour))
		if err != nil {
			return err
		}
		talk, err := made.talk(c.Locale, nil)
		if err != nil {
			return err
		}
		out, err := talk.say(c.Text)
		if err != nil {
			return err
		}
		want := map[string]string{}
		for name, value := range c.Expect {
			want[name] = text(value)
		}
		got := out.State.Fields
		if out.State.Intent != c.Intent.Name {
			got = nil
		}
		kind := "a value"
		switch len(want) {
		case 0:
			kind = "no value"
		case 1:
		default:
			kind = "values"
		}
		right := maps.Equal(want, got)
		t.count(kind, right)
		if !right {
			b.fail("%s %q: %v, want %v", c.Locale, c.Text, got, want)
		}
	}
	t.print()
	return nil
}
