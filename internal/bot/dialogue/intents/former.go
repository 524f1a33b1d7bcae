// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// former words say of a value that it is no longer the one, and setting ones that it is to be.
var former, setting = signals.ListOf("former"), signals.ListOf("setting")

// SaysFormer tells whether a clause says that something is no longer the one.
func SaysFormer(clause, locale string) bool {
	own := former.For(locale)
	return slices.ContainsFunc(signals.Words(clause), own.HasForm) || own.PartIn(clause) != ""
}

// OnlyFormer tells whether an answer only says of an address that it is the former one: "the old one is bob@x.org". To an
// intent that changes nothing, or takes something away, and to a question for the former one, it is the value.
func (in *Intent) OnlyFormer(f *Field, value string, m Message) bool {
	if f.Type != release.FieldEmail || value == "" || m.Wishes || !in.moves || in.taken != 0 || SaysFormer(in.promptOf(f, m.Locale), m.Locale) {
		return false
	}
	found := false
	for _, clause := range wording.ClausesOf(m.Text) {
		if f.Read(clause, m.Now, m.Locale).Value == "" {
			continue
		}
		beside := understanding.WithoutAddresses(clause) // it may have any words: "old.bob@x.org"
		if found = true; !SaysFormer(beside, m.Locale) || slices.ContainsFunc(signals.Words(beside), setsOrSuffices(m.Locale)) {
			return false
		}
	}
	return found
}

// setsOrSuffices tells of words whether they take a value: "use the old one", "the old one will do".
func setsOrSuffices(locale string) func(word string) bool {
	sets, suffices := setting.For(locale), enough.For(locale)
	return func(word string) bool { return sets.HasForm(word) || suffices.HasForm(word) || wording.IsDoing(word) }
}
