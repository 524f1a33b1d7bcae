// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// A value may be changed by what is added to it or taken from it: "one night longer", "a day later". Which way is said
// right before the number, between it and what it counts, or right behind that.

// way is what a word says of a difference.
type way struct{ up, down, upBefore, downBefore, adding string }

var (
	ofNumbers = way{"more", "less", "more-before", "less-before", "adding"}
	ofDays    = way{up: "later", down: "earlier"}
	// anyNumber reads numbers without bounds.
	anyNumber, _ = values.Compile(release.Field{Type: release.FieldNumber}, nil)
)

// maxGlue is how many words may stand between what is counted and the way: "de plus", "in più".
const maxGlue = 1

// difference is by how much a value is to be changed, in units that are counted; false: not.
func (c counting) difference(w way, counted func(word string) float64) (n float64, ok bool) {
	for unit := range c.tokens {
		of := c.unitAt(unit, counted)
		if of == 0 {
			continue
		}
		number, first, implied := c.numberOf(unit)
		sign := c.signAt(unit, first, w)
		switch {
		case sign == 0, number == 0 && !implied && languageOf(c.m.locale) != "ar":
			continue
		case number == 0:
			number = 1 // "another night", and in Arabic a thing alone is one
		}
		return sign * number * of, true
	}
	return 0, false
}

// unitAt is what one of the token at a place counts for; 0: it is no unit.
func (c counting) unitAt(i int, counted func(word string) float64) float64 {
	t := c.tokens[i]
	if t.number {
		return 0
	}
	if !isUnspacedWord(t.word) {
		return counted(t.word)
	}
	if i == 0 || !c.tokens[i-1].number {
		return 0
	}
	return counted(t.word)
}

// numberOf is the number before a unit and where it begins; 0: there is none. implied is true for words that mean one
// more.
func (c counting) numberOf(unit int) (n float64, first int, implied bool) {
	for i := unit - 1; i >= max(0, unit-1-maxGlue) && c.tokens[i].clause == c.tokens[unit].clause; i-- {
		t := c.tokens[i]
		switch {
		case t.number:
			for first = i; first > 0 && c.tokens[first-1].number && c.tokens[first-1].clause == t.clause; first-- {
			}
			reading := anyNumber.Read(c.text[c.tokens[first].from:t.to], time.Time{}, c.m.locale)
			n, _ = strconv.ParseFloat(reading.Value, 64)
			return n, first, false
		case c.words.own("one", t.word):
			return 1, i, false
		case i == unit-1 && c.words.own("more-before", t.word):
			return 0, unit, true
		}
	}
	return 0, unit, false
}

// signAt tells which way a number goes that begins at a place and counts a unit; 0: none is said.
func (c counting) signAt(unit, first int, w way) float64 {
	if isUnspacedWord(c.tokens[unit].word) {
		return c.signInRun(unit, first, w)
	}
	for i := max(0, first-1); i < len(c.tokens) && i <= unit+1+maxGlue; i++ {
		t := c.tokens[i]
		if t.clause-c.tokens[unit].clause > c.clauses() || t.clause < c.tokens[unit].clause || i == unit || t.number {
			continue
		}
		up, down := w.up, w.down
		if i < first {
			up, down = w.upBefore, w.downBefore
		}
		if next := c.next(i); next != nil && c.words.own("than", next.word) && i+1 != unit && i != first-1 {
			continue // "more than 2"
		}
		switch {
		case up != "" && c.words.own(up, t.word), i < first && w.adding != "" && first < unit && c.words.own(w.adding, t.word):
			return 1
		case down != "" && c.words.own(down, t.word):
			return -1
		}
	}
	return 0
}

// clauses is how many clauses further the way may be said: "mais" is no but in Portuguese.
func (c counting) clauses() int {
	if languageOf(c.m.locale) == "pt" {
		return 1
	}
	return 0
}

// signInRun tells the same in a script without spaces.
func (c counting) signInRun(unit, first int, w way) float64 {
	rest := c.behindUnit(c.tokens[unit].word)
	for _, particle := range []string{"を", "ほど", "だけ", "分", "以", "之", "の"} {
		rest = strings.TrimPrefix(rest, particle)
	}
	before := ""
	if first > 0 && c.tokens[first-1].clause == c.tokens[unit].clause {
		before = c.tokens[first-1].word
	}
	switch {
	case c.words.before(w.up, rest) != "", w.upBefore != "" && c.words.endsIn(w.upBefore, before):
		return 1
	case c.words.before(w.down, rest) != "", w.downBefore != "" && c.words.endsIn(w.downBefore, before):
		return -1
	}
	return 0
}

// behindUnit is what stands behind the unit in a run.
func (c counting) behindUnit(run string) string {
	longest := ""
	for _, unit := range units {
		if part := c.words.before(unit, run); len(part) > len(longest) {
			longest = part
		}
	}
	return strings.TrimPrefix(run, longest)
}

// counts is what a word counts for in a field's own unit.
func (c counting) counts(word string) float64 {
	switch {
	case isUnspacedWord(word):
		if c.countedInRun(word) == toAsked {
			return 1
		}
	case c.isAsked(word), c.family != "" && c.words.unitOf(word) == c.family:
		return 1
	}
	return 0
}

// days is how many days a word counts for.
func (c counting) days(word string) float64 {
	const week = 7
	unit := c.words.unitOf(word)
	if isUnspacedWord(word) {
		switch {
		case c.words.before("unit-week", word) != "":
			return week
		case strings.HasPrefix(word, "天"), strings.HasPrefix(word, "日"):
			return 1
		}
		return 0
	}
	switch unit {
	case "unit-week":
		return week
	case "unit-night":
		return 1
	}
	return 0
}

// bareDifference is the only number of a text, where nothing but the way stands behind it: "20 more".
func (c counting) bareDifference(w way) (n float64, ok bool) {
	first := -1
	for i, t := range c.tokens {
		switch {
		case t.number && first < 0:
			first = i
		case t.number && c.endOfNumber(first) < i:
			return 0, false
		}
	}
	if first < 0 || isUnspacedWord(c.tokens[min(first+1, len(c.tokens)-1)].word) {
		return 0, false
	}
	last := c.endOfNumber(first)
	for i := last + 1; i < len(c.tokens); i++ {
		word := c.tokens[i].word
		switch {
		case n != 0 && !c.words.known(word), n == 0 && i > last+1+maxGlue:
			return 0, false
		case c.words.own(w.up, word):
			n = 1
		case c.words.own(w.down, word):
			n = -1
		}
	}
	reading := anyNumber.Read(c.text[c.tokens[first].from:c.tokens[last].to], time.Time{}, c.m.locale)
	by, err := strconv.ParseFloat(reading.Value, 64)
	return n * by, n != 0 && err == nil
}

// isWay tells whether a word says which way a value is changed.
func isWay(word string) bool {
	return slices.ContainsFunc([]string{ofNumbers.up, ofNumbers.down, ofNumbers.upBefore, ofNumbers.adding, ofDays.up, ofDays.down}, func(list string) bool {
		return signals.ListOf(list).HasForm(word)
	})
}
