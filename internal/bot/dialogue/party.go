// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/values"
)

// Customers say how many they are without the word that the question has for it: "we'll be six", "a table for two".

// isOurs tells whether the words right before a number say that it is how many the customers are: "we'll be", "siamo
// in", "on sera".
func (c counting) isOurs(first int) bool {
	beings := 0
	for i := first - 1; i >= 0 && c.tokens[i].clause == c.tokens[first].clause; i-- {
		t := c.tokens[i]
		being := c.words.own("being", t.word) || c.words.own("merely", t.word) || !c.tokens[first].figures && c.words.own("together", t.word)
		switch {
		case t.joined && c.words.own("we-are", t.word), c.words.own("ourselves", t.word) && (being || beings > 0):
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
	if c.family != "unit-people" || before == nil || c.m.answers != nil && c.m.answers.Name != c.f.Name || c.tokens[first].figures && strings.ContainsAny(c.tokens[first].word, ".,'’") {
		return false
	}
	if at := atHour.FindStringIndex(c.text[c.tokens[first].from:]); at != nil && at[0] == 0 {
		return false
	}
	if next := c.next(last); next != nil && !c.isDated(last+1) && !c.words.own("before-day", next.word) && (next.number || values.IsMark(next.word) || joiningNames.Has(next.word)) {
		return false // "for two or three nights"
	}
	return c.words.own("for-people", before.word) || !c.tokens[first].figures && c.words.own("together", before.word)
}

// mayBeWhoItIsFor tells whether a number that something is for may count people where the question asks for something
// else: "a room for two" says nothing of nights. Money is seldom named in words then.
func (c counting) mayBeWhoItIsFor(first int) bool {
	before, inWords := c.tokens[first-1].word, !c.tokens[first].figures
	switch c.family {
	case "unit-people":
		return false
	case "", unitNamed, "unit-money":
		return inWords && c.words.own("for-people", before)
	}
	return c.words.own("for-people", before) || inWords && c.words.own("together", before)
}

// countsPeople is how many fields of an intent ask for a number of people.
func (in *intent) countsPeople(m said) int {
	n := 0
	for i := range in.fields {
		if in.asksForPeople(&in.fields[i], m) {
			n++
		}
	}
	return n
}

// asksForPeople tells whether a field asks for a number of people.
func (in *intent) asksForPeople(f *field, m said) bool {
	return f.isNumber() && in.counting(f, "", m).family == "unit-people"
}

// isOfOneField tells whether a number that counts people can be no other field's: the only one that counts any, or one
// that the text names.
func (c counting) isOfOneField(first, last int) bool {
	if c.family != "unit-people" || c.in.countsPeople(c.m) == 1 {
		return true
	}
	return slices.ContainsFunc([]*token{c.before(first), c.next(last)}, func(t *token) bool { return t != nil && c.isAsked(t.word) })
}
