// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestSayingStopIsNoYes: at "shall I", words of stopping let go of what would be done, though a classifier takes them for
// the request once more. Where the request itself is made in such words, it is asked again which is meant.
func TestSayingStopIsNoYes(t *testing.T) {
	requests := map[string][2]string{ // what ends something, and what stops something
		"en": {"cancel my visit", "stop the deliveries"}, "de": {"den Besuch absagen", "die Lieferungen stoppen"}, "es": {"cancelar la visita", "parar las entregas"},
		"fr": {"annuler ma visite", "arrêter les livraisons"}, "it": {"annullare la visita", "fermare le consegne"}, "pt": {"cancelar a visita", "parar as entregas"},
		"tr": {"ziyareti iptal et", "teslimatı durdur"}, "ar": {"إلغاء الزيارة", "أوقف التوصيل"}, "zh": {"取消上门", "停止送货"}, "ja": {"訪問をキャンセルしたい", "配達を止めて"},
	}
	for locale, says := range map[string][]string{
		"en": {"please stop", "no, stop that", "halt"}, "de": {"bitte aufhören", "hören Sie auf", "nein, stopp"}, "es": {"detente", "pare por favor", "alto ahí"},
		"fr": {"arrête", "arrêtez s'il vous plaît", "non, arrêtez tout"}, "it": {"fermati", "si fermi per favore", "basta così"}, "pt": {"pare", "para com isso", "pare por favor"},
		"tr": {"dur", "durun lütfen", "durdurun"}, "ar": {"توقف", "قف", "توقفوا من فضلك"}, "zh": {"停", "请停下来", "住手"}, "ja": {"止めて", "止めてください", "もうやめてください", "ストップして"},
	} {
		for i, request := range requests[locale] {
			for _, stop := range says {
				w := newWorld(t)
				w.state.Locale = locale
				w.stable = compiled(t, "stable", release.Intent{Name: "visit", Revision: "visit-1", Risk: "High", Utterances: []string{request}, Reply: release.Reply{Text: "done"}})
				w.stable.Rules = nil
				w.predictions = func(string) []understanding.Prediction {
					return []understanding.Prediction{{Intent: "visit", Confidence: 0.95}}
				}
				w.say(request)
				if w.state.Confirming == nil {
					t.Fatalf("%s: %q is not asked about", locale, request)
				}
				if got := w.say(stop); got == "answer: done" || i == 0 && w.state.Confirming != nil {
					t.Errorf("%s: %q after %q is answered %q", locale, stop, request, got)
				}
			}
		}
	}
}
