// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestAWordOrTheCustomersNameIsNoChoice has people to choose from whose names are words, too.
func TestAWordOrTheCustomersNameIsNoChoice(t *testing.T) {
	for locale, tc := range map[string]struct {
		prompt      string
		none, given []string
	}{
		"en": {"With whom?", []string{"my name is Bill", "this is Bill speaking", "I'm Grace", "it may be soon", "costs rose a lot", "I will", "will you wait a second", "the bill arrived"},
			[]string{"with Bill", "Dr May", "Rose please", "Will", "I'd like Rose", "May is fine", "the lady, Grace", "will", "Bill, my name is Ann"}},
		"de": {"Bei wem?", []string{"ich heiße Bill", "mein Name ist Grace", "ich bin Rose", "hier spricht Bill"}, []string{"bei Bill", "zu Rose bitte", "Grace"}},
		"es": {"¿Con quién?", []string{"me llamo Bill", "soy Grace", "mi nombre es Rose"}, []string{"con Grace", "Rose por favor"}},
		"fr": {"Avec qui ?", []string{"je m'appelle Bill", "je suis Grace"}, []string{"avec Bill", "Rose s'il vous plaît"}},
		"it": {"Con chi?", []string{"mi chiamo Bill", "sono Grace"}, []string{"con Bill"}},
		"pt": {"Com quem?", []string{"chamo-me Bill", "o meu nome é Grace"}, []string{"com Grace"}},
		"tr": {"Kiminle?", []string{"adım Bill", "ben Grace"}, []string{"Bill ile"}},
		"ar": {"مع من؟", []string{"اسمي Bill", "أنا Grace"}, []string{"مع Bill"}},
		"zh": {"找哪位？", []string{"我叫Bill", "我是Grace"}, []string{"找Bill", "要Grace"}},
		"ja": {"どなたにしますか？", []string{"私の名前はBillです", "Billと申します"}, []string{"Billでお願いします"}},
	} {
		choice := release.Field{Name: "who", Prompt: tc.prompt, Type: release.FieldChoice, Choices: []string{"Bill", "Rose", "May", "Will", "Grace"}}
		for _, text := range tc.none {
			w := asking(t, locale, choice)
			w.say("order")
			if got := w.say(text); w.state.Fields["who"] != "" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range tc.given {
			w := asking(t, locale, choice)
			w.say("order")
			if got := w.say(text); w.state.Fields["who"] == "" {
				t.Errorf("%s: %q gives nobody: %q", locale, text, got)
			}
		}
	}
}
