// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// rivals are a visit that is called off and brought to another day, in ten languages, and how customers who are asked
// about the former turn to the latter.
var rivals = map[string]struct {
	cancel, move []string
	instead      []string
}{
	"en": {[]string{"cancel my visit", "call off the visit"}, []string{"move my visit", "put the visit on another day"}, []string{"actually don't cancel it, move it", "rather than cancelling, could you postpone it", "no, instead of cancelling, please reschedule"}},
	"de": {[]string{"Besuch absagen", "meinen Besuch stornieren"}, []string{"Besuch verschieben", "meinen Besuch verlegen"}, []string{"nein, nicht stornieren, nur verlegen", "nicht absagen, bitte verschieben Sie ihn"}},
	"es": {[]string{"cancelar mi visita", "anular la visita"}, []string{"cambiar mi visita", "aplazar la visita"}, []string{"no, no la anule, mejor aplácela", "en vez de cancelar, aplazar"}},
	"fr": {[]string{"annuler ma visite", "annuler la visite"}, []string{"déplacer ma visite", "reporter la visite"}, []string{"non, n'annulez pas, déplacez-la", "plutôt que d'annuler, on peut la reporter"}},
	"it": {[]string{"annullare la visita", "disdire la visita"}, []string{"spostare la visita", "rimandare la visita"}, []string{"no, non disdirla, rimandiamo", "anzi non annulli, la sposti"}},
	"pt": {[]string{"cancelar a visita", "desmarcar a visita"}, []string{"mudar a visita", "adiar a visita"}, []string{"não cancele, mude só o dia", "não desmarque, quero adiar"}},
	"tr": {[]string{"ziyareti iptal et", "ziyaretimi iptal edin"}, []string{"ziyareti ertele", "ziyaretimi erteleyin"}, []string{"hayır iptal etmeyin, erteleyin", "iptal etme, ertele"}},
	"ar": {[]string{"إلغاء الزيارة", "الغوا الزيارة"}, []string{"تأجيل الزيارة", "اجلوا الزيارة"}, []string{"لا تلغوا، اجلوا"}},
	"zh": {[]string{"取消上门", "请取消上门"}, []string{"上门改期", "推迟上门"}, []string{"不要取消，推迟吧"}},
	"ja": {[]string{"訪問をキャンセル", "訪問のキャンセル"}, []string{"訪問を変更", "訪問を延期"}, []string{"キャンセルはしないで、延期してください"}},
}

// visits is a bot that knows both, by their utterances alone, and nothing of what is said instead.
func visits(t *testing.T, locale string) *world {
	t.Helper()
	says := rivals[locale]
	w := newWorld(t)
	visit := release.Field{Name: "visit", Prompt: "Which visit?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}
	day := release.Field{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}
	w.stable = compiled(t, "stable", hours("1"),
		release.Intent{Name: "cancel", Revision: "cancel-1", Risk: "Medium", Locale: locale, Utterances: says.cancel, Fields: []release.Field{visit, day}, Reply: release.Reply{Text: "Cancelled."}},
		release.Intent{Name: "move", Revision: "move-1", Risk: "Medium", Locale: locale, Utterances: says.move, Fields: []release.Field{visit, day}, Reply: release.Reply{Text: "Moved."}},
	)
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if strings.HasPrefix(text, says.cancel[0]) {
			return []understanding.Prediction{{Intent: "cancel", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// TestWhoWantsAThingMovedInsteadIsNotAskedAboutItsEnd, and keeps the number, but not the day that it had.
func TestWhoWantsAThingMovedInsteadIsNotAskedAboutItsEnd(t *testing.T) {
	for locale, says := range rivals {
		for _, text := range says.instead {
			w := visits(t, locale)
			if got := w.say(says.cancel[0] + " AB123456"); got != "field: Which day?" {
				t.Fatalf("%s: %q is answered %q", locale, says.cancel[0], got)
			}
			if got := w.say(text); got != "field: Which day?" || w.state.Collecting.Intent != "move" || w.state.Fields["visit"] != "AB123456" {
				t.Errorf("%s: %q is answered %q for %+v with %v", locale, text, got, w.state.Collecting, w.state.Fields)
			}
		}
	}
}

// TestWhatOnlyDeniesTurnsToNothing: no other act is asked for.
func TestWhatOnlyDeniesTurnsToNothing(t *testing.T) {
	for _, text := range []string{"no, don't cancel it", "no", "never mind"} {
		w := visits(t, "en")
		w.say("cancel my visit AB123456")
		if got := w.say(text); got != leftAsIs {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
