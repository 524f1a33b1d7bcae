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

// Of several values of a kind, each belongs to the field whose question has the word beside it, or one like it: "from
// savings to current" to "From which account?" and "To which account?", and "I have red, I want blue" to "Which colour
// is it now?" and "Which one do you want instead?".

// direction is what a value, or a question, stands for: what something is until now, or what it is to be.
type direction int

const (
	nowhere direction = iota
	fromIt
	toIt
)

func (d direction) opposite() direction {
	switch d {
	case fromIt:
		return toIt
	case toIt:
		return fromIt
	}
	return nowhere
}

// directed is the value that a text has for a field; shared is true when another field takes some of the same, and
// nothing else in the text then tells which of them is meant.
func (in *Intent) directed(f *Field, text string, m Message) (value string, shared bool) {
	others := in.sharing(f)
	if len(others) == 0 {
		return "", false
	}
	asked, state := in.directionAsked(f, m)
	for _, other := range others {
		theirs, too := in.directionAsked(other, m)
		switch asked {
		case nowhere:
			asked = theirs.opposite() // "On which account?" beside "From which account?"
		case theirs:
			return "", true
		}
		state = state || too
	}
	if asked == nowhere {
		return "", true
	}
	if f.Type == release.FieldDate {
		text = dated(f, text, m)
	}
	c := in.counting(f, text, m)
	all := c.valuesNamed()
	for i, d := range c.directions(all, state) {
		switch {
		case d != asked, value == all[i].value:
		case value != "":
			return "", true
		default:
			value = all[i].value
		}
	}
	return value, true
}

// dated is a text with the days in it as dates.
func dated(f *Field, text string, m Message) string {
	return values.InDaysAhead(values.InDate(values.HanDates(stretched(f, text, m), m.Now, f.Minimum == release.Today), m.Now), m.Now)
}

// stretched is a text with the two days of a stretch of time as dates.
func stretched(f *Field, text string, m Message) string {
	return values.Stretches(text, m.Locale, m.Now, f.Minimum == release.Today)
}

// sharing are the other fields that take some of a field's values: all days, or the same choices.
func (in *Intent) sharing(f *Field) []*Field {
	var all []*Field
	for i := range in.Fields {
		other := &in.Fields[i]
		if other.Name != f.Name && (f.Type == release.FieldDate && other.Type == f.Type ||
			slices.ContainsFunc(other.Choices, func(c string) bool { return slices.Contains(f.Choices, c) })) {
			all = append(all, other)
		}
	}
	return all
}

// directionAsked is what a field's name, or the question for it, asks for. A name is English, as a rule. state is true
// where it asks for how something is now, or is to be, and not for where something begins or goes to.
func (in *Intent) directionAsked(f *Field, m Message) (d direction, state bool) {
	if f.edge != nowhere {
		return f.edge, false
	}
	for _, asks := range []struct{ text, locale string }{
		{wording.WordsOfName(f.Name), "en"}, {in.promptOf(f, m.Locale), m.Locale}, {f.Prompt, in.Locale},
	} {
		words := signals.Words(asks.text)
		for _, word := range words {
			if d := stateAsked(word, asks.locale); d != nowhere {
				return d, true
			}
		}
		for _, word := range words {
			if d := directionOf(word, asks.locale); d != nowhere {
				return d, false
			}
		}
	}
	return nowhere, false
}

var (
	// asksPresent and asksNew are words of questions for what is until now, and for what is to be.
	asksPresent, asksNew = signals.ListOf("asks-present"), signals.ListOf("asks-new")
	// standing are words of statements that say how something is until now, and wanting of those that say how it is to be.
	standing, wanting = signals.ListOf("standing"), signals.ListOf("wanting")
	// into are words before what something goes to, besides goals, and upTo before the end of something.
	into, upTo = signals.ListOf("into"), signals.ListOf("up-to")
	// against stands between what is given and what is had for it.
	against = signals.ListOf("against")
)

// stateAsked is what a word of a question, or a run of it in a script without spaces, asks for by what it says of time.
func stateAsked(word, locale string) direction {
	has := func(list signals.WordList) bool {
		own := list.For(locale)
		return own.HasForm(word) || wording.IsUnspaced(word) && own.PartIn(word) != ""
	}
	switch {
	case has(asksPresent):
		return fromIt
	case has(asksNew):
		return toIt
	}
	return nowhere
}

// directionOf is that of a word in the customer's language, or of one in a field's name, which is English as a rule.
func directionOf(word, locale string) direction {
	switch {
	case origins.For(locale).Has(word), word == "from", word == "source":
		return fromIt
	case goals.For(locale).Has(word), into.For(locale).Has(word), upTo.For(locale).Has(word), word == "to", word == "target":
		return toIt
	}
	return nowhere
}

// chosen is the choice that a request names as what it is for, or behind what the question calls it, where it says
// something else of another: "swap it for size M, the L is huge". Empty: there is none, or more than one.
func (in *Intent) chosen(f *Field, text string, m Message) string {
	lower := strings.ToLower(text)
	if !slices.ContainsFunc(f.ChoiceNames(m.Locale), func(n values.ChoiceName) bool { return strings.Contains(lower, strings.ToLower(n.Name)) }) ||
		slices.ContainsFunc(wording.ClausesOf(text), func(clause string) bool { return corrects(clause, m.Locale) }) {
		return ""
	}
	c := in.counting(f, text, m)
	value, all := "", c.choicesNamed()
	for i, n := range all {
		if i > 0 && all[i-1].value == value && c.isListed(all[i-1], n) {
			return "" // "to M and L"
		}
		before, at := c.before(n.first), n.first
		if before != nil && (c.words.Own("owning", before.Word) || c.isThingAsked(before.Word)) {
			at, before = n.first-1, c.before(n.first-1)
		}
		switch {
		case before != nil && (values.Joins(before.Word) || values.Corrects(before.Word)):
			return "" // "M or L"
		case before != nil && c.words.Own("origin", before.Word), !c.isWhatFor(n, at):
		case value != "" && value != n.value:
			return ""
		default:
			value = n.value
		}
	}
	return value
}

// isListed tells whether no more than "and" and an article stands between two values, and nothing is said of the second.
func (c counting) isListed(first, second named) bool {
	joined := false
	for _, t := range c.tokens[first.end:second.first] {
		if values.Joins(t.Word) {
			joined = true
		} else if !c.words.Own("owning", t.Word) && !alsoBefore.For(c.m.Locale).Has(t.Word) {
			return false
		}
	}
	next := c.next(second.end - 1)
	return joined && (next == nil || !copulas.For(c.m.Locale).Has(next.Word))
}

// isWhatFor tells whether a value is what a request is for. It begins at a place before it, with its name or an article.
func (c counting) isWhatFor(n named, at int) bool {
	if before := c.before(at); before != nil {
		switch {
		case !wording.IsUnspaced(before.Word):
			if c.words.Own("towards", before.Word) || c.words.Own("goal", before.Word) {
				return true
			}
		case c.words.EndsIn("goal", before.Word):
			return true
		}
	}
	if at < n.first && c.isThingAsked(c.tokens[at].Word) {
		return true
	}
	next := c.next(n.end - 1)
	switch {
	case next == nil:
		return false
	case wording.IsUnspaced(next.Word):
		return c.words.Before("goal", next.Word) != ""
	}
	return wording.LanguageOf(c.m.Locale) == "tr" && c.isThingAsked(next.Word)
}
