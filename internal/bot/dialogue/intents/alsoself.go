// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strconv"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Who counts others beside themselves is one more: "my two kids and me" are three people.

var (
	// selves are words for who writes, and withSelf those joined to others in a script without spaces.
	selves, withSelf = signals.ListOf("self"), signals.ListOf("with-self")
	// relatives are people that customers name one by one.
	relatives = signals.ListOf("relative")
)

// withOthers is the number of people of a text in which others stand beside those that it counts. Who they are may not be
// sure: "my wife and two kids".
func (in *Intent) withOthers(f *Field, reading values.Reading, text string, m Message) values.Reading {
	n, err := strconv.Atoi(reading.Value)
	if err != nil || !in.AsksForPeople(f, m) {
		return reading
	}
	c := in.counting(f, f.Figures(text), m)
	more, counts := 0, 0
	for i := 0; i < len(c.tokens); i++ {
		if !c.tokens[i].Number {
			continue
		}
		first, last := i, c.endOfNumber(i)
		i = last
		next := c.next(last)
		if next == nil || c.belongs(first, last) != toAsked || c.words.UnitOf(next.Word) != "unit-people" && !wording.IsUnspaced(next.Word) {
			continue
		}
		counts++
		before, behind := c.joinedBefore(first), c.joinedBehind(last)
		switch {
		case c.isOneOf(relatives, before, behind):
			return values.Reading{Refused: values.Unclear, Rest: reading.Rest}
		case c.isOneOf(selves, before, behind), withSelf.For(m.Locale).PartIn(text) != "":
			more++
		}
	}
	switch {
	case counts > 1:
		return values.Reading{Refused: values.Unclear, Rest: reading.Rest} // "two adults and two kids"
	case more == 0:
		return reading
	}
	sum := f.Read(strconv.Itoa(n+1), m.Now, m.Locale)
	sum.Rest, sum.Beside = reading.Rest, reading.Beside
	return sum
}

// joinedBehind is the word that is joined to what a number counts: "two kids and me". -1: none is.
func (c counting) joinedBehind(last int) int {
	const joint = 2 // behind the number: what it counts, and the word that joins
	at := last + joint
	if at+1 >= len(c.tokens) || !joiningNames.Has(c.tokens[at].Word) {
		return -1
	}
	for at++; at+1 < len(c.tokens) && (c.words.Own("owning", c.tokens[at].Word) || possessives.Has(c.tokens[at].Word)); {
		at++
	}
	return at
}

// joinedBefore is the same before a number: "me and my two kids".
func (c counting) joinedBefore(first int) int {
	at := first - 1
	for at > 0 && (c.words.Own("owning", c.tokens[at].Word) || possessives.Has(c.tokens[at].Word)) {
		at--
	}
	if at < 1 || !joiningNames.Has(c.tokens[at].Word) {
		return -1
	}
	return at - 1
}

// isOneOf tells whether one of some words is on a list of the customer's language.
func (c counting) isOneOf(list signals.WordList, places ...int) bool {
	own := list.For(c.m.Locale)
	return slices.ContainsFunc(places, func(at int) bool { return at >= 0 && own.Has(c.tokens[at].Word) })
}
