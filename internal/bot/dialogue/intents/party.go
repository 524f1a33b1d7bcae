// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values"
)

// Customers say how many they are without the word that the question has for it: "we'll be six", "a table for two".

// isOurs tells whether the words right before a number say that it is how many the customers are: "we'll be", "siamo
// in", "on sera".
func (c counting) isOurs(first int) bool {
	beings := 0
	for i := first - 1; i >= 0 && c.tokens[i].Clause == c.tokens[first].Clause; i-- {
		t := c.tokens[i]
		being := c.words.Own("being", t.Word) || c.words.Own("merely", t.Word) || !c.tokens[first].Figures && c.words.Own("together", t.Word)
		switch {
		case t.Joined && c.words.Own("we-are", t.Word), c.words.Own("ourselves", t.Word) && (being || beings > 0):
			return true
		case !being:
			return false
		}
		beings++
	}
	return false
}

// isForSome tells whether a number that counts nothing else is whom something is for, where the question asks for
// people: "a table for two", "à deux". A figure there may be an hour, or a day.
func (c counting) isForSome(first, last int) bool {
	before := c.before(first)
	if c.family != "unit-people" || before == nil || c.m.Answers != nil && c.m.Answers.Name != c.f.Name || c.tokens[first].Figures && strings.ContainsAny(c.tokens[first].Word, ".,'’") {
		return false
	}
	if at := atHour.FindStringIndex(c.text[c.tokens[first].From:]); at != nil && at[0] == 0 {
		return false
	}
	if next := c.next(last); next != nil && !c.isDated(last+1) && !c.words.Own("before-day", next.Word) && (next.Number || values.IsMark(next.Word) || joiningNames.Has(next.Word)) {
		return false // "for two or three nights"
	}
	return c.words.Own("for-people", before.Word) || !c.tokens[first].Figures && c.words.Own("together", before.Word)
}

// mayBeWhoItIsFor tells whether a number that something is for may count people where the question asks for something
// else: "a room for two" says nothing of nights. Money is seldom named in words then.
func (c counting) mayBeWhoItIsFor(first int) bool {
	before, inWords := c.tokens[first-1].Word, !c.tokens[first].Figures
	switch c.family {
	case "unit-people":
		return false
	case "", wording.UnitNamed, "unit-money":
		return inWords && c.words.Own("for-people", before)
	}
	return c.words.Own("for-people", before) || inWords && c.words.Own("together", before)
}

// countsPeople is how many fields of an intent ask for a number of people.
func (in *Intent) countsPeople(m Message) int {
	n := 0
	for i := range in.Fields {
		if in.AsksForPeople(&in.Fields[i], m) {
			n++
		}
	}
	return n
}

// isOfOneField tells whether a number that counts people can be no other field's: the only one that counts any, or one
// that the text names.
func (c counting) isOfOneField(first, last int) bool {
	if c.family != "unit-people" || c.in.countsPeople(c.m) == 1 {
		return true
	}
	return slices.ContainsFunc([]*wording.Token{c.before(first), c.next(last)}, func(t *wording.Token) bool { return t != nil && c.isAsked(t.Word) })
}
