// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhoSleepsOnItLetsGo, also with a word for waiting before it, or today beside it, and so does who comes after all.
func TestWhoSleepsOnItLetsGo(t *testing.T) {
	day := release.Field{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true}
	for locale, texts := range map[string][]string{
		"en": {"I'd better sleep on it", "wait, I no longer need it, never mind", "we'll come after all"},
		"de": {"da schlafe ich erst mal drüber", "wir kommen doch hin"},
		"es": {"lo consultaré con la almohada", "al final sí que vamos"},
		"fr": {"la nuit porte conseil", "finalement on y va"},
		"it": {"meglio che ci dorma sopra, lasci stare", "alla fine ci andiamo"},
		"pt": {"vou dormir sobre o assunto", "afinal vamos"},
		"tr": {"dur, gerek kalmadı, fişi buldum", "yine de gideceğiz"},
		"ar": {"سنحضر في النهاية"},
		"zh": {"我们还是去吧"},
		"ja": {"一晩考えます", "今日はやめておきます"},
	} {
		for _, text := range texts {
			w := withCourt(t, locale, day)
			if got := w.say(text); got != "notice: "+release.TextsFor(nil, locale).LeftAsItIs {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestWhatIsRatherWantedIsTakenUp: behind words of a second thought, and with no word that asks for it. Its day is not one
// for what was asked about.
func TestWhatIsRatherWantedIsTakenUp(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "on second thoughts I'd rather have the parcel AB123456 stopped",
		"de": "doch nicht, lieber das paket AB123456",
		"es": "déjelo, mejor el paquete AB123456",
		"fr": "finalement non, plutôt le colis AB123456",
		"it": "lasci stare, piuttosto il pacco AB123456",
		"pt": "esqueça, melhor o pacote AB123456",
	} {
		w := lessons(t, locale)
		w.say(turning[locale].books)
		if got := w.say(text); !strings.HasPrefix(got, "confirm: Stop AB123456?") {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
	w := withCourt(t, "de", release.Field{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true})
	w.say("5. Mai 2026")
	w.say("doch nicht, machen Sie lieber einen Termin beim Arzt am 16.")
	if day := w.state.Fields["day"]; strings.HasSuffix(day, "-16") {
		t.Errorf("a day of something else is taken: %v", w.state.Fields)
	}
}
