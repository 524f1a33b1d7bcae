// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatWasLetGoOfIsAskedAboutAgainByWhoThenWantsIt, and not by who only says that this was read.
func TestWhatWasLetGoOfIsAskedAboutAgainByWhoThenWantsIt(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"ok then do it", "actually go ahead please", "well, please do"}, "de": {"dann machen Sie es doch", "gut, dann mach es"}, "es": {"vale, pues adelante", "pues hágalo"}, "fr": {"d'accord, alors allez-y", "alors faites-le"},
		"it": {"va bene, allora proceda", "allora lo faccia"}, "pt": {"então pode fazer", "então pode avançar"}, "tr": {"tamam, yapın lütfen"},
	} {
		for _, text := range texts {
			w := shop(t)
			w.say("cancel AB123456")
			w.state.Locale = locale
			w.say(release.TextsFor(nil, locale).No)
			if got := w.say(text); got != shallI {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	for _, text := range []string{"ok", "yes", "thanks", "alright, thank you"} {
		w := shop(t)
		w.say("cancel AB123456")
		w.say("no")
		if got := w.say(text); got == shallI || got == cancelled {
			t.Errorf("%q is answered %q", text, got)
		}
	}
	plays(t, shop(t), []string{"cancel my order", "never mind", "ok then do it"}, []string{whichOrder, leftAsIs, whichOrder})
}
