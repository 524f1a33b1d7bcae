// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
)

// TestOneMorePersonIsCounted at "shall I" and at the question for another value, and nobody is called for it.
func TestOneMorePersonIsCounted(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {"one more person": "5", "another person": "5", "plus one person": "5", "one person less": "3", "two more people please": "6"},
		"de": {"eine Person mehr": "5", "noch eine Person": "5", "eine weitere Person": "5", "eine Person weniger": "3"},
		"es": {"una persona más": "5", "otra persona": "5", "una persona menos": "3"},
		"fr": {"une personne de plus": "5", "encore une personne": "5", "une autre personne": "5", "une personne en moins": "3"},
		"it": {"una persona in più": "5", "un'altra persona": "5", "ancora una persona": "5", "una persona in meno": "3"},
		"pt": {"mais uma pessoa": "5", "uma pessoa a mais": "5", "outra pessoa": "5", "menos uma pessoa": "3"},
		"tr": {"bir kişi daha": "5", "bir kişi eksik": "3"},
		"ar": {"شخص آخر": "5", "شخص إضافي": "5", "شخص أقل": "3"},
		"zh": {"再加一个人": "5", "多一个人": "5", "再来一位": "5", "少一个人": "3"},
		"ja": {"もう一人": "5", "一人追加": "5", "一人増えます": "5", "一人減ります": "3"},
	} {
		words := hotels[locale]
		for text, want := range texts {
			w := hotel(t, locale, "High", words)
			w.say(words.table)
			w.say("4")
			if got := w.say(text); got != "field: "+words.day || w.state.Fields["people"] != want {
				t.Errorf("%s: %q at a question is answered %q with %v, want %s", locale, text, got, w.state.Fields, want)
			}
			w = hotel(t, locale, "High", words)
			for _, before := range []string{words.table, "4", "2026-04-09"} {
				w.say(before)
			}
			if got := w.say(text); got != "confirm: ? table 2026-04-09 "+want {
				t.Errorf("%s: %q at shall I is answered %q, want %s", locale, text, got, want)
			}
		}
	}
}

func TestMoreNightsAreCountedInPortuguese(t *testing.T) {
	w := hotel(t, "pt", "High", hotels["pt"])
	plays(t, w, []string{"reservar um quarto no dia 5 de junho por 2 noites", "mais duas noites", "um de tamanho humano"}, []string{
		"confirm: ? room 2026-06-05 2", "confirm: ? room 2026-06-05 4", still("confirm: ? room 2026-06-05 4", "pt"),
	})
}

func TestOneMoreCallsNobody(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"one more please", "two less"}, "de": {"einer mehr bitte", "noch zwei"}, "es": {"uno más", "dos menos"},
		"fr": {"un de plus", "deux de moins"}, "it": {"uno in più", "due in meno"}, "pt": {"mais um", "dois a menos"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			for _, said := range []string{hotels[locale].table, "4", "2026-04-09"} {
				w.say(said)
			}
			if got := w.say(text); !strings.HasPrefix(got, "confirm: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestWhoIsThereOnADayIsNoWishForAPerson where the day was asked for; one in plain words is.
func TestWhoIsThereOnADayIsNoWishForAPerson(t *testing.T) {
	for text, want := range map[string]string{
		"cuma, bir arkadaş orada olur":                 "field: " + hotels["tr"].nights,
		"cuma günü bir temsilciyle konuşmak istiyorum": "handoff",
	} {
		w := hotel(t, "tr", "Medium", hotels["tr"])
		w.say(hotels["tr"].room)
		if got := w.say(text); !strings.HasPrefix(got, want) {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}
