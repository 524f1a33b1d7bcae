// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAValueAloneChoosesNothingOfWhatIsOffered: only one of the intents takes it, which is confirmed where it may do harm.
func TestAValueAloneChoosesNothingOfWhatIsOffered(t *testing.T) {
	for risk, want := range map[string]string{"Medium": "confirm: Shall I go ahead: Phone (+44 7700 900123)?", "Low": "answer: Noted +44 7700 900123."} {
		phones := func() *world {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"), release.Intent{
				Name: "phone", Title: "Phone", Revision: "phone-1", Risk: risk, Utterances: []string{"another contact"}, Reply: release.Reply{Text: "Noted {phone}."},
				Fields: []release.Field{{Name: "phone", Prompt: "Which number?", Type: release.FieldPhone, Region: "GB", Required: true}},
			})
			w.stable.Rules = nil
			w.predictions = func(text string) []understanding.Prediction {
				if text == "something" {
					return []understanding.Prediction{{Intent: "phone", Confidence: 0.4}, {Intent: "hours", Confidence: 0.35}}
				}
				return nil
			}
			return w
		}
		const perhaps, asked = "offer: Did you mean one of these?", "field: Which number?"
		for _, text := range []string{"07700 900123", "my number is 07700 900123"} {
			plays(t, phones(), []string{"something", text}, []string{perhaps, want})
		}
		plays(t, phones(), []string{"something", "Phone", "07700 900123"}, []string{perhaps, asked, "answer: Noted +44 7700 900123."})
	}
}
