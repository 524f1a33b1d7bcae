// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIntentsThatABotCanHardlyServeAreDoubted(t *testing.T) {
	const (
		one   = "spec.utterances: with only 1 example the bot understands little else: give at least 5 that differ"
		two   = "spec.utterances: with only 2 examples the bot understands little else: give at least 5 that differ"
		words = "spec.utterances: all are single words, so the bot takes nearly any message with such a word for this intent: write whole sentences"
	)
	for name, tc := range map[string]struct {
		utterances []string
		want       []string
	}{
		"one word":                      {[]string{"cancel"}, []string{one, words}},
		"one sentence":                  {[]string{"cancel my order"}, []string{one}},
		"six, of which two differ":      {[]string{"Cancel it", "cancel it", "cancel it!", "cancel  it", "CANCEL IT", "stop it"}, []string{two}},
		"five words":                    {[]string{"cancel", "stop", "undo", "abort", "quit"}, []string{words}},
		"five, some of a word":          {[]string{"cancel", "stop it", "undo", "abort", "quit"}, nil},
		"a sentence of Chinese letters": {[]string{"我的订单", "订单在哪", "查订单", "看订单", "找订单"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, Doubts(Intent{Utterances: tc.utterances})); diff != "" {
				t.Errorf("doubts (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChoicesOfAnotherLanguageAreDoubted where customers of a language would read those of another.
func TestChoicesOfAnotherLanguageAreDoubted(t *testing.T) {
	five := []string{"send it again", "wrap it please", "make it a gift", "a gift for her", "is it a gift"}
	named := []Prompt{{Field: "size", Prompt: "Wie groß?", Choices: []string{"Klein", "Groß"}}}
	unnamed := []Prompt{{Field: "day", Prompt: "Wann?"}, {Field: "size", Prompt: "Wie groß?"}}
	const said = ": customers of the language de read the choices of the field \"size\" as spec.fields has them: " +
		"translate them in choices, in the same order, or repeat those that are names there"
	for name, tc := range map[string]struct {
		locale   string
		choices  []string
		optional bool
		prompts  []Prompt
		want     []string
	}{
		"named":                           {"en", []string{"Small", "Large"}, false, named, nil},
		"a prompt without them":           {"en", []string{"Small", "Large"}, false, unnamed, []string{"spec.locales[0].prompts[1].choices" + said}},
		"no prompt, and none that is due": {"en", []string{"Small", "Large"}, true, nil, []string{"spec.locales[0].prompts" + said}},
		"no prompt, which is a problem":   {"en", []string{"Small", "Large"}, false, nil, nil},
		"numbers":                         {"en", []string{"10", "20"}, false, unnamed, nil},
		"the same language elsewhere":     {"de-AT", []string{"Klein", "Groß"}, false, unnamed, nil},
	} {
		t.Run(name, func(t *testing.T) {
			intent := Intent{
				Utterances: five, Locale: tc.locale,
				Fields:  []Field{{Name: "day", Type: FieldDate}, {Name: "size", Type: FieldChoice, Choices: tc.choices, Required: !tc.optional}},
				Locales: []IntentLocale{{Locale: "de", Prompts: tc.prompts}},
			}
			if diff := cmp.Diff(tc.want, Doubts(intent)); diff != "" {
				t.Errorf("doubts (-want +got):\n%s", diff)
			}
		})
	}
}
