// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// bareSixes say the number alone, in words of each language, the last with a no.
var bareSixes = map[string][]string{
	"en": {"6", "make it 6", "6 please", "yes, 6", "no, 6"}, "de": {"6", "lieber 6", "ja, 6", "nein, 6"}, "es": {"6", "mejor 6", "sí, 6", "no, 6"},
	"fr": {"6", "plutôt 6", "oui, 6", "non, 6"}, "it": {"6", "meglio 6", "sì, 6", "no, 6"}, "pt": {"6", "melhor 6", "sim, 6", "não, 6"},
	"tr": {"6", "6 olsun", "evet, 6", "hayır, 6"}, "ar": {"6", "6 من فضلك", "نعم، 6", "لا، 6"}, "zh": {"6", "改成6", "是6"}, "ja": {"6", "6でお願いします"},
}

func TestABareNumberAtShallIMayBeADayOrACount(t *testing.T) {
	for locale, texts := range bareSixes {
		words, which := hotels[locale], release.TextsFor(nil, locale).DayOrNumber
		for _, text := range texts {
			for _, before := range []struct {
				say  []string
				done string
			}{{[]string{words.room, "2026-04-09", "2"}, "room 2026-04-09 2"}, {[]string{words.table, "4", "2026-04-09"}, "table 2026-04-09 4"}} {
				w := hotel(t, locale, "High", words)
				for _, said := range before.say {
					w.say(said)
				}
				if got, want := w.say(text), "confirm: "+which+" ? "+before.done; got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				}
			}
		}
	}
	w := hotel(t, "en", "High", hotels["en"])
	which := release.TextsFor(nil, "en").DayOrNumber
	plays(t, w, []string{"book a room on 9 April for 2 nights", "6", "6 nights", "7", "the 7th", "yes"}, []string{
		"confirm: ? room 2026-04-09 2", "confirm: " + which + " ? room 2026-04-09 2", "confirm: ? room 2026-04-09 6",
		"confirm: " + which + " ? room 2026-04-09 6", "confirm: ? room 2026-04-07 6", "answer: room 2026-04-07 6",
	})
}

// TestABareNumberAfterItWasDoneDoesNotAskForTheSameAgain: a yes to that would do it twice.
func TestABareNumberAfterItWasDoneDoesNotAskForTheSameAgain(t *testing.T) {
	for _, text := range []string{"no wait, 6", "6", "make it 6"} {
		w := hotel(t, "en", "High", hotels["en"])
		for _, said := range []string{"book a room on 9 April for 2 nights", "yes"} {
			w.say(said)
		}
		if got := w.say(text); strings.HasSuffix(got, "? room 2026-04-09 2") {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}

// TestABareNumberAnswersTheQuestionForOne whatever day was given before it.
func TestABareNumberAnswersTheQuestionForOne(t *testing.T) {
	for locale, texts := range bareSixes {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			for _, said := range []string{hotels[locale].room, "2026-04-09"} {
				w.say(said)
			}
			if got, want := w.say(text), "confirm: ? room 2026-04-09 6"; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
	w := hotel(t, "ja", "High", hotels["ja"])
	for _, said := range []string{hotels["ja"].room, "2026-04-09", "いいえ、6"} {
		w.say(said)
	}
	if w.state.Fields["day"] != "2026-04-09" {
		t.Errorf("a number changes the day: %v", w.state.Fields)
	}
}

// TestAYesWithAnotherNumberIsNone, though its figure stands in the day or the number.
func TestAYesWithAnotherNumberIsNone(t *testing.T) {
	for _, text := range []string{"yes 4 people", "yes for 9", "yes, 20", "yes, 6"} {
		w := hotel(t, "en", "High", hotels["en"])
		for _, said := range []string{hotels["en"].table, "12", "2026-06-09"} {
			w.say(said)
		}
		if got := w.say(text); got == "answer: table 2026-06-09 12" {
			t.Errorf("%q is taken for a yes", text)
		}
	}
}

func TestANumberInThePlaceOfTheCountIsOne(t *testing.T) {
	for locale, text := range map[string]string{"en": "not 4, 6", "de": "nicht 4 sondern 6", "fr": "pas 4, 6", "es": "no 4, sino 6"} {
		w := hotel(t, locale, "High", hotels[locale])
		for _, said := range []string{hotels[locale].table, "4", "2026-04-09"} {
			w.say(said)
		}
		if got := w.say(text); got != "confirm: ? table 2026-04-09 6" {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}

// TestABareNumberAfterWhatWasDoneIsAskedAbout, and nothing is done for it.
func TestABareNumberAfterWhatWasDoneIsAskedAbout(t *testing.T) {
	for locale, texts := range bareSixes {
		for _, text := range texts {
			w := hotel(t, locale, "Medium", hotels[locale])
			for _, said := range []string{hotels[locale].table, "4", "2026-04-09"} {
				w.say(said)
			}
			if got := w.say(text); strings.HasPrefix(got, "answer: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
