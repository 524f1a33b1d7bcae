// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAQuestionOfHowThingsAreIsNoRequest, whatever the intent does; where its utterances ask so, it is
// what they ask.
func TestAQuestionOfHowThingsAreIsNoRequest(t *testing.T) {
	const shallI, done = "confirm: Shall I go ahead: Roaming?", "answer: roaming"
	acting := []string{"turn on roaming", "activate roaming", "I need roaming abroad", "How do I switch roaming on?", "roaming please"}
	asking := []string{"is roaming on?", "am I roaming", "what is my roaming status?", "do I have roaming", "roaming status"}
	for _, c := range []struct {
		name, text string
		utterances []string
		risk, want string
	}{
		{"whether it was done", "did you turn on roaming?", acting, "Medium", shallI},
		{"whether it is so", "is roaming on?", acting, "Medium", shallI},
		{"who did it", "who activated roaming on my line?", acting, "Medium", shallI},
		{"in another language", "¿está activado el roaming?", acting, "Medium", shallI},
		{"but whether the bot can do it asks for it", "can you turn on roaming?", acting, "Medium", done},
		{"and so does a plain request", "turn on roaming please", acting, "Medium", done},
		{"what intents are asked for is answered", "is roaming on?", asking, "Medium", done},
		{"what harms nothing is answered", "is roaming on?", acting, "Low", done},
		{"which is the risk where none is given", "is roaming on?", acting, "", done},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{Name: "roaming", Revision: "roaming-1", Risk: c.risk, Utterances: c.utterances, Reply: release.Reply{Text: "roaming"}})
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "roaming", Confidence: 0.98}}
			}
			if got := w.say(c.text); got != c.want {
				t.Errorf("answered %q, want %q", got, c.want)
			}
		})
	}
}
