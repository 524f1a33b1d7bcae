// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// lamps are utterances of switching a lamp off in a language, and a complaint in their words.
var lamps = map[string]struct {
	taught    []string
	complains string
}{
	"en": {[]string{"switch off the lamp", "turn the lamp off", "lamp off"}, "the lamp switches off by itself"},
	"de": {[]string{"Lampe ausschalten", "schalte die Lampe aus", "Lampe aus"}, "die Lampe schaltet dauernd aus"},
	"es": {[]string{"apagar la lámpara", "apaga la lámpara", "lámpara apagada"}, "la lámpara se apaga sola"},
	"fr": {[]string{"éteindre la lampe", "éteins la lampe", "lampe éteinte"}, "la lampe s'éteint toute seule"},
	"it": {[]string{"spegnere la lampada", "spegni la lampada", "lampada spenta"}, "la lampada si spegne da sola"},
	"pt": {[]string{"desligar a lâmpada", "desliga a lâmpada", "lâmpada desligada"}, "a lâmpada desliga-se sozinha"},
	"tr": {[]string{"lambayı kapat", "lambayı söndür", "lamba kapansın"}, "lamba kendiliğinden kapanıyor"},
	"ar": {[]string{"أطفئ المصباح", "إطفاء المصباح", "أوقف المصباح"}, "المصباح ينطفئ من تلقاء نفسه"},
	"zh": {[]string{"关灯", "把灯关掉", "关掉灯"}, "灯老是关掉"},
	"ja": {[]string{"ランプを消して", "ランプを消す", "ランプ消灯"}, "ランプが勝手に消える"},
}

// withLamp is a bot that understands each message as a request to switch a lamp off.
func withLamp(t *testing.T, locale string, taught ...string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "lamp", Revision: "lamp-1", Risk: "Medium", Locale: locale, Title: "Lamp", Utterances: taught, Reply: release.Reply{Text: "Off."},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "lamp", Confidence: 0.95}}
	}
	return w
}

// TestAComplaintAsksForNothing: what happens by itself, or too often, is not done once more.
func TestAComplaintAsksForNothing(t *testing.T) {
	for locale, says := range lamps {
		if got := withLamp(t, locale, says.taught...).say(says.complains); strings.HasPrefix(got, "answer") {
			t.Errorf("%s: %q is answered %q", locale, says.complains, got)
		}
	}
}

// TestARequestBesideAComplaintAsksForIt, and so does a complaint where one is taught.
func TestARequestBesideAComplaintAsksForIt(t *testing.T) {
	taught := lamps["en"].taught
	for text, utterances := range map[string][]string{
		"it shines all the time, I'd like the lamp off please": taught,
		"the lamp is on all the time, far too often":           append([]string{"the lamp is on all the time", "the lamp comes on too often"}, taught...),
	} {
		if got := withLamp(t, "en", utterances...).say(text); got != "answer: Off." {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
