// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/understanding"
)

func TestDaysAndNumbersAreLeftOut(t *testing.T) {
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	for locale, texts := range map[string]map[string]string{
		"en": {
			"a court this coming Saturday please":            "a court please",
			"book a court for 13 June, there are four of us": "book a court",
			"is the court wet?":                              "",
			"Saturday":                                       "",
		},
		"de": {"Platz buchen für Samstag, wir sind zu viert": "Platz buchen", "in drei Tagen hätten wir gern einen Platz, 2 Personen": "hätten wir gern einen Platz"},
		"fr": {"je voudrais un court pour samedi": "je voudrais un court"},
		"es": {"quiero una pista el 13 de junio": "quiero una pista"},
		"zh": {"我想预订6月13日的场地": "我想预订 的场地"},
		"ja": {"明日コートを予約したいです": "コートを予約したいです"},
	} {
		for text, want := range texts {
			if got := Bare(text, locale, now); got != want {
				t.Errorf("%s: %q without its values is %q, want %q", locale, text, got, want)
			}
		}
	}
}

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
