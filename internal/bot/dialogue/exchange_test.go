// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestTwoValuesThatAreTheWrongWayRoundAreExchanged at "shall I", and asked about again.
func TestTwoValuesThatAreTheWrongWayRoundAreExchanged(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"no, the other way around", "vice versa", "swap them please"}, "de": {"nein, andersherum", "genau umgekehrt bitte"}, "es": {"no, al revés", "es al contrario"}, "fr": {"non, c'est l'inverse", "dans l'autre sens"},
		"it": {"no, il contrario", "viceversa"}, "pt": {"não, ao contrário", "é o inverso"}, "tr": {"hayır, tam tersi"}, "ar": {"لا، العكس"}, "zh": {"不对，反了", "反过来"}, "ja": {"いえ、逆です"},
	} {
		for _, text := range texts {
			w := transfers(t, locale, [3]string{"How much?", "From which account?", "To which account?"}, "move money")
			w.predictions = func(text string) []understanding.Prediction {
				if text == "move money" {
					return []understanding.Prediction{{Intent: "transfer", Confidence: 0.95}}
				}
				return nil
			}
			for _, said := range []string{"move money", "200", "Giro", "Cash"} {
				w.say(said)
			}
			if got := w.say(text); got != "confirm: 200 Cash Giro?" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestTheVerbOfAnIntentThatSwapsThingsExchangesNoValues: it is the request once more, and a yes.
func TestTheVerbOfAnIntentThatSwapsThingsExchangesNoValues(t *testing.T) {
	for text, want := range map[string]string{
		"yes, swap them": "answer: done", "swap them please": "answer: done", "no, the other way round": "confirm: Swap Max for Swift?",
	} {
		w := newWorld(t)
		boat := func(name, prompt string) release.Field {
			return release.Field{Name: name, Prompt: prompt, Type: release.FieldChoice, Choices: []string{"Swift", "Max"}, Required: true}
		}
		w.stable = compiled(t, "stable", release.Intent{
			Name: "swap", Revision: "swap-1", Risk: "High", Locale: "en", Utterances: []string{"swap my hire boat", "swap boats"},
			Fields: []release.Field{boat("old", "Which boat do you have?"), boat("new", "Which boat do you want?")}, Reply: release.Reply{Text: "done"}, Confirmation: "Swap {old} for {new}?",
		})
		w.stable.Rules = nil
		w.predictions = func(text string) []understanding.Prediction {
			if text == "swap my hire boat" {
				return []understanding.Prediction{{Intent: "swap", Confidence: 0.95}}
			}
			return nil
		}
		for _, said := range []string{"swap my hire boat", "Swift", "Max"} {
			w.say(said)
		}
		if got := w.say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}
