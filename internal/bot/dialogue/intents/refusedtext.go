// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// maxRefusedText is the most words of a name or an address that is refused.
const maxRefusedText = 6

// readText reads an answer where any text may be the value. What only says which name or address it is not gives none:
// "not Mill Lane". A reason may begin so: "not what I ordered".
func (in *Intent) readText(f *Field, text string, m Message) values.Reading {
	if m.Unknown || m.No || m.Withdrawn || wording.HasNumber(text) {
		return f.Read(text, m.Now, m.Locale)
	}
	clauses := wording.ClausesOf(text)
	left := slices.DeleteFunc(slices.Clone(clauses), func(clause string) bool { return in.refusesName(f, clause, m.Locale) })
	switch {
	case len(left) == len(clauses):
		return f.Read(text, m.Now, m.Locale)
	case len(left) == 0:
		return values.Reading{Refused: values.Unclear, Rest: wording.WordCount(text)}
	}
	return f.Read(strings.TrimSpace(strings.Join(left, ",")), m.Now, m.Locale)
}

// refusesName tells whether a clause is no more than a name or an address that is refused: the question asks for one, or
// it is written as one.
func (in *Intent) refusesName(f *Field, clause, locale string) bool {
	words := strings.Fields(clause)
	if after := excludingAfter.For(locale); after.PartIn(clause) != "" && strings.ContainsFunc(clause, wording.IsUnspacedRune) {
		return in.asksForName(f, locale) && utf8.RuneCountInString(clause) <= maxRefusedText*2
	}
	if before := excludingBefore.For(locale).Before(strings.TrimSpace(clause)); before != "" {
		return in.asksForName(f, locale) && utf8.RuneCountInString(clause) <= maxRefusedText*2
	}
	if len(words) < 2 || len(words) > maxRefusedText {
		return false
	}
	name := words[1:]
	switch first, last := plain(words[0]), plain(words[len(words)-1]); {
	case excludingBefore.For(locale).Has(first):
	case excludingAfter.For(locale).Has(last):
		name = words[:len(words)-1]
	default:
		return false
	}
	return in.asksForName(f, locale) || isWrittenAsName(name)
}

// isWrittenAsName tells whether all words begin with a capital letter.
func isWrittenAsName(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool {
		r, _ := utf8.DecodeRuneInString(word)
		return !unicode.IsUpper(r)
	})
}

// onlyRefusesName tells whether an answer is no more than that. Without capital letters it may let go: "nicht nötig".
func (in *Intent) onlyRefusesName(f *Field, m Message) bool {
	words := strings.Fields(m.Text)
	return !m.Question && !m.Unknown && len(words) > 1 && len(wording.ClausesOf(m.Text)) == 1 && in.refusesName(f, m.Text, m.Locale) &&
		(isWrittenAsName(words[1:]) || !m.No && !m.Withdrawn)
}

// asksForName tells whether the question for a field asks for a name or an address.
func (in *Intent) asksForName(f *Field, locale string) bool {
	words := wording.LexisOf(locale, in.Locale)
	for _, asked := range []string{in.promptOf(f, locale), f.Prompt, wording.WordsOfName(f.Name)} {
		for _, list := range []string{"named-address", "named-name"} {
			if words.AskedIn(list, asked) || slices.ContainsFunc(signals.Words(asked), func(w string) bool { return signals.ListOf(list).For("en").Has(w) }) {
				return true
			}
		}
	}
	return false
}
