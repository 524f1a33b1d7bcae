// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestThanks says a courtesy that the classifier takes for an intent with full confidence.
func TestThanks(t *testing.T) {
	farewell := release.Intent{Name: "farewell", Revision: "farewell-1", Utterances: []string{"thank you"}, Reply: release.Reply{Text: "Farewell!"}}
	tests := map[string]struct {
		predicted string
		answered  bool
		want      decide.Kind
	}{
		"after an answer":                             {predicted: "hours", answered: true, want: decide.Acknowledge},
		"as the first message":                        {predicted: "hours", want: decide.Reply},
		"when the release has an intent for courtesy": {predicted: "farewell", answered: true, want: decide.Reply},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			side := decide.Side{
				Compiled:    compiled(t, "h", hours("1"), farewell),
				Predictions: []understanding.Prediction{{Intent: tc.predicted, Confidence: 1}},
			}
			d := side.Decide(&conversation.State{Answered: tc.answered}, intents.Message{Text: "Thank you!", Signals: signals.Read("Thank you!", "en")})
			if d.Kind != tc.want {
				t.Errorf("decision %s, want %s", d.Kind, tc.want)
			}
		})
	}
}
