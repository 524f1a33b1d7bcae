// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// Who is to phone, to come or to be in need not be a person to talk to now: "could someone ring me", "is anybody at the
// desk on Sunday?", "somebody will be at home on Friday".

var (
	// phoning are words that say that somebody is to be phoned, and somebody pronouns for anybody.
	phoning, somebody = signals.ListOf("phoning"), signals.ListOf("somebody")
	// ofAnybody are both.
	ofAnybody = []signals.WordList{phoning, somebody}
)

func (in *Intent) hasPhone() bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool { return f.Type == release.FieldPhone })
}

// asksToPhone tells whether a text has a word of phoning.
func asksToPhone(text, locale string) bool {
	own := phoning.For(locale)
	return slices.ContainsFunc(signals.Words(text), own.HasForm) || own.PartIn(text) != ""
}

// Phones tells whether the intent arranges that the customer is phoned, and a message asks for just that.
func (in *Intent) Phones(m Message) bool {
	return in.phones && asksToPhone(m.Text, m.Locale) && !signals.Read(withoutAnybody(m.Text, m.Locale), m.Locale).NamesHuman &&
		!slices.ContainsFunc(wording.ClausesOf(m.Text), func(clause string) bool {
			return !asksToPhone(clause, m.Locale) && signals.Read(clause, m.Locale).NamesHuman // "my phone is dead, can someone help?"
		})
}

// IsOnlyOfSomebody tells whether a message is like the intent by a pronoun for anybody alone: it speaks of no phone, where
// that is what the intent arranges.
func (in *Intent) IsOnlyOfSomebody(m Message) bool {
	if !in.phones || asksToPhone(m.Text, m.Locale) {
		return false
	}
	rest := withoutAnybody(m.Text, m.Locale)
	return rest != m.Text && !in.HasOwn(rest)
}

// AwaitsSomebody tells whether a message asks the intent for something that somebody does, or is there for: a visit on a
// day, or an answer.
func (in *Intent) AwaitsSomebody(m Message) bool {
	if in.phones || !in.KnowsOf(m.Text) || in.Risk == LowRisk && !m.Question || in.Risk != LowRisk && in.dates() == 0 {
		return false
	}
	rest := withoutAnybody(m.Text, m.Locale)
	heard := signals.Read(rest, m.Locale)
	return rest != m.Text && !heard.NamesHuman && (in.Risk == LowRisk || !heard.AsksForHuman)
}

// OnlyAnybody tells whether a message asks for no person but by words that may stand for anybody.
func OnlyAnybody(m Message) bool {
	rest := withoutAnybody(m.Text, m.Locale)
	return rest != m.Text && !signals.Read(rest, m.Locale).AsksForHuman
}

// withoutAnybody is a text without such words.
func withoutAnybody(text, locale string) string {
	for _, list := range ofAnybody {
		own := list.For(locale)
		for part := own.PartIn(text); part != "" && wording.IsUnspaced(part); part = own.PartIn(text) {
			text = strings.ReplaceAll(text, part, "")
		}
		words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' })
		kept := slices.DeleteFunc(slices.Clone(words), func(word string) bool {
			return slices.ContainsFunc(signals.Words(word), own.HasForm)
		})
		if len(kept) < len(words) {
			text = strings.Join(kept, " ")
		}
	}
	return text
}
