// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAnotherThingAfterTheFirstIsAskedAboutWithTheOtherValues: "and AB123457 too", after the same was done to another,
// though a second intent takes such numbers.
func TestAnotherThingAfterTheFirstIsAskedAboutWithTheOtherValues(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "and AB123457 too", "de": "und AB123457 auch", "es": "y AB123457 también", "fr": "et AB123457 aussi", "it": "e anche AB123457", "pt": "e AB123457 também",
		"tr": "ve AB123457", "zh": "还有AB123457", "ja": "それとAB123457",
	} {
		w := newWorld(t)
		thing := release.Field{Name: "thing", Prompt: "Which one?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}
		w.stable = compiled(t, "stable",
			release.Intent{
				Name: "lend", Revision: "lend-1", Risk: "Medium", Locale: locale, Utterances: []string{"lend"}, Confirmation: "Lend {thing} for {weeks}?", Reply: release.Reply{Text: "Lent {thing}."},
				Fields: []release.Field{thing, {Name: "weeks", Prompt: "For how many weeks?", Type: release.FieldNumber, Minimum: "1", Maximum: "9", Required: true}},
			},
			release.Intent{Name: "track", Revision: "track-1", Risk: "Low", Locale: locale, Utterances: []string{"track"}, Fields: []release.Field{thing}, Reply: release.Reply{Text: "On its way."}},
		)
		w.stable.Rules, w.state.Locale = nil, locale
		w.predictions = func(text string) []understanding.Prediction {
			if text == "lend" {
				return []understanding.Prediction{{Intent: "lend", Confidence: 0.95}}
			}
			return nil
		}
		plays(t, w, []string{"lend", "AB123456", "2"}, []string{"field: Which one?", "field: For how many weeks?", "answer: Lent AB123456."})
		if got := w.say(text); got != "confirm: Lend AB123457 for 2?" {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}
