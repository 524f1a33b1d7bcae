// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
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
		case sign == 0, number == 0 && !implied && wording.LanguageOf(c.m.Locale) != "ar":
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
	if t.Number {
		return 0
	}
	if !wording.IsUnspaced(t.Word) {
		return counted(t.Word)
	}
	if i == 0 || !c.tokens[i-1].Number || i > 1 && strings.HasSuffix(c.tokens[i-2].Word, "月") {
		return 0 // "5月12日" counts no days
	}
	return counted(t.Word)
}

// numberOf is the number before a unit and where it begins; 0: there is none. implied is true for words that mean one
// more.
func (c counting) numberOf(unit int) (n float64, first int, implied bool) {
	for i := unit - 1; i >= max(0, unit-1-maxGlue) && c.tokens[i].Clause == c.tokens[unit].Clause; i-- {
		t := c.tokens[i]
		switch {
		case t.Number:
			for first = i; first > 0 && c.tokens[first-1].Number && c.tokens[first-1].Clause == t.Clause; first-- {
			}
			reading := anyNumber.Read(c.text[c.tokens[first].From:t.To], time.Time{}, c.m.Locale)
			n, _ = strconv.ParseFloat(reading.Value, 64)
			return n, first, false
		case c.words.Own("one", t.Word):
			return 1, i, false
		case i == unit-1 && c.words.Own("more-before", t.Word):
			return 0, unit, true
		}
	}
	return 0, unit, false
}

// signAt tells which way a number goes that begins at a place and counts a unit; 0: none is said.
func (c counting) signAt(unit, first int, w way) float64 {
	if wording.IsUnspaced(c.tokens[unit].Word) {
		return c.signInRun(unit, first, w)
	}
	for i := max(0, first-1); i < len(c.tokens) && i <= unit+1+maxGlue; i++ {
		t := c.tokens[i]
		if t.Clause-c.tokens[unit].Clause > c.clauses() || t.Clause < c.tokens[unit].Clause || i == unit || t.Number {
			continue
		}
		up, down := w.up, w.down
		if i < first {
			up, down = w.upBefore, w.downBefore
		}
		if next := c.next(i); next != nil && c.words.Own("than", next.Word) && i+1 != unit && i != first-1 {
			continue // "more than 2"
		}
		switch {
		case up != "" && c.words.Own(up, t.Word), i < first && w.adding != "" && first < unit && c.words.Own(w.adding, t.Word):
			return 1
		case down != "" && c.words.Own(down, t.Word):
			return -1
		}
	}
	return 0
}

// clauses is how many clauses further the way may be said: "mais" is no but in Portuguese.
func (c counting) clauses() int {
	if wording.LanguageOf(c.m.Locale) == "pt" {
		return 1
	}
	return 0
}

// signInRun tells the same in a script without spaces.
func (c counting) signInRun(unit, first int, w way) float64 {
	rest := c.behindUnit(c.tokens[unit].Word)
	for _, particle := range []string{"を", "ほど", "だけ", "分", "以", "之", "の"} {
		rest = strings.TrimPrefix(rest, particle)
	}
	before := ""
	if first > 0 && c.tokens[first-1].Clause == c.tokens[unit].Clause {
		before = c.tokens[first-1].Word
	}
	switch {
	case c.words.Before(w.up, rest) != "", w.upBefore != "" && c.words.EndsIn(w.upBefore, before):
		return 1
	case c.words.Before(w.down, rest) != "", w.downBefore != "" && c.words.EndsIn(w.downBefore, before):
		return -1
	}
	return 0
}

// behindUnit is what stands behind the unit in a run.
func (c counting) behindUnit(run string) string {
	longest := ""
	for _, unit := range wording.Units {
		if part := c.words.Before(unit, run); len(part) > len(longest) {
			longest = part
		}
	}
	if longest == "" {
		longest = "日" // which is no unit beside other numbers: it is that of dates, too
	}
	return strings.TrimPrefix(run, longest)
}

// counts is what a word counts for in a field's own unit.
func (c counting) counts(word string) float64 {
	switch {
	case wording.IsUnspaced(word):
		if c.countedInRun(word) == toAsked {
			return 1
		}
	case c.isAsked(word), c.family != "" && c.words.UnitOf(word) == c.family:
		return 1
	}
	return 0
}

// days is how many days a word counts for.
func (c counting) days(word string) float64 {
	const week = 7
	unit := c.words.UnitOf(word)
	if wording.IsUnspaced(word) {
		switch {
		case c.words.Before("unit-week", word) != "":
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
		case t.Number && first < 0:
			first = i
		case t.Number && c.endOfNumber(first) < i:
			return 0, false
		}
	}
	if first < 0 || wording.IsUnspaced(c.tokens[min(first+1, len(c.tokens)-1)].Word) {
		return 0, false
	}
	last := c.endOfNumber(first)
	for i := last + 1; i < len(c.tokens); i++ {
		word := c.tokens[i].Word
		switch {
		case n != 0 && !c.words.Known(word), n == 0 && (i > last+1+maxGlue || wording.IsNo(word, c.m.Locale)):
			return 0, false // "la 6 non plus"
		case c.words.Own(w.up, word):
			n = 1
		case c.words.Own(w.down, word):
			n = -1
		}
	}
	reading := anyNumber.Read(c.text[c.tokens[first].From:c.tokens[last].To], time.Time{}, c.m.Locale)
	by, err := strconv.ParseFloat(reading.Value, 64)
	return n * by, n != 0 && err == nil
}

// isWay tells whether a word says which way a value is changed.
func isWay(word string) bool {
	return slices.ContainsFunc([]string{ofNumbers.up, ofNumbers.down, ofNumbers.upBefore, ofNumbers.adding, ofDays.up, ofDays.down}, func(list string) bool {
		return signals.ListOf(list).HasForm(word)
	})
}
