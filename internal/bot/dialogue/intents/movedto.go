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

// Who moves something names the day to which it goes, and maybe the one that it had, or the reason: "move it from Friday
// to Saturday, I work on Friday". Elsewhere what "to" stands before is the end of something.

// maxDayWords is the most words of a day behind a goal: "the 20th of March".
const maxDayWords = 4

// movingWords are verbs with which something is brought to another day.
var movingWords = signals.ListOf("moving")

// isMoving tells whether a text has such a verb.
func isMoving(text, locale string) bool {
	own := movingWords.For(locale)
	return slices.ContainsFunc(signals.Words(text), own.HasForm) || own.PartIn(text) != ""
}

// withoutGoal is a text that moves something to a day, without the word before that day, the day that it had, and the
// clauses that name other days. A text that moves nothing, or more than once, is returned as it is.
func (in *Intent) withoutGoal(f *Field, text string, m Message) string {
	if !in.moves || m.Instead {
		return text
	}
	clauses := wording.ClausesOf(text)
	moved, at := "", -1
	for i, clause := range clauses {
		if !isMoving(clause, m.Locale) {
			continue
		}
		left, found := in.movedTo(f, clause, m)
		switch {
		case found && at >= 0:
			return text
		case found:
			moved, at = left, i
		}
	}
	if at < 0 {
		return text
	}
	var left []string
	for i, clause := range clauses {
		words := signals.Words(clause)
		switch {
		case i == at:
			left = append(left, moved)
		case corrects(clause, m.Locale):
			return text // "to Saturday, no, Sunday"
		case !m.namesDay(clause) && values.InDaysAhead(clause, m.Now) == clause:
			left = append(left, clause)
		case len(words) > 0 && values.Joins(words[0]):
			return text // "to Saturday, or Sunday"
		}
	}
	return strings.Join(left, ", ")
}

// corrects tells whether a clause puts right what stands before it. "Change it" is no correction here.
func corrects(clause, locale string) bool {
	words, says := signals.Words(clause), signals.Read(clause, locale)
	const pair = 2
	return len(words) > 0 && values.Corrects(words[0]) || values.Corrects(strings.Join(words[:min(pair, len(words))], " ")) || says.No || says.Withdrawn
}

// movedTo is a clause without the only goal in it that stands before a day, and without the day before that from which
// something is moved.
func (in *Intent) movedTo(f *Field, clause string, m Message) (left string, found bool) {
	words := strings.Fields(clause)
	goal := -1
	for i := range words {
		if !goals.For(m.Locale).HasForm(plain(words[i])) || !in.beginsWithDay(f, words[i+1:], m) {
			continue
		}
		if goal >= 0 {
			return clause, false
		}
		goal = i
	}
	if goal < 0 {
		return clause, false
	}
	before := words[:goal]
	for i := range before {
		if origins.For(m.Locale).HasForm(plain(before[i])) && in.beginsWithDay(f, before[i+1:], m) {
			before = before[:i]
			break
		}
	}
	return strings.Join(slices.Concat(before, words[goal+1:]), " "), true
}

// plain is a word as lists have it; empty: it is none, or several.
func plain(word string) string {
	if words := signals.Words(word); len(words) == 1 {
		return words[0]
	}
	return ""
}

// beginsWithDay tells whether words begin with a day.
func (in *Intent) beginsWithDay(f *Field, words []string, m Message) bool {
	for n := 1; n <= min(maxDayWords, len(words)); n++ {
		said := strings.Join(words[:n], " ")
		if f.Read(said, m.Now, m.Locale).Value != "" && (m.namesDay(said) || wording.HasNumber(said)) {
			return true
		}
	}
	return false
}
