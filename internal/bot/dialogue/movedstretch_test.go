// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestAStretchIsMovedAsAWhole by what it is to be later, or earlier, with and without a word for both of its days.
func TestAStretchIsMovedAsAWhole(t *testing.T) {
	for locale, says := range map[string][]string{
		"en": {"both a week later", "a week later"}, "de": {"beides eine Woche später"}, "es": {"ambas una semana después"},
		"fr": {"les deux une semaine plus tard"}, "it": {"entrambe una settimana dopo"}, "pt": {"as duas uma semana depois"},
		"tr": {"ikisi de bir hafta sonra"}, "zh": {"两个都1周后", "1周后"}, "ja": {"両方とも1週間後にしてください"},
	} {
		for _, said := range says {
			if got, want := loan(t, locale).say(said), "confirm: 2026-05-10 2026-05-16"; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, said, got, want)
			}
		}
	}
}

// TestAStretchNeverEndsBeforeItBegins but its last day is asked for again.
func TestAStretchNeverEndsBeforeItBegins(t *testing.T) {
	for locale, said := range map[string]string{"en": "no, from the 12th", "de": "nein, ab dem 12.", "es": "no, desde el 12", "ja": "いいえ、12日から"} {
		w := loan(t, locale)
		plays(t, w, []string{said, "2026-05-14"}, []string{"field: " + pairs[locale].last, "confirm: 2026-05-12 2026-05-14"})
	}
	plays(t, loan(t, "en"), []string{"no, until 2 May"}, []string{"field: Until which day?"})
}
