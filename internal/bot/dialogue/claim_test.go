// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// insurer is a bot to which losses are reported, and that keeps parcels.
func insurer(t *testing.T, locale, claim, prompt, keep string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "claim", Revision: "claim-1", Risk: "High", Locale: locale, Utterances: []string{claim}, Reply: release.Reply{Text: "{amount}"}, Confirmation: "? {amount}",
		Fields: []release.Field{{Name: "amount", Prompt: prompt, Type: release.FieldNumber, Required: true}},
	}, release.Intent{
		Name: "hold", Revision: "hold-1", Risk: "High", Locale: locale, Utterances: []string{keep}, Reply: release.Reply{Text: "{parcel}"}, Confirmation: "? {parcel}",
		Fields: []release.Field{{Name: "parcel", Prompt: "Parcel?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		switch text {
		case claim:
			return []understanding.Prediction{{Intent: "claim", Confidence: 0.95}}
		case keep:
			return []understanding.Prediction{{Intent: "hold", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

var claims = map[string]struct{ claim, prompt, keep string }{
	"en": {"I want to report a loss", "How much is the damage?", "please keep parcel AB123456"},
	"de": {"ich möchte einen Schaden melden", "Wie hoch ist der Schaden?", "bitte behalten Sie das Paket AB123456"},
	"es": {"presentar una reclamación", "¿A cuánto asciende la reclamación?", "guarden el paquete AB123456"},
	"fr": {"déclarer un sinistre", "Quel est le montant du sinistre ?", "gardez le colis AB123456"},
	"it": {"denunciare un danno", "A quanto ammonta il danno?", "tenete il pacco AB123456"},
	"pt": {"comunicar um dano", "Qual é o valor do dano?", "guardem a encomenda AB123456"},
}

// TestAnArticleIsNoAmount though the question names the thing.
func TestAnArticleIsNoAmount(t *testing.T) {
	for locale, words := range claims {
		w := insurer(t, locale, words.claim, words.prompt, words.keep)
		if got, want := w.say(words.claim), "field: "+words.prompt; got != want {
			t.Errorf("%s: %q is answered %q, want %q", locale, words.claim, got, want)
		}
	}
}

// TestWhatWasSpentOrLostIsTold where the question is for it.
func TestWhatWasSpentOrLostIsTold(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"it came to 250 in total", "I paid 250 pounds for it", "the hospital charged 250 euros", "we lost 250 euros"},
		"de": {"der Koffer hat 250 Euro gekostet", "das waren 250 Euro"}, "es": {"me costó 250 euros", "pagué 250 euros"},
		"fr": {"ça m'a coûté 250 euros"}, "it": {"ho speso 250 euro"}, "pt": {"gastei 250 euros"},
	} {
		for _, text := range texts {
			w := insurer(t, locale, claims[locale].claim, claims[locale].prompt, claims[locale].keep)
			w.say(claims[locale].claim)
			if got, want := w.say(text), "confirm: ? 250"; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
	w := insurer(t, "en", claims["en"].claim, claims["en"].prompt, claims["en"].keep)
	w.say(claims["en"].claim)
	if got := w.say("do I get it if it was less than 250?"); got == "confirm: ? 250" {
		t.Errorf("a question is answered %q", got)
	}
}

// TestWhatIsToBeKeptHasItsNumber where keeping it is what is asked for.
func TestWhatIsToBeKeptHasItsNumber(t *testing.T) {
	for locale, words := range claims {
		w := insurer(t, locale, words.claim, words.prompt, words.keep)
		if got, want := w.say(words.keep), "confirm: ? AB123456"; got != want {
			t.Errorf("%s: %q is answered %q, want %q", locale, words.keep, got, want)
		}
	}
}
