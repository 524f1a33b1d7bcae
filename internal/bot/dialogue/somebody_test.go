// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhoAsksToBePhonedIsNotHandedOver where an intent arranges that, and who asks for a person by another word is.
func TestWhoAsksToBePhonedIsNotHandedOver(t *testing.T) {
	for locale, says := range map[string]struct {
		utterances    []string
		phoned, human string
	}{
		"en": {[]string{"please phone me", "have someone ring me"}, "could somebody give me a ring", "I want a human to ring me"},
		"de": {[]string{"bitte rufen Sie mich an", "jemand soll mich anrufen"}, "kann mich bitte jemand anrufen?", "verbinden Sie mich mit einem Mitarbeiter"},
		"es": {[]string{"llámenme por favor", "que alguien me llame"}, "¿me puede llamar alguien mañana?", "quiero hablar con una persona"},
		"fr": {[]string{"rappelez-moi", "que quelqu'un m'appelle"}, "quelqu'un peut m'appeler ?", "je veux parler à un conseiller"},
		"it": {[]string{"chiamatemi per favore", "qualcuno mi telefoni"}, "qualcuno mi può chiamare?", "voglio parlare con un operatore"},
		"pt": {[]string{"liguem-me por favor", "alguém que me telefone"}, "alguém me pode ligar?", "quero falar com um atendente"},
		"tr": {[]string{"beni arayın", "biri beni arasın"}, "biri beni arayabilir mi?", "müşteri temsilcisine bağlanmak istiyorum"},
		"ar": {[]string{"اتصلوا بي", "اريد ان يتصل بي احد"}, "اتصلوا بي غدا من فضلكم", "اريد التحدث مع موظف"},
		"zh": {[]string{"请给我回电", "让人打电话给我"}, "请让人打电话给我", "转人工客服"},
		"ja": {[]string{"電話をください", "誰か電話してほしい"}, "誰か電話をくれますか", "人間のオペレーターと話したい"},
	} {
		for text, handed := range map[string]bool{says.phoned: false, says.human: true} {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"), release.Intent{
				Name: "call-back", Revision: "call-back-1", Risk: "Medium", Locale: locale, Utterances: says.utterances, Reply: release.Reply{Text: "Done."},
				Fields: []release.Field{{Name: "phone", Prompt: "Which number?", Type: release.FieldPhone, Required: true}},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "call-back", Confidence: 0.95}}
			}
			if got := w.say(text); (w.state.Handoff != nil) != handed || !handed && got != "field: Which number?" {
				t.Errorf("%s: %q is answered %q, handed over: %t", locale, text, got, w.state.Handoff != nil)
			}
		}
	}
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "call-back", Revision: "call-back-1", Risk: "Medium", Utterances: []string{"please phone me"}, Reply: release.Reply{Text: "Done."},
		Fields: []release.Field{{Name: "phone", Prompt: "Which number?", Type: release.FieldPhone, Required: true}},
	})
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "call-back", Confidence: 0.95}}
	}
	if w.say("my phone is dead, can someone help me"); w.state.Handoff == nil {
		t.Error("who only speaks of a phone is not handed over")
	}
}

// TestADayOnWhichSomebodyIsInIsADay, and no wish for a person or for a call.
func TestADayOnWhichSomebodyIsInIsADay(t *testing.T) {
	day := release.Field{Name: "day", Prompt: "Which day should we come?", Type: release.FieldDate, Required: true}
	for locale, text := range map[string]string{
		"en": "on Friday somebody will be at home", "de": "am Freitag ist jemand zu Hause", "es": "el viernes hay alguien en casa", "fr": "vendredi il y aura quelqu'un à la maison",
		"it": "venerdì c'è qualcuno in casa", "pt": "na sexta-feira está alguém em casa", "tr": "cuma günü evde biri var", "ja": "金曜日なら誰かいます",
	} {
		w := withCourt(t, locale, day)
		if got := w.say(text); w.state.Fields["day"] != "2026-03-06" || !strings.HasPrefix(got, "confirm: ") {
			t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
		}
	}
}
