// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// MayNotGive tells whether an answer with a code or a telephone number may only speak of it: it asks
// about it ("is it on H1234?"), refuses it ("don't call me on …"), or tells something ("my old number was …"), and of
// a code, in words that are not of the question ("I already have it on H1234"). What is meant of several is told elsewhere.
func (in *Intent) MayNotGive(f *Field, value string, m Message) bool {
	if len(f.All(m.Text)) > 1 || f.Pattern == "" && f.Type != release.FieldPhone {
		return false
	}
	spoken := false
	clauses := wording.ClausesOf(m.Text)
	for i, clause := range clauses {
		if f.Read(clause, m.Now, m.Locale).Value != value {
			continue
		}
		own := m
		own.Text, own.Signals = clause, signals.Read(clause, m.Locale)
		asks := i == len(clauses)-1 && strings.ContainsAny(m.Text, "?？؟") // the mark is cut off with the clause
		if spoken = asks && !own.Wishes || own.Refuses || in.tellsBeside(f, own); !spoken {
			return false
		}
	}
	return spoken
}

// tellsBeside tells whether a clause with a value says how something is or was, in words that are not the question's or the
// intent's.
func (in *Intent) tellsBeside(f *Field, m Message) bool {
	asked := in.asks(f, m.Locale)
	own := func(word string) bool {
		return !wording.HasTerm(asked, []string{word}) && tellingWords.For(m.Locale).HasForm(word)
	}
	words := slices.DeleteFunc(signals.Words(m.Text), wording.HasNumber)
	const few = 2
	if len(words) < few {
		return false // "è L1234"
	}
	if slices.ContainsFunc(words, own) || f.Type == release.FieldPhone && SaysFormer(m.Text, m.Locale) {
		return true
	}
	return f.Pattern != "" && slices.ContainsFunc(words, func(word string) bool {
		return !wording.IsUnspaced(word) && !wording.IsNo(word, m.Locale) && in.isStrange(f, word, m.Locale)
	})
}
