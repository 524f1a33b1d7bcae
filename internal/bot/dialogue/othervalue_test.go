// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestANumberOfSomethingElseTurnsToIt where only one intent takes it, and the bot asks for another value. What was asked
// about comes later.
func TestANumberOfSomethingElseTurnsToIt(t *testing.T) {
	gear := release.Field{Name: "gear", Prompt: "Manual or automatic?", Type: release.FieldChoice, Choices: []string{"Manual", "Automatic"}, Required: true}
	day := release.Field{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}
	loan := release.Field{Name: "loan", Prompt: "Which loan?", Pattern: "TL[0-9]{4}", Required: true}
	account := release.Field{Name: "account", Prompt: "Which account?", Pattern: "[0-9]{8}", Required: true}
	phone := release.Field{Name: "phone", Prompt: "Which number?", Type: release.FieldPhone, Region: "GB", Required: true}
	intent := func(name, utterance string, fields ...release.Field) release.Intent {
		return release.Intent{
			Name: name, Revision: name + "-1", Risk: "Medium", Locale: "en", Utterances: []string{utterance}, Fields: fields,
			Reply: release.Reply{Text: name + " done"}, Confirmation: "? " + name,
		}
	}
	for name, tc := range map[string]struct {
		before []string
		text   string
		want   string
	}{
		"of a loan":                          {text: "hang on, I still have your TL9014 here", want: "confirm: ? return-tool"},
		"in German":                          {text: "Moment, ich habe noch TL9014 hier stehen", want: "confirm: ? return-tool"},
		"in Chinese":                         {text: "先等一下，TL9014还在我这里", want: "confirm: ? return-tool"},
		"and nothing else":                   {text: "TL9014", want: "field: That does not look right. Manual or automatic?"},
		"beside the value in another clause": {text: "manual please, the washer TL9014 was great", want: "field: Which day?"},
		"the telephone's figures are no account's":      {before: []string{"leave my number"}, text: "you can reach me on 07700 900 284", want: "answer: call-back done"},
		"of an account where a telephone was asked for": {before: []string{"leave my number"}, text: "the bill of account 20937716 is wrong", want: "confirm: ? bill"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", intent("lesson", "book a lesson", gear, day), intent("return-tool", "bring it back", loan),
				intent("call-back", "leave my number", phone), intent("bill", "my bill", account))
			w.stable.Rules = nil
			w.predictions = func(text string) []understanding.Prediction {
				switch text {
				case "book a lesson":
					return []understanding.Prediction{{Intent: "lesson", Confidence: 0.95}}
				case "leave my number":
					return []understanding.Prediction{{Intent: "call-back", Confidence: 0.95}}
				}
				return nil
			}
			if tc.before == nil {
				tc.before = []string{"book a lesson"}
			}
			for _, text := range tc.before {
				w.say(text)
			}
			if got := w.say(tc.text); got != tc.want {
				t.Errorf("%q is answered %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}
