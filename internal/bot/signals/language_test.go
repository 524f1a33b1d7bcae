// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"testing"
)

func TestEachLanguageHasEverySection(t *testing.T) {
	var names []string
	for _, l := range languages() {
		names = append(names, l.name)
		for _, section := range sections {
			if !slices.ContainsFunc(l.patterns, func(p pattern) bool { return p.section == section && !p.excludes }) {
				t.Errorf("content/%s.txt has no [%s]", l.name, section)
			}
		}
	}
	if got, want := strings.Join(names, " "), "ar de en es fr it ja pt tr zh"; got != want {
		t.Errorf("languages %s, want %s", got, want)
	}
}

func TestALanguageWithoutListsSaysSo(t *testing.T) {
	for locale, want := range map[string]bool{"sv": true, "": true, "de-CH": false, "zh-Hant-TW": false, "EN": false} {
		if got := Read("hej", locale).Unread; got != want {
			t.Errorf("locale %q: unread %t, want %t", locale, got, want)
		}
	}
}

func TestWhatNegationReaches(t *testing.T) {
	for _, tc := range []struct{ locale, text, want string }{
		{"en", "please don't cancel my order", "canc orde"},
		{"en", "cancel it, I don't need another parcel", "anot parc"},
		{"en", "I can't open my account", ""},
		{"en", "my order has not arrived", ""},
		{"de", "Die Karte bitte nicht sperren", "kart sper"},
		{"es", "No quiero anular el viaje", "anul viaj"},
		{"fr", "ne résiliez pas mon contrat", "resi cont"},
	} {
		denied := Read(tc.text, tc.locale).Denied
		slices.Sort(denied)
		want := strings.Fields(tc.want)
		slices.Sort(want)
		if !slices.Equal(slices.Compact(denied), want) {
			t.Errorf("%q denies %q, want %q", tc.text, denied, want)
		}
	}
}

// TestWordsAreCountedForEachLanguageThatKnowsThem at once, in one look at each word.
func TestWordsAreCountedForEachLanguageThatKnowsThem(t *testing.T) {
	all := sentences("I want a person, bitte: una persona, s'il vous plaît, そして 请")
	words := wordsByLanguage(all)
	for i, l := range languages() {
		want := 0
		for _, s := range all {
			for _, word := range s.words {
				if l.has(word) {
					want++
				}
			}
		}
		if words[i] != want || l.at != i {
			t.Errorf("%s knows %d words, want %d", l.name, words[i], want)
		}
	}
}
