// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// stretchDiffers reads by how much the first and the last day of a stretch are changed: "both a week later". Without a
// word for one of them, a stretch is moved as a whole.
func (a Amendment) stretchDiffers(f *Field) (values.Reading, bool) {
	if f.edge == nowhere || !a.doubtful(f) || a.Asked != nil && a.Asked.edge != nowhere { // "a week later" answers the question
		return values.Reading{}, false
	}
	if named := a.named(); len(named) == 1 && named[0].Name != f.Name && !NamesBoth(a.Message.Text) {
		return values.Reading{}, false
	}
	a.Message.Text = both.ReplaceAllString(a.Message.Text, " ") // "les deux une semaine" is no number
	return a.Differs(f)
}

// NamesBoth tells whether a text has a word for both of two.
func NamesBoth(text string) bool { return both.MatchString(text) }

// OnlySaysBoth tells whether a message says that both of two are wanted, in words that change nothing. "Both are too dear"
// says something of them.
func OnlySaysBoth(m Message) bool {
	if !NamesBoth(m.Text) || m.No || m.Withdrawn || m.Refuses || m.Negates || m.Excepts || m.Question || m.Conditional && !m.Agrees || m.Waits {
		return false
	}
	words := wording.LexisOf(m.Locale, m.Locale)
	return !slices.ContainsFunc(signals.Words(both.ReplaceAllString(m.Text, " ")), func(word string) bool {
		return !words.Known(word) || copulas.For(m.Locale).Has(word)
	})
}

var both = regexp.MustCompile(`(?i)` + signals.Expressions("both"))
