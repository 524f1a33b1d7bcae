// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"fmt"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// gymRelease is a release in which a class, a member's number and an e-mail address each tell intents apart.
func gymRelease() release.Release {
	member := release.Field{Name: "member", Prompt: "Member number?", Pattern: "MB[0-9]{5}", Required: true}
	class := release.Field{Name: "class", Prompt: "Which class?", Type: release.FieldChoice, Choices: []string{"Yoga Flow", "Spinning", "Plus", "Monday", "M"}, Required: true}
	day := release.Field{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}
	card := release.Field{Name: "card", Prompt: "Which card?", Type: release.FieldCardLastFour, Required: true}
	email := release.Field{Name: "email", Prompt: "Which address?", Type: release.FieldEmail, Required: true}
	intent := func(name string, fields ...release.Field) release.Intent {
		return release.Intent{
			Name: name, Revision: name + "-1", Risk: "Medium", Utterances: []string{name}, Fields: fields,
			Reply: release.Reply{Text: name}, Confirmation: "? " + name,
		}
	}
	return release.Release{
		Version: release.FormatVersion,
		Intents: []release.Intent{intent("class", class), intent("freeze", member), intent("coach", release.Field{Name: "coach", Prompt: "Which coach?", Type: release.FieldChoice, Choices: []string{"Slow Flow", "Ann"}, Required: true}), intent("news", email), intent("hours"), intent("court", day, card), intent("accident", release.Field{Name: "since", Prompt: "Since which day?", Type: release.FieldDate, Maximum: release.Today, Required: true})},
		Policy:  release.Policy{Name: "standard", ConfidencePercent: 60, MarginPercent: 10, UnresolvedTurns: 2},
	}
}

// TestValuesTellWhatAMessageAsksFor though its words leave it open.
func TestValuesTellWhatAMessageAsksFor(t *testing.T) {
	compiled, err := Compile("h", gymRelease(), nil)
	if err != nil {
		t.Fatal(err)
	}
	open := []understanding.Prediction{{Intent: "class", Confidence: 0.25}, {Intent: "freeze", Confidence: 0.24}, {Intent: "news", Confidence: 0.23}, {Intent: "hours", Confidence: 0.15}, {Intent: "coach", Confidence: 0.04}, {Intent: "court", Confidence: 0.04}}
	surely := []understanding.Prediction{{Intent: "hours", Confidence: 0.97}, {Intent: "class", Confidence: 0.01}}
	nothing := []understanding.Prediction{{Intent: "class", Confidence: 0.04}, {Intent: "hours", Confidence: 0.04}}
	tests := map[string]struct {
		text, locale string
		predicted    []understanding.Prediction
		want         string
	}{
		"a choice":                                  {text: "put me into yoga flow please", predicted: open, want: "confirm class"},
		"a choice in a language without spaces":     {text: "Spinningにしてください", locale: "ja", predicted: open, want: "confirm class"},
		"the longer of two choices that overlap":    {text: "yoga flow for me", predicted: open, want: "confirm class"},
		"a word that only one choice has":           {text: "with the yoga", predicted: open, want: "confirm class"},
		"a word that two have":                      {text: "with the flow", predicted: open, want: "offer"},
		"a choice that is a day":                    {text: "is Monday good", predicted: open, want: "offer"},
		"a choice that is a letter":                 {text: "it's M as in Mike", predicted: open, want: "offer"},
		"a choice that is a word in English":        {text: "I would like Plus", predicted: open, want: "confirm class"},
		"one that is a common word in French":       {text: "je ne viens plus", locale: "fr", predicted: open, want: "offer"},
		"a number":                                  {text: "MB12345, I am away for a while", predicted: open, want: "confirm freeze"},
		"an address":                                {text: "ann@example.com does not get any", predicted: open, want: "confirm news"},
		"a card and a day":                          {text: "5 May at six, with the card 0918", predicted: open, want: "confirm court"},
		"a card alone":                              {text: "it is the card 0918", predicted: open, want: "offer"},
		"a day alone":                               {text: "it is for tomorrow", predicted: open, want: "offer"},
		"a part that only a value tells":            {text: "MB12345 please, thanks", predicted: open, want: "confirm freeze"},
		"a question about a choice":                 {text: "when is Spinning on?", predicted: []understanding.Prediction{{Intent: "hours", Confidence: 0.75}, {Intent: "class", Confidence: 0.02}}, want: "reply hours"},
		"a question that is surely another one":     {text: "when is Spinning?", predicted: surely, want: "reply hours"},
		"hardly about any of them":                  {text: "my brother adores Spinning", predicted: nothing, want: "offer"},
		"an address beside a surely other question": {text: "are you open? ann@example.com", predicted: surely, want: "confirm hours"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.locale == "" {
				tc.locale = "en"
			}
			side := Side{Compiled: compiled, Predictions: tc.predicted}
			m := intents.Message{Text: tc.text, Signals: signals.Read(tc.text, tc.locale), Locale: tc.locale, Now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
			d := side.Decide(&conversation.State{}, m)
			got := fmt.Sprint(d.Kind)
			if d.Intent != nil {
				got = fmt.Sprint(d.Kind, " ", d.Intent.Name)
			}
			if got != tc.want {
				t.Errorf("%q: %s, want %s", tc.text, got, tc.want)
			}
		})
	}
}

// TestAnIntentBelowTheLikeliestIsFoundByItsChoice, since a classifier returns only so many.
func TestAnIntentBelowTheLikeliestIsFoundByItsChoice(t *testing.T) {
	compiled, err := Compile("h", gymRelease(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var others []understanding.Prediction
	for i := range understanding.TopK {
		others = append(others, understanding.Prediction{Intent: fmt.Sprint("other-", i), Confidence: 0.1})
	}
	got := compiled.telling.weigh(others, compiled.telling.in("Spinning", intents.Message{Locale: "en"}))
	if got[0].Intent != "class" {
		t.Errorf("the likeliest is %s", got[0].Intent)
	}
	sum := 0.0
	for _, p := range got {
		sum += p.Confidence
	}
	if sum > 1+1e-9 {
		t.Errorf("confidences sum to %v", sum)
	}
}

// TestEachPartIsWeighedByItsOwnValue though of two the message as a whole has none for sure.
func TestEachPartIsWeighedByItsOwnValue(t *testing.T) {
	compiled, err := Compile("h", gymRelease(), nil)
	if err != nil {
		t.Fatal(err)
	}
	open := []understanding.Prediction{{Intent: "hours", Confidence: 0.3}, {Intent: "freeze", Confidence: 0.2}}
	side := Side{Compiled: compiled, Predictions: open, Parts: []wording.Part{{Text: "it is MB12345", Predictions: open}, {Text: "or MB54321", Predictions: open}}}
	m := intents.Message{Text: "it is MB12345 or MB54321", Locale: "en"}
	for _, part := range side.weighed(m).Parts {
		if part.Predictions[0].Intent != "freeze" {
			t.Errorf("%q is about %s", part.Text, part.Predictions[0].Intent)
		}
	}
	if side.Parts[0].Predictions[0].Intent != "hours" {
		t.Error("the parts that were given are changed")
	}
}
