// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestTheSameForAnotherCard is asked for after the first was done, and never for the first once more.
func TestTheSameForAnotherCard(t *testing.T) {
	for locale, tc := range map[string]struct {
		prompt      string
		first, more []string
	}{
		"en": {"What are the last four digits?", []string{"it ends in 4821", "the last four are 4821", "4821"}, []string{"and 7733", "7733 too"}},
		"de": {"Wie lauten die letzten vier Ziffern?", []string{"die letzten vier sind 4821", "endet auf 4821"}, []string{"7733 auch", "und 7733"}},
		"es": {"¿Cuáles son los últimos cuatro dígitos?", []string{"termina en 4821"}, []string{"7733 también"}},
		"fr": {"Quels sont les quatre derniers chiffres ?", []string{"elle se termine par 4821"}, []string{"et 7733"}},
		"it": {"Quali sono le ultime quattro cifre?", []string{"finisce con 4821"}, []string{"anche 7733"}},
		"pt": {"Quais são os últimos quatro dígitos?", []string{"termina em 4821"}, []string{"7733 também"}},
		"tr": {"Son dört hanesi nedir?", []string{"4821 ile bitiyor"}, []string{"7733 de"}},
		"ar": {"ما آخر أربعة أرقام؟", []string{"تنتهي بـ 4821"}, []string{"7733 أيضا"}},
		"zh": {"后四位是多少？", []string{"尾号4821"}, []string{"7733也要"}},
		"ja": {"下4桁を教えてください。", []string{"下4桁は4821です"}, []string{"7733も"}},
	} {
		card := release.Field{Name: "card", Prompt: tc.prompt, Type: release.FieldCardLastFour}
		for _, first := range tc.first {
			for _, more := range tc.more {
				w := asking(t, locale, card)
				w.say("order")
				if got := w.say(first); got != "answer: ordered 4821" {
					t.Errorf("%s: %q is answered %q", locale, first, got)
				}
				if got := w.say(more); got != "confirm: ?" || w.state.Fields["card"] != "7733" {
					t.Errorf("%s: %q is answered %q with %v", locale, more, got, w.state.Fields)
				}
			}
		}
	}
}
