// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// TestOfTwoOppositesTheOneThatIsWantedIsDone although the utterances of both are alike, and nothing where the message
// does not say which.
func TestOfTwoOppositesTheOneThatIsWantedIsDone(t *testing.T) {
	for text, want := range map[string]string{
		"turn on roaming":         "answer: roaming-on",
		"turn off roaming":        "answer: roaming-off",
		"activate roaming please": "answer: roaming-on",
		"roaming":                 offered,
	} {
		w := switching(t)
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "roaming-on", Confidence: 0.5}, {Intent: "roaming-off", Confidence: 0.48}, {Intent: "towels", Confidence: 0.01}}
		}
		if got := w.say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

// TestAnInterjectionAsksForNothing, whatever the classifier makes of it.
func TestAnInterjectionAsksForNothing(t *testing.T) {
	w := switching(t)
	w.predictions = func(text string) []understanding.Prediction {
		if text == "hang on" {
			return []understanding.Prediction{{Intent: "towels", Confidence: 0.95}}
		}
		return []understanding.Prediction{{Intent: "hours", Confidence: 0.95}}
	}
	plays(t, w, []string{"hang on, when do you open?"}, []string{nineToFive})
}
