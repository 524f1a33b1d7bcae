// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAYesMaySayOnceMoreWhatIsDoneByItsNoun: "take the payment" where it pays, and not what stops or changes it.
func TestAYesMaySayOnceMoreWhatIsDoneByItsNoun(t *testing.T) {
	for text, agrees := range map[string]bool{
		"yes, please take the payment": true, "Thank you. Yes, make the payment": true, "ok, proceed to payment please": true,
		"yes, stop the payment": false, "yes, change the payment": false, "yes, move the payment": false, "yes, take the second payment": false, "yes, take 2 payments": false,
	} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", hours("1"), release.Intent{
			Name: "pay", Revision: "pay-1", Risk: "High", Utterances: []string{"pay my fine", "I want to pay"}, Confirmation: "Pay it?", Reply: release.Reply{Text: "Paid."},
		})
		w.stable.Rules = nil
		w.predictions = func(text string) []understanding.Prediction {
			if text == "pay my fine" {
				return []understanding.Prediction{{Intent: "pay", Confidence: 0.95}}
			}
			return nil
		}
		w.say("pay my fine")
		if got := w.say(text); (got == "answer: Paid.") != agrees {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
