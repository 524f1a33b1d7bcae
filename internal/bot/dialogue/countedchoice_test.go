// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestANumberBeforeAChoiceCountsIt in a request and in the answer that names the choice; an article does not.
func TestANumberBeforeAChoiceCountsIt(t *testing.T) {
	for locale, says := range map[string]struct {
		ask, which, many string
		// want are the counts by what is said; that of answers follows the request.
		requests, answers map[string]string
	}{
		"en": {"order jars", "Which jar?", "How many?", map[string]string{
			"order 3 Amphora jars": "3", "order two Amphora": "2", "order 4 jars": "4", "please order 3 Amphora for my sister": "", "order an Amphora jar": "",
		}, map[string]string{"3 Amphora": "3", "two Amphora please": "2", "Amphora": "", "an Amphora": ""}},
		"de": {"Krüge bestellen", "Welcher Krug?", "Wie viele?", map[string]string{"3 Amphora Krüge bestellen": "3", "zwei Amphora bestellen": "2", "einen Amphora Krug bestellen": ""}, map[string]string{"3 Amphora": "3", "zwei Amphora bitte": "2", "einen Amphora": ""}},
		"es": {"pedir jarras", "¿Qué jarra?", "¿Cuántas?", map[string]string{"pedir 3 Amphora": "3", "quiero pedir dos Amphora": "2"}, map[string]string{"3 Amphora": "3", "dos Amphora por favor": "2", "una Amphora": ""}},
		"fr": {"commander des cruches", "Quelle cruche ?", "Combien ?", map[string]string{"commander 3 Amphora": "3", "je veux commander deux Amphora": "2"}, map[string]string{"3 Amphora": "3", "deux Amphora": "2", "une Amphora": ""}},
		"it": {"ordinare brocche", "Quale brocca?", "Quante?", map[string]string{"ordinare 3 Amphora": "3", "vorrei ordinare due Amphora": "2"}, map[string]string{"3 Amphora": "3", "due Amphora": "2", "una Amphora": ""}},
		"pt": {"encomendar jarros", "Que jarro?", "Quantos?", map[string]string{"encomendar 3 Amphora": "3", "quero encomendar dois Amphora": "2"}, map[string]string{"3 Amphora": "3", "dois Amphora": "2", "um Amphora": ""}},
		"tr": {"testi sipariş etmek istiyorum", "Hangi testi?", "Kaç tane?", map[string]string{"3 Amphora sipariş etmek istiyorum": "3"}, map[string]string{"3 Amphora": "3", "iki Amphora": "2"}},
		"ar": {"طلب جرار", "أي جرة؟", "كم عددها؟", map[string]string{"طلب 3 Amphora": "3"}, map[string]string{"3 Amphora": "3"}},
		"zh": {"订罐子", "哪种罐子？", "多少个？", map[string]string{"订3个Amphora": "3"}, map[string]string{"3个Amphora": "3"}},
		"ja": {"壺を注文したい", "どの壺ですか。", "いくつですか。", map[string]string{"Amphoraを3つ注文したい": "3"}, map[string]string{"Amphoraを3つ": "3"}},
	} {
		jars := func() *world {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"), release.Intent{
				Name: "jars", Revision: "jars-1", Risk: "High", Locale: locale, Utterances: []string{says.ask}, Reply: release.Reply{Text: "done"},
				Fields: []release.Field{
					{Name: "jar", Prompt: says.which, Type: release.FieldChoice, Choices: []string{"Amphora", "Pithos"}, Required: true},
					{Name: "number", Prompt: says.many, Type: release.FieldNumber, Required: true},
				},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			asks := true
			w.predictions = func(string) []understanding.Prediction {
				if !asks {
					return nil
				}
				asks = false
				return []understanding.Prediction{{Intent: "jars", Confidence: 0.95}}
			}
			return w
		}
		for text, want := range says.requests {
			w := jars()
			if got := w.say(text); w.state.Fields["number"] != want {
				t.Errorf("%s: %q is answered %q about %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
		for text, want := range says.answers {
			w := jars()
			w.say(says.ask)
			if got := w.say(text); w.state.Fields["number"] != want || w.state.Fields["jar"] != "Amphora" {
				t.Errorf("%s: the answer %q is answered %q about %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
	}
}
