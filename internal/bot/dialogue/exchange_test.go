// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
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
