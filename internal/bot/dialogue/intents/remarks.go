// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
)

// A number of a remark is none that was asked for: how often something was tried, how long it takes, and the moment or
// the question that is asked for.

// remarks are the lists of words that are counted in passing, where the question has them not.
func (c counting) remarks() []string {
	all := []string{"passing"}
	if !c.words.AskedIn("repeated", c.prompt) {
		all = append(all, "repeated")
	}
	return all
}

// maxOfRemark is the most words between a number and what it counts in passing: "un petit moment".
const maxOfRemark = 1

// isRemark tells whether a number stands before such a word, or says which one of several it is where the question asks
// how many: "5 times already", "un instant", "la 3e fois".
func (c counting) isRemark(first, last int) bool {
	if c.tellsTheHour(first) {
		return true
	}
	next := c.next(last)
	if next == nil || wording.IsUnspaced(next.Word) || c.isAsked(next.Word) {
		return false
	}
	if c.tokens[last].Figures && c.tokens[last].To == next.From && c.family != "" && ordinalEnds[next.Word] {
		return true
	}
	if c.words.Own("something-else", next.Word) && wording.One.HasForm(c.tokens[first].Word) && c.isOfNoUnit(next) {
		return true // "bir şey soracağım"
	}
	if c.isRepeated(next) {
		return true
	}
	for at := last; at <= last+maxOfRemark; at++ {
		switch next := c.next(at); {
		case next == nil || next.Number:
			return false
		case c.words.Own("passing", next.Word):
			return true
		}
	}
	return false
}

// tellsTheHour tells whether a number is the hour that it is: "son las 5".
func (c counting) tellsTheHour(first int) bool {
	before := c.before(first)
	return before != nil && c.words.Own("before-hour", before.Word) && c.before(first-1) != nil && c.words.Own("copula", c.tokens[first-2].Word)
}

// isRepeated tells whether a word says how often something was, and the question does not ask for that. In German, "zwei
// Mal bitte" may also order two.
func (c counting) isRepeated(next *wording.Token) bool {
	return c.words.Own("repeated", next.Word) && !c.words.AskedIn("repeated", c.prompt) && (wording.LanguageOf(c.m.Locale) != "de" || c.isAlready(next.Clause))
}

// isOfNoUnit tells whether a word names nothing that the question counts: a day is, and a thing may be anything.
func (c counting) isOfNoUnit(t *wording.Token) bool {
	unit := c.words.UnitOf(t.Word)
	return unit == "" || unit == "unit-item" || unit != c.family
}

// isAlready tells whether a clause says that something was, or is so already.
func (c counting) isAlready(clause int) bool {
	return slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		return t.Clause == clause && (c.words.Own("already", t.Word) || c.isBygone(t))
	})
}

// ordinalEnds are written behind a number that says which one of several something is.
var ordinalEnds = wording.SetOf("st nd rd th e er ere eme")
