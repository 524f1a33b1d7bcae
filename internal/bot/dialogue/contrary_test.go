// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestTheOppositeOfAnIntentIsAskedAbout: however sure the classifier is, since the words are those of
// the intent but for one.
func TestTheOppositeOfAnIntentIsAskedAbout(t *testing.T) {
	intent := func(name string, utterances ...string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: "Low", Utterances: utterances, Reply: release.Reply{Text: name}}
	}
	for name, tc := range map[string]struct {
		in        release.Intent
		say, want string
	}{
		"lower instead of raise":           {intent("raise", "raise my limit", "increase my limit"), "lower my limit please", offered},
		"pause instead of end":             {intent("end", "end my membership", "cancel my membership"), "pause my membership", offered},
		"import instead of export":         {intent("export", "export my data", "download my data"), "how do I import my data", offered},
		"what the intent does is answered": {intent("raise", "raise my limit", "increase my limit"), "raise my limit please", "answer: raise"},
		"and so is who says neither":       {intent("raise", "raise my limit", "increase my limit"), "my limit is not enough", "answer: raise"},
		"and who says both":                {intent("raise", "raise my limit", "increase my limit"), "you lowered my limit, please raise it", "answer: raise"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", tc.in)
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: tc.in.Name, Confidence: 0.98}}
			}
			if got := w.say(tc.say); got != tc.want {
				t.Errorf("%q is answered %q, want %q", tc.say, got, tc.want)
			}
		})
	}
}
