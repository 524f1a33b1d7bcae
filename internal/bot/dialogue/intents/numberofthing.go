// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// A question may ask for the number that a thing has, and not for how many there are: "What is your room number?". Then
// "room 12" gives it, though it is no number of anything else.

// minCompound is the fewest letters of a word that another one begins with, as "Zimmernummer" does.
const minCompound = 4

// minStem is the fewest letters by which two forms of a name are one.
const minStem = 3

// numberOfThing is the only number of a text that the thing has for which the question asks; nil: there is none, or more
// than one. Of "room 12 or 14" neither is sure.
func (in *Intent) numberOfThing(f *Field, text string, m Message) *values.Reading {
	number, all, joined := "", 0, false
	in.numbersOf(f, text, m, func(c counting, first, last int) bool {
		said := c.text[c.tokens[first].From:c.tokens[last].To]
		if c.isItsNumber(first) && !c.wasItsNumber(first) && said != number {
			number = said
			all++
			joined = joined || c.isJoined(last)
		}
		return true
	})
	if joined {
		return &values.Reading{Refused: values.Unclear}
	}
	if all != 1 {
		return nil
	}
	reading := f.Read(number, m.Now, m.Locale)
	return &reading
}

// isItsNumber tells whether a number stands beside the name of the thing whose number the question asks for. To "How
// many rooms?" that is none.
func (c counting) isItsNumber(first int) bool {
	if !c.tokens[first].Figures || c.family != "" && (c.family != wording.UnitNamed || !c.asksForNumberOf()) {
		return false
	}
	before, next := c.before(first), c.next(first)
	if next != nil && !wording.IsUnspaced(next.Word) && (c.words.UnitOf(next.Word) != "" || c.words.Own("repeated", next.Word)) {
		return false // "my room 3 times"
	}
	if before != nil && c.words.Own("number-of", before.Word) && c.before(first-1) != nil {
		before = c.before(first - 1)
	}
	switch {
	case before != nil && wording.IsUnspaced(before.Word):
		if label := signals.ListOf("label").For(c.m.Locale).After(before.Word); label != "" && strings.Contains(c.prompt, label) {
			return true
		}
	case before != nil && c.isThingAsked(before.Word):
		return true
	}
	switch {
	case next == nil:
		return false
	case wording.IsUnspaced(next.Word):
		number := c.words.Before("number-of", next.Word)
		label := c.words.Before("label", strings.TrimPrefix(next.Word, number))
		return number != "" && label != "" && strings.Contains(c.prompt, label)
	}
	thing := c.next(first + 1)
	return thing != nil && wording.LanguageOf(c.m.Locale) == "tr" && c.words.Own("number-of", next.Word) && c.isThingAsked(thing.Word)
}

// isJoined tells whether another number stands beside one, and counts nothing: "12 or 14".
func (c counting) isJoined(last int) bool {
	const joint = 1
	at := last + joint + 1
	if at >= len(c.tokens) || !values.Joins(c.tokens[at-1].Word) || !c.tokens[at].Figures {
		return false
	}
	next := c.next(at)
	return next == nil || !wording.IsUnspaced(next.Word) && c.words.UnitOf(next.Word) == "" && !values.IsMonth(next.Word)
}

// asksForNumberOf tells whether the question has the word for a number that a thing has.
func (c counting) asksForNumberOf() bool {
	numbers := signals.ListOf("number-of").For(c.m.Locale)
	return slices.ContainsFunc(signals.Words(c.prompt), numbers.HasForm) || numbers.PartIn(c.prompt) != ""
}

// wasItsNumber tells whether the clause of a number says that it is that no more: "until" may stand before something
// else there.
func (c counting) wasItsNumber(first int) bool {
	return slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		return t.Clause == c.tokens[first].Clause && c.isBygone(t) && !c.words.Own("until", t.Word)
	})
}

// isThingAsked tells whether a word is the name of such a thing, and in the question as it stands or as the beginning of
// a word. "How many rooms" asks for no room.
func (c counting) isThingAsked(word string) bool {
	return c.words.Own("label", word) && slices.ContainsFunc(signals.Words(c.prompt), func(asked string) bool {
		switch {
		case asked == word:
			return true
		case wording.LanguageOf(c.m.Locale) == "tr":
			return c.words.Own("label", asked) && strings.HasPrefix(asked, word[:min(len(word), minStem)]) // with other endings
		}
		return len(word) >= minCompound && strings.HasPrefix(asked, word) && len(asked) > len(word)+minCompound
	})
}
