// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// plans is a bot that changes plans at the risk Medium, and understands every message as that.
func plans(t *testing.T, locale string, utterances ...string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "plan", Revision: "plan-1", Risk: "Medium", Locale: locale, Utterances: utterances, Reply: release.Reply{Text: "now {plan}"}, Confirmation: "? {plan}",
		Fields: []release.Field{{Name: "plan", Prompt: "Which plan?", Type: release.FieldChoice, Choices: []string{"Small", "Large"}, Required: true}},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "plan", Confidence: 0.97}}
	}
	return w
}

var planWords = map[string][]string{
	"en": {"change my plan", "switch to another plan", "I want a different plan"},
	"de": {"meinen Tarif wechseln", "einen anderen Tarif buchen", "ich möchte einen anderen Tarif"},
	"es": {"cambiar mi plan", "quiero otro plan", "pasar a otro plan"},
}

// TestWhatSomethingIsNowNeedsAYes in a first message, where the plan that a customer has may be taken for the new one.
func TestWhatSomethingIsNowNeedsAYes(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {
			"my plan is Large": "confirm", "I have the Small plan": "confirm", "change my plan from Large": "confirm", "I changed my plan to Large": "confirm",
			"change my plan to Large": "answer", "switch to the Large plan please": "answer",
		},
		"de": {"mein Tarif ist Large": "confirm", "ich habe jetzt Small": "confirm", "meinen Tarif auf Large wechseln": "answer"},
		"es": {"mi plan es el Large": "confirm", "tengo el plan Small": "confirm", "cambiar mi plan al Large": "answer"},
	} {
		for text, want := range texts {
			w := plans(t, locale, planWords[locale]...)
			if got := w.say(text); !strings.HasPrefix(got, want+": ") {
				t.Errorf("%s: %q is answered %q, want %s", locale, text, got, want)
			}
		}
	}
}

// TestAnAnswerThatSaysHowSomethingIsNeedsAYes since it may refuse the value, or tell the one of until now.
func TestAnAnswerThatSaysHowSomethingIsNeedsAYes(t *testing.T) {
	for text, want := range map[string]string{
		"Large is too big": "confirm", "now I have Small": "confirm", "it was Small": "field",
		"Large": "answer", "Large please": "answer", "Large is fine": "answer", "I'd like Large": "answer",
	} {
		w := plans(t, "en", planWords["en"]...)
		w.say("change my plan")
		w.predictions = func(string) []understanding.Prediction { return nil }
		if got := w.say(text); !strings.HasPrefix(got, want+": ") {
			t.Errorf("%q is answered %q, want %s", text, got, want)
		}
	}
}

// TestAValueInDoubtNeedsAYesAfterTheOthers that are still asked for.
func TestAValueInDoubtNeedsAYesAfterTheOthers(t *testing.T) {
	for name, tc := range map[string]struct {
		say  []string
		want string
	}{
		"in an answer":                  {[]string{"change my plan", "Large is too big", "MB00001"}, "confirm: ? Large MB00001"},
		"in a first message":            {[]string{"my plan is Large, change it", "MB00001"}, "confirm: ? Large MB00001"},
		"but not one that is asked for": {[]string{"change my plan to Large", "MB00001"}, "answer: now Large MB00001"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "plan", Revision: "plan-1", Risk: "Medium", Locale: "en", Utterances: planWords["en"], Reply: release.Reply{Text: "now {plan} {member}"}, Confirmation: "? {plan} {member}",
				Fields: []release.Field{
					{Name: "plan", Prompt: "Which plan?", Type: release.FieldChoice, Choices: []string{"Small", "Large"}, Required: true},
					{Name: "member", Prompt: "Member?", Pattern: "MB[0-9]{5}", Required: true},
				},
			})
			w.stable.Rules = nil
			w.predictions = func(text string) []understanding.Prediction {
				if strings.Contains(text, "change") {
					return []understanding.Prediction{{Intent: "plan", Confidence: 0.97}}
				}
				return nil
			}
			got := ""
			for _, text := range tc.say {
				got = w.say(text)
			}
			if got != tc.want {
				t.Errorf("%q ends with %q, want %q", tc.say, got, tc.want)
			}
		})
	}
}
