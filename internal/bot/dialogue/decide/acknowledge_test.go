// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestThanks(t *testing.T) {
	hours := release.Intent{
		Name: "hours", Revision: "hours-1", Risk: "Low", ConfidencePercent: 80,
		Utterances: []string{"when are you open"}, Reply: release.Reply{Text: "Nine to five."},
	}
	farewell := release.Intent{Name: "farewell", Revision: "farewell-1", Utterances: []string{"thank you"}, Reply: release.Reply{Text: "Farewell!"}}
	compiled, err := Compile("h", release.Release{
		Version: release.FormatVersion, Intents: []release.Intent{hours, farewell},
		Policy: release.Policy{Name: "standard", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 2},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		predicted string
		answered  bool
		want      Kind
	}{
		"after an answer":                             {predicted: "hours", answered: true, want: Acknowledge},
		"as the first message":                        {predicted: "hours", want: Reply},
		"when the release has an intent for courtesy": {predicted: "farewell", answered: true, want: Reply},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			side := Side{
				Compiled:    compiled,
				Predictions: []understanding.Prediction{{Intent: tc.predicted, Confidence: 1}},
			}
			d := side.Decide(&conversation.State{Answered: tc.answered}, intents.Message{Text: "Thank you!", Signals: signals.Read("Thank you!", "en")})
			if d.Kind != tc.want {
				t.Errorf("decision %s, want %s", d.Kind, tc.want)
			}
		})
	}
}
