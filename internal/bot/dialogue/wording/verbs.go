// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"slices"
	"sync"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Doing are the verbs of what is done to things.
var Doing = signals.ListOf("doing")

// doing are verbs of what is done to things, by their first letters.
var doing = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, word := range signals.ListOf("doing").All() {
		key := firstLetters(word)
		all[key] = append(all[key], word)
	}
	return all
})

// IsDoing tells whether a word says what is done to a thing, and names none.
func IsDoing(word string) bool {
	return slices.ContainsFunc(doing()[firstLetters(word)], func(verb string) bool { return formsOfOne(verb, word, minVerb) }) ||
		Doing.Only(word)
}

func firstLetters(word string) string {
	runes := []rune(word)
	return string(runes[:min(len(runes), 2)])
}

// minForm is the fewest letters that forms of a word begin with, minVerb those of a verb, and maxEnding the most
// of their endings.
const minForm, minVerb, maxEnding = 4, 5, 2

// IsFormOf tells whether a word may be a form of another, which need be no verb.
func IsFormOf(one, word string) bool { return formsOfOne(one, word, minForm) }

// formsOfOne tells whether two words may be forms of one: they begin alike, and hardly differ at the end.
func formsOfOne(a, b string, least int) bool {
	short, long := []rune(a), []rune(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	n := 0
	for n < len(short) && short[n] == long[n] {
		n++
	}
	return n >= least && len(short)-n <= maxEnding && len(long)-n <= maxEnding
}

// Wishes are words with which customers wish for something.
var Wishes = signals.ListOf("wishing")
