// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Persons are named in what asks for none, too: a count of them is changed ("one more person"), or a thing is
// measured by them ("a human-sized one").

var (
	// changing are the lists of words that say which way a count is changed, and counts of those that count.
	changing = []string{"more", "less", "more-before", "less-before", "adding"}
	numbers  = []string{"one", "numeral"}
	counts   = append(numbers[:len(numbers):len(numbers)], "contrasting")
	// measures are such measures.
	measures = regexp.MustCompile(`(?i)(?:` + Expressions("human-measure") + `)`)
)

// maxParticle is the most letters of a word that says nothing beside a count: "de", "in".
const maxParticle = 2

// asksForNobody tells whether a text names persons only in such ways.
func (l *language) asksForNobody(text string) bool {
	return l.changesPeople(text) || l.isCount(text) ||
		measures.MatchString(text) && !l.hears(sectionPerson, l.find(sentences(measures.ReplaceAllString(text, " ")), true))
}

// isCount tells whether a text is a number in words, of nothing that it names, and courtesies: "one please".
func (l *language) isCount(text string) bool {
	counted := false
	for _, word := range Words(text) {
		switch {
		case slices.ContainsFunc(numbers, func(list string) bool { return ListOf(list).For(l.name).HasForm(word) }):
			counted = true
		case !l.isHarmless(word):
			return false
		}
	}
	return counted
}

// changesPeople tells whether a text is a number, of people or of what was asked for, more or fewer, and little else.
func (l *language) changesPeople(text string) bool {
	words := Words(text)
	on := func(lists []string, word string) bool {
		return slices.ContainsFunc(lists, func(list string) bool { return ListOf(list).For(l.name).HasForm(word) })
	}
	people, changed := false, false
	for _, word := range words {
		switch {
		case on([]string{"unit-people"}, word):
			people = true
		case on(changing, word):
			changed = true
		case strings.Trim(word, "0123456789") == "", on(counts, word):
			people = true
		case utf8.RuneCountInString(word) <= maxParticle:
		case !l.isHarmless(word), on([]string{"wishing"}, word):
			return false
		}
	}
	return people && changed && len(words) <= maxAmount
}
