// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// How long a stretch of time lasts gives its last day, where the first is known: "from 3 April for three nights".

// maxLength is the most days, weeks or months that are counted.
const maxLength = 400

// lasting is how a length is counted in scripts without spaces.
var lasting = regexp.MustCompile(`^(?:` + signals.Expressions("length-anywhere") + `)`)

// endByLength is the last day of a stretch that begins on a day, by the only length of it that a text says; empty: it says
// none, or it is the value of a field that counts.
func (in *Intent) endByLength(f *Field, text string, begins time.Time, m Message) string {
	if m.Question || m.Conditional {
		return ""
	}
	end := ""
	c := in.counting(f, anyNumber.Figures(text), m)
	for i := range c.tokens {
		n, unit := c.lengthAt(i)
		if n == 0 {
			continue
		}
		days, months := c.spanOf(unit)
		if end != "" || c.tellsOfThePast(i) || in.countsUnit(unit, m) {
			return ""
		}
		end = begins.AddDate(0, n*months, n*days).Format(time.DateOnly)
	}
	return end
}

// lengthAt is the length that begins at a token, and the word for its unit; 0: none does. Nights last, and of days and
// weeks it must be said: "in two weeks" is a day.
func (c counting) lengthAt(at int) (n int, unit string) {
	t := c.tokens[at]
	next := c.next(at)
	if next == nil {
		return 0, ""
	}
	if days, months := c.spanOf(next.Word); days == 0 && months == 0 {
		return 0, ""
	}
	switch {
	case t.Number:
		n, _ = strconv.Atoi(anyNumber.Read(c.text[t.From:t.To], c.m.Now, c.m.Locale).Value)
	case c.words.Own("one", t.Word):
		n = 1
	}
	if n < 1 || n > maxLength || !c.lasts(at, next) {
		return 0, ""
	}
	return n, next.Word
}

// lasts tells whether a number of a unit is how long something lasts, and not when it is.
func (c counting) lasts(at int, unit *wording.Token) bool {
	if before := c.before(at); before != nil {
		if wording.IsUnspaced(before.Word) {
			if c.words.EndsIn("lasting", before.Word) {
				return true
			}
		} else if c.words.Own("lasting", before.Word) {
			return true
		}
	}
	if wording.IsUnspaced(unit.Word) {
		return lasting.MatchString(unit.Word)
	}
	after := c.next(at + 1)
	return c.isNight(unit.Word) || after != nil && c.words.Own("lasting", after.Word) || c.before(at) == nil && after == nil
}

// isNight tells whether a word is one for nights, that are no days: days may also be counted from today.
func (c counting) isNight(word string) bool {
	return c.words.UnitOf(word) == "unit-night" && !values.IsUnitOfDays(word)
}

// spanOf is how many days, or months, a unit has; 0: it is none of time. "4月" is a month of the year.
func (c counting) spanOf(word string) (days, months int) {
	switch {
	case !wording.IsUnspaced(word):
		if c.words.UnitOf(word) == "unit-month" {
			return 0, 1
		}
		return int(c.days(word)), 0
	case strings.HasPrefix(word, "月"):
		return 0, 0
	case c.words.Before("unit-month", word) != "":
		return 0, 1
	case c.words.Before("unit-night", word) != "":
		return 1, 0
	}
	return int(c.days(word)), 0
}

// countsUnit tells whether a field of the intent asks how many there are of a unit.
func (in *Intent) countsUnit(unit string, m Message) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		if !f.IsNumber() {
			return false
		}
		c := in.counting(&f, "", m)
		return c.isAsked(unit) || c.family != "" && (c.words.UnitOf(unit) == c.family || wording.IsUnspaced(unit) && c.words.Before(c.family, unit) != "")
	})
}
