// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// TestAnAnswerIsNotReadWithoutItsValues, whoever asked the classifier about it: a replay asks for all messages.
func TestAnAnswerIsNotReadWithoutItsValues(t *testing.T) {
	say := func(w *world) string {
		t.Helper()
		in := w.inputs("we come on 5 May, I think")
		in.Stable.Predictions, in.Stable.Bare = nil, []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
		out, err := Turn(w.state, Message{ID: "bare", Text: "we come on 5 May, I think", ReceivedAt: w.now}, in)
		if err != nil {
			t.Fatal(err)
		}
		return string(out.Replies[0].Kind)
	}
	first := withPass(t, "en")
	first.state.Confirming, first.state.Collecting, first.state.Intent, first.state.Fields = nil, nil, "", nil
	if got := say(first); got != "confirm" {
		t.Errorf("as a first message: %s, want confirm", got)
	}
	asked := withPass(t, "en")
	asked.state.Confirming, asked.state.Fields, asked.state.Offered = nil, nil, &conversation.Offered{Intents: []string{"pass", "hours"}, Text: "?"}
	if got := say(asked); got == "confirm" {
		t.Errorf("as an answer to \"did you mean\": %s", got)
	}
}
