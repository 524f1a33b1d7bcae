// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestWordsOfLettingGoBeforeAValueLetGoOfNothing, where the last thing that is said is plainly a value: it is asked about
// before anything is done. What says something of a day, or acts on something, gives none.
func TestWordsOfLettingGoBeforeAValueLetGoOfNothing(t *testing.T) {
	day := release.Field{Name: "day", Prompt: "?", Type: release.FieldDate, Required: true}
	for locale, says := range map[string]struct{ sets, lets []string }{
		"en": {[]string{"never mind, 9 March", "scrap that, make it 9 March", "forget it, that's a holiday, take 9 March"},
			[]string{"never mind, on 9 March I'm away", "forget it, I'll do it myself on 9 March", "never mind 9 March", "forget it, tomorrow"}},
		"de": {[]string{"egal, nehmen wir den 9. März", "Quatsch, das ist ein Feiertag, nehmen Sie den 9. März"},
			[]string{"egal, am 9. März kann ich nicht", "vergessen Sie es"}},
		"es": {[]string{"da igual, el 9 de marzo", "qué va, el 9 de marzo"}, []string{"da igual, el 9 de marzo no puedo"}},
		"fr": {[]string{"peu importe, le 9 mars", "laissez tomber, prenez le 9 mars"}, []string{"laissez tomber, le 9 mars je travaille"}},
		"it": {[]string{"non importa, il 9 marzo"}, []string{"lasci stare, il 9 marzo lavoro"}},
		"pt": {[]string{"tanto faz, dia 9 de março"}, []string{"esqueça, dia 9 de março não posso"}},
		"tr": {[]string{"boş ver, 9 Mart olsun", "neyse 9 Mart olsun"}, []string{"boş ver, 9 Mart'ta gelemem", "neyse 9 Mart"}},
		"ar": {[]string{"انس الأمر، 9 مارس"}, []string{"انس الأمر، يوم 9 مارس لا أستطيع"}},
		"zh": {[]string{"算了，就3月9日吧"}, []string{"算了，3月9日没空"}},
		"ja": {[]string{"やっぱりいいです、3月9日で"}, []string{"やっぱりいいです、3月9日は無理です"}},
	} {
		for set, texts := range map[bool][]string{true: says.sets, false: says.lets} {
			for _, text := range texts {
				w := withCourt(t, locale, day)
				w.say("2026-03-12")
				got := w.say(text)
				asked := w.state.Confirming != nil && w.state.Fields["day"] == "2026-03-09"
				if asked != set {
					t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
				}
			}
		}
	}
}

// TestWhatWasAnsweredIsCorrectedByWordsOfLettingGo with another day behind them.
func TestWhatWasAnsweredIsCorrectedByWordsOfLettingGo(t *testing.T) {
	for _, text := range []string{"oops, ignore that, I meant 14 May", "scrap that I meant the 14th of May", "no, forget it, 14th of May instead", "sorry, never mind, 14 May"} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "tides", Revision: "tides-1", Risk: "Low", Utterances: []string{"when is high water"},
			Fields: []release.Field{{Name: "day", Prompt: "On which day?", Type: release.FieldDate, Required: true}}, Reply: release.Reply{Text: "tides of {day}"},
		})
		w.stable.Rules = nil
		w.predictions = func(text string) []understanding.Prediction {
			if text == "when is high water" {
				return []understanding.Prediction{{Intent: "tides", Confidence: 0.95}}
			}
			return nil
		}
		w.say("when is high water")
		w.say("12 May")
		if got := w.say(text); got != "answer: tides of 2026-05-14" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
