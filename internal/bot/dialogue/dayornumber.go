// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/values"
)

// A number alone is a day of the month as well as a count. Of an intent that asks for both it changes neither: which
// is meant is asked.

// mostDays is the most days of a month.
const mostDays = 31

// mayBeEither tells whether a message at "shall I" is a number that may be another day, or another count.
func (a amendment) mayBeEither() bool {
	if a.asked != nil || a.in.dates() == 0 {
		return false
	}
	n, ok := a.in.bareNumber(a.in.granted(a.m), a.m)
	return ok && !isOneOf(n, a.given) && !slices.ContainsFunc(a.in.fields, func(f field) bool { return a.names(&f, a.m.Text) > 0 })
}

// inPlaceOfCount is the number that a message puts in the place of a count that was given, and names: "not 4, 6".
func (a amendment) inPlaceOfCount() (f *field, number string) {
	figures := slices.DeleteFunc(tokensOf(anyNumber.Figures(a.m.Text), a.m.locale), func(t token) bool { return !t.figures })
	if denies := a.m.Negates || a.m.No || a.m.Withdrawn || a.contrasts(); a.asked != nil || !denies || a.m.namesDay(a.m.Text) || len(figures) != 2 {
		return nil, ""
	}
	for i := range a.in.fields {
		f := &a.in.fields[i]
		if !f.isNumber() || a.given[f.Name] == "" || figures[0].word != a.given[f.Name] || figures[1].word == figures[0].word || !a.saysOnlyThat(f, a.m.Text) {
			continue
		}
		if reading := f.Read(figures[1].word, a.m.Now, a.m.locale); reading.Value != "" {
			return f, reading.Value
		}
	}
	return nil, ""
}

// onlyFigures tells whether nothing in a text with a number says that it is a day, or counts days, where an intent
// asks for a count, too.
func (in *intent) onlyFigures(f *field, text string, m said) bool {
	_, day, _ := values.InMonthOf(text, m.Now.Format(time.DateOnly))
	if day || m.namesDay(text) || !hasNumber(text) || !slices.ContainsFunc(in.fields, func(f field) bool { return f.isNumber() }) {
		return false
	}
	c := in.counting(f, anyNumber.Figures(text), m)
	return !slices.ContainsFunc(c.tokens, func(t token) bool { return c.days(t.word) > 0 || c.words.unitOf(t.word) == "unit-month" })
}

// bareNumber is the only number of a text, where it counts nothing and may be a day.
func (in *intent) bareNumber(text string, m said) (number string, ok bool) {
	for i := range in.fields {
		f := &in.fields[i]
		if !f.isNumber() || !in.onlyFigures(f, text, m) {
			continue
		}
		left, _ := in.numbersOf(f, text, m, func(c counting, first, last int) bool {
			return c.tokens[first].figures && c.belongs(first, last) == toNothing
		})
		reading := anyNumber.Read(left, m.Now, m.locale)
		if n, err := strconv.Atoi(reading.Value); err == nil && n > 0 && n <= mostDays {
			return reading.Value, true
		}
	}
	return "", false
}
