// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Who has something moved to another day may say which day it has so far: "my delivery is on Friday, change it". That is
// not the new one.

// settled are words that say of a thing without naming it that it has a day.
var settled = signals.ListOf("settled")

// withoutPresent is a text without the days that it says a thing has now. In an answer it must name the thing: "it is on
// Friday" may be the day that is asked for.
func (in *Intent) withoutPresent(f *Field, text string, m Message, answer bool) string {
	if !in.moves || m.Question && answer || f.Type != release.FieldDate || in.dates() > 1 || !mayStand(text, m.Locale) {
		return text
	}
	if asked, state := in.directionAsked(f, m); state && asked == fromIt || in.asksWhatIs(f, m) {
		return text
	}
	c := in.counting(f, values.InDaysAhead(values.InDate(text, m.Now), m.Now), m)
	var b strings.Builder
	at := 0
	for _, n := range c.presentDays(answer) {
		b.WriteString(c.text[at:c.tokens[n.first].From] + " ; ")
		at = c.tokens[n.end-1].To
	}
	if at == 0 {
		return text
	}
	return b.String() + c.text[at:]
}

// presentDays are the days that a text says a thing has now.
func (c counting) presentDays(answer bool) []named {
	return slices.DeleteFunc(c.daysNamed(), func(n named) bool { return !c.isPresent(n, answer) })
}

// mayStand tells whether a text has a word that says of a thing that it has a day, or may do without.
func mayStand(text, locale string) bool {
	if isVerbless(locale) {
		return true
	}
	own, alone := standing.For(locale), settled.For(locale)
	return slices.ContainsFunc(signals.Words(text), func(word string) bool {
		return own.HasForm(word) || alone.HasForm(word) || wording.IsUnspaced(word) && (own.PartIn(word) != "" || alone.PartIn(word) != "")
	})
}

// isVerbless tells whether a language says that a thing has a day without a verb: "teslimatım cuma günü".
func isVerbless(locale string) bool {
	language := wording.LanguageOf(locale)
	return language == "tr" || language == "ar"
}

// asksWhatIs tells whether the question for a field is for the day that a thing has: "On which day is the appointment?".
func (in *Intent) asksWhatIs(f *Field, m Message) bool {
	prompt := in.promptOf(f, m.Locale)
	c := in.counting(f, prompt, m)
	is, wants, names := false, false, false
	for i, t := range c.tokens {
		is = is || c.isOn(standing, i)
		wants = wants || c.isOn(wanting, i) || c.isOn(asksNew, i) || c.words.Own("towards", t.Word) || c.words.Own("sufficing", t.Word)
		names = names || wording.HasTerm(in.Terms, []string{t.Word})
	}
	return is && names && !wants
}

// isPresent tells whether a clause says that a thing has a day, and asks for nothing.
func (c counting) isPresent(n named, answer bool) bool {
	clause := c.tokens[n.first].Clause
	var words []string
	is, alone, names, last := false, false, false, -1
	things := c.in.thingsTold(c.m.Locale)
	for i, t := range c.tokens {
		if t.Clause != clause || n.first <= i && i < n.end {
			continue
		}
		words = append(words, t.Word)
		if c.wants(i) || isMoving(t.Word, c.m.Locale) {
			return false
		}
		is = is || c.isOn(standing, i)
		alone = alone || !answer && c.isOn(settled, i)
		names = names || wording.HasTerm(c.in.Terms, []string{t.Word}) || wording.HasTerm(things, []string{t.Word}) ||
			!answer && !wording.IsUnspaced(t.Word) && (c.words.Own("referring", t.Word) || c.words.Own("third-person", t.Word))
		last = i
	}
	switch {
	case alone:
		return true
	case !names && !c.in.namesThing(c.textOf(clause)) || c.saysNew(n, last):
		return false
	case is:
		return true
	}
	return isVerbless(c.m.Locale) && !answer && len(words) <= MaxElliptic && clause < c.tokens[len(c.tokens)-1].Clause
}

// namesThing tells whether a text has the number of a thing.
func (in *Intent) namesThing(text string) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool { return f.Distinct && len(f.All(text)) > 0 })
}

// textOf is the text of a clause.
func (c counting) textOf(clause int) string {
	first := slices.IndexFunc(c.tokens, func(t wording.Token) bool { return t.Clause == clause })
	end := first
	for end < len(c.tokens) && c.tokens[end].Clause == clause {
		end++
	}
	return c.text[c.tokens[first].From:c.tokens[end-1].To]
}

// saysNew tells whether the clause of a day says what is to be: "to Friday", or "the new day is Friday".
func (c counting) saysNew(n named, last int) bool {
	if c.directionBeside(n, nil) == toIt {
		return true
	}
	return slices.ContainsFunc(c.tokens[:max(n.first, last+1)], func(t wording.Token) bool {
		return t.Clause == c.tokens[n.first].Clause && (asksNew.For(c.m.Locale).HasForm(t.Word) || c.words.Own("named-date", t.Word) && wording.LanguageOf(c.m.Locale) != "tr")
	})
}
