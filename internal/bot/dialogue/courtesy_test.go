// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestCourtesies(t *testing.T) {
	for text, want := range map[string]bool{
		"thanks": true, "Thank you so much!": true, "ok, great": true, "Vielen Dank!": true, "merci beaucoup": true, "bye": true,
		"ok": false, "good": false, "": false, "?!": false, "thanks, and where is my parcel": false, "thanks for nothing": false,
		"great, another fee": false, "Vielen Dank\u200f": true, "Danke scho\u0308n": true, "ｔｈａｎｋｓ": true,
	} {
		if got := isCourteous(text); got != want {
			t.Errorf("%q is a courtesy: %t, want %t", text, got, want)
		}
	}
}

// TestThanks says a courtesy that the classifier takes for an intent with full confidence.
func TestThanks(t *testing.T) {
	farewell := release.Intent{Name: "farewell", Revision: "farewell-1", Utterances: []string{"thank you"}, Reply: release.Reply{Text: "Farewell!"}}
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
				Compiled:    compiled(t, "h", hours("1"), farewell),
				Predictions: []understanding.Prediction{{Intent: tc.predicted, Confidence: 1}},
			}
			d := side.decide(&conversation.State{Answered: tc.answered}, said{Text: "Thank you!", Signals: signals.Read("Thank you!", "en")})
			if d.kind != tc.want {
				t.Errorf("decision %s, want %s", d.kind, tc.want)
			}
		})
	}
}
