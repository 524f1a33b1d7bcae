// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// since stands before, or behind, the day from which on something is so.
var since = signals.ListOf("since-day")

// maxSince is the most words between a day and the word behind it: "pazar gününden beri".
const maxSince = 2

// sinceDay is the only day of a message since when it says that something is so, where that is asked for; empty: there is
// none. Any other day that a message tells may be that of something else.
func (in *Intent) sinceDay(f *Field, text string, m Message) string {
	c := in.counting(f, text, m)
	own := since.For(m.Locale)
	day := ""
	if slices.ContainsFunc(c.tokens, func(t wording.Token) bool { return wording.IsUnspaced(t.Word) }) {
		for _, clause := range wording.ClausesOf(text) {
			value := f.Read(clause, m.Now, m.Locale).Value
			if value == "" || own.PartIn(clause) == "" {
				continue
			}
			if day != "" && day != value {
				return ""
			}
			day = value
		}
		return day
	}
	for _, n := range c.daysNamed() {
		before := n.first - 1 // in English, "since" also joins two clauses
		if before > 0 && c.words.Own("article", c.tokens[before].Word) {
			before--
		}
		is := before >= 0 && own.Has(c.tokens[before].Word)
		for i := n.end; i < min(len(c.tokens), n.end+maxSince) && wording.LanguageOf(m.Locale) == "tr"; i++ {
			is = is || own.Has(c.tokens[i].Word)
		}
		switch {
		case !is:
		case day != "" && day != n.value:
			return ""
		default:
			day = n.value
		}
	}
	if day > m.Now.Format(time.DateOnly) {
		return "" // a day to come is none of those
	}
	return day
}
