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

// A day on which somebody did something, or since which something is so, is none on which anything is to be done: "I
// called on Monday already". Nor is what a clause says of today: "today is Wednesday".

// pastDeed are the expressions for what was done, and pastWish for what was decided, or wished, in the same tenses.
var pastDeed, pastWish = expressionsOf("past-deed"), expressionsOf("past-wish")

// tellsOfADeed tells whether a text says what was done, and not what was wished or decided.
func tellsOfADeed(text, locale string) bool {
	text = strings.ToLower(text)
	return pastDeed.match(text, locale) && !pastWish.match(text, locale)
}

// asksOfThePast tells whether the question for a day asks when something was.
func (in *Intent) asksOfThePast(f *Field, locale string) bool {
	if f.Past || f.Maximum == release.Today {
		return true
	}
	prompt := in.promptOf(f, locale)
	words := signals.Words(prompt)
	return tellsOfADeed(prompt, locale) || slices.ContainsFunc(words, func(word string) bool {
		return word == "did" || tellingWords.For(locale).HasForm(word) || wording.LexisOf(locale, "").Own("bygone", word)
	})
}

// isOfAnotherTime tells whether the day of a clause is that of something that was, or only what today is.
func isOfAnotherTime(clause, locale string) bool {
	words := signals.Words(clause)
	return tellsOfADeed(clause, locale) || values.IsSinceDay(words) || saysWhatTodayIs(words, locale)
}

// saysWhatTodayIs tells whether a clause says no more of today than which day it is.
func saysWhatTodayIs(words []string, locale string) bool {
	own := copulas.For(locale)
	is := func(word string) bool { return own.HasForm(word) || word == "its" }
	return values.NamesToday(words) && slices.ContainsFunc(words, values.IsDay) && slices.ContainsFunc(words, is)
}
