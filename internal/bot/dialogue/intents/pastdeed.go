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

// tellsOfDoing tells whether a clause of a message says that what the intent does was done, as none of its utterances
// does: "desactivé los avisos". What is wished, or was not done, tells nothing, nor does a choice that looks like a deed. The
// rest are the other clauses.
func (in *Intent) tellsOfDoing(m Message) (told bool, rest []string) {
	if in.manner.deeds || !pastDeed.match(strings.ToLower(m.Text), m.Locale) {
		return false, nil
	}
	for _, clause := range wording.ClausesOf(m.Text) {
		if tellsOfADeed(clause, m.Locale) && in.isDoing(deedIn(clause, m.Locale), m.Locale) {
			if own := signals.Read(clause, m.Locale); !own.Wishes && !own.Negates {
				told = true
				continue
			}
		}
		rest = append(rest, clause)
	}
	return told, rest
}

// deedIn are the words with which a clause says what was done.
func deedIn(clause, locale string) []string {
	return signals.Words(pastDeed.find(strings.ToLower(clause), locale))
}

// isDoing tells whether words are of what the intent does, not all as in its utterances, and of none of its choices.
func (in *Intent) isDoing(words []string, locale string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return in.isOfChoice(word, locale) }) && slices.ContainsFunc(words, func(word string) bool { return !in.manner.words[word] }) &&
		(wording.HasTerm(in.manner.terms, words) || signals.ActsOf(strings.Join(words, " "))&in.Spoken != 0)
}

// TellsOfDoing tells whether a message only says that what the intent does was done: none of its clauses asks for it.
func (in *Intent) TellsOfDoing(m Message) bool {
	told, rest := in.tellsOfDoing(m)
	return told && !slices.ContainsFunc(rest, func(clause string) bool {
		return !in.Contrary(clause) && (in.KnowsOf(clause) || signals.ActsOf(clause)&in.Spoken != 0)
	})
}

// WantsOtherThanDone tells whether a message says that what the intent does was done, and wants the opposite of it: "I
// turned it off, now turn it on again".
func (in *Intent) WantsOtherThanDone(m Message) bool {
	told, rest := in.tellsOfDoing(m)
	return told && slices.ContainsFunc(rest, in.Contrary)
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
