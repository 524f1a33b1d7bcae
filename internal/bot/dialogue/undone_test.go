// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatIsCorrectedAfterItWasDoneIsAskedAbout: that it is done is said, and with the other value it is done again only
// after a yes; a person is offered, too.
func TestWhatIsCorrectedAfterItWasDoneIsAskedAbout(t *testing.T) {
	for locale, says := range map[string]struct{ sixth, four, wrong []string }{
		"en": {[]string{"no, I meant the 6th", "sorry, 6 May", "not the 5th but the 6th", "one day later", "wrong date, it's the 6th"}, []string{"sorry, it should be 4 nights", "no, 4 nights", "one night longer"}, []string{"wrong date", "the date is wrong"}},
		"de": {[]string{"nein, ich meinte den 6.", "Entschuldigung, 6. Mai"}, []string{"nein, 4 Nächte"}, []string{"falsches Datum", "das Datum stimmt nicht"}},
		"es": {[]string{"no, quería decir el 6", "perdón, el 6"}, []string{"no, 4 noches"}, []string{"fecha equivocada"}},
		"fr": {[]string{"non, je voulais dire le 6", "pardon, le 6 mai"}, []string{"non, 4 nuits"}, []string{"mauvaise date"}},
		"it": {[]string{"no, volevo dire il 6", "scusi, il 6 maggio"}, []string{"no, 4 notti"}, []string{"data sbagliata"}},
		"pt": {[]string{"não, queria dizer dia 6", "desculpe, 6 de maio"}, []string{"não, 4 noites"}, []string{"data errada"}},
		"tr": {[]string{"hayır, ayın 6'sı demek istedim", "pardon, 6 Mayıs"}, []string{"hayır, 4 gece"}, []string{"tarih yanlış"}},
		"ar": {[]string{"لا، قصدت يوم 6"}, []string{"لا، 4 ليال"}, []string{"التاريخ خطأ"}},
		"zh": {[]string{"不，我是说6号"}, []string{"不，4晚"}, []string{"日期错了"}},
		"ja": {[]string{"いいえ、6日です"}, []string{"いいえ、4泊です"}, []string{"日付が違います"}},
	} {
		h, texts := stays[locale], release.TextsFor(nil, locale)
		cannot := "notice: " + texts.CannotUndo + "\n"
		done := func(text string) (*world, string) {
			w := staying(t, locale, true)
			w.say(texts.Yes)
			return w, w.say(text)
		}
		for day, nights := range map[string]string{"2026-05-06": "3", "2026-05-05": "4"} {
			for _, text := range map[string][]string{"3": says.sixth, "4": says.four}[nights] {
				w, got := done(text)
				if want := cannot + shallIBook(locale, day, nights, h.double); got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
					continue
				}
				if last := w.state.Turns[len(w.state.Turns)-1]; !slices.Contains(last.Suggestions, texts.APerson) {
					t.Errorf("%s: after %q no person is offered: %q", locale, text, last.Suggestions)
				}
				if got, want := w.say(texts.Yes), "answer: "+strings.Join([]string{day, nights, h.double}, " "); got != want {
					t.Errorf("%s: the yes after %q is answered %q, want %q", locale, text, got, want)
				}
			}
		}
		for _, text := range says.wrong {
			w, got := done(text)
			if want := cannot + "field: " + h.arrival; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				continue
			}
			if got, want := w.say("2026-05-06"), shallIBook(locale, "2026-05-06", "3", h.double); got != want {
				t.Errorf("%s: the day after %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestAnotherValueOfWhatWasDoneIsConfirmedAtTheRiskMediumToo: it is done at once the first time only.
func TestAnotherValueOfWhatWasDoneIsConfirmedAtTheRiskMediumToo(t *testing.T) {
	const cannot, shallI = "notice: I can't undo that myself. Can one of these help?\n", "confirm: Shall I go ahead: Book (2026-05-13)?"
	done := "answer: Booked for 2026-05-12."
	plays(t, dining(t, "en", "Medium"), []string{"a table for 12 May", "sorry, 13 May", "yes"}, []string{done, cannot + shallI, "answer: Booked for 2026-05-13."})
	plays(t, dining(t, "en", "Medium"), []string{"a table for 12 May", "wrong date", "what?", "13 May", "yes"},
		[]string{done, cannot + "field: Which day?", "field: Which day?", shallI, "answer: Booked for 2026-05-13."})
	plays(t, dining(t, "en", "Medium"), []string{"a table for 12 May", "thanks, that's all"}, []string{done, welcome})
}

// TestWhoAsksForItOnceMoreWithAnotherValueIsNotToldThatItIsDone: they know.
func TestWhoAsksForItOnceMoreWithAnotherValueIsNotToldThatItIsDone(t *testing.T) {
	plays(t, dining(t, "en", "Medium"), []string{"a table for 12 May", "sorry, a table for 13 May instead", "yes"},
		[]string{"answer: Booked for 2026-05-12.", "confirm: Shall I go ahead: Book (2026-05-13)?", "answer: Booked for 2026-05-13."})
}
