// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Who has something moved "by two days", or "a day earlier", counts from the day that it has. Where the bot does not know
// that one, no day is given: only "in two days" counts from today.

// isShift tells whether a text says for a day only by how much it is to be moved. At "shall I" the day so far is known.
func (in *Intent) isShift(f *Field, text string, m Message) bool {
	if f.Type != release.FieldDate || f.Past || m.Confirms {
		return false
	}
	c := in.counting(f, anyNumber.Figures(text), m)
	n, differs := c.difference(ofDays, c.days)
	if n < 0 {
		return true
	}
	if !in.moves || values.InDate(text, m.Now) != text {
		return false
	}
	return differs || c.hasLength(0, len(c.tokens)) && values.InDaysAhead(text, m.Now) == text &&
		!slices.ContainsFunc(c.daysNamed(), func(n named) bool { return !c.hasLength(n.first, n.end) })
}

// hasLength tells whether a number between two places counts days, weeks or months.
func (c counting) hasLength(from, until int) bool {
	for i := from + 1; i < until; i++ {
		before := c.tokens[i-1]
		if (before.Number || c.words.Own("one", before.Word)) && c.unitAt(i, c.lengthOf) > 0 {
			return true
		}
	}
	return false
}

// lengthOf is how many days, or months, a word counts for; 0: it is no unit of time.
func (c counting) lengthOf(word string) float64 {
	days, months := c.spanOf(word)
	return float64(days + months)
}
