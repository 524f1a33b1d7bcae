// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
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

// rethought are what customers say at the question whether to call a visit off who would rather have it on Thursday.
var rethought = map[string]string{
	"en": "hang on, I'd rather move it to Thursday", "de": "Moment, lieber auf Donnerstag verlegen", "es": "espere, mejor aplácela al jueves",
	"fr": "attendez, plutôt la reporter à jeudi", "it": "aspetti, meglio spostarla a giovedì", "pt": "espere, é melhor mudar para quinta",
	"tr": "dur, onun yerine perşembeye ertele", "ar": "انتظر، الأفضل تأجيلها إلى الخميس", "zh": "等一下，还是推迟到星期四吧", "ja": "待って、やっぱり木曜日に変更して",
}

// TestWhoThinksItOverIsAskedAboutTheOtherAct, and a yes does that: what was asked before is done no more.
func TestWhoThinksItOverIsAskedAboutTheOtherAct(t *testing.T) {
	for locale, said := range rethought {
		w := visits(t, locale)
		cancel := w.stable.Intents["cancel"]
		cancel.Risk, cancel.Fields = intents.HighRisk, cancel.Fields[:1] // without the day
		w.say(rivals[locale].cancel[0] + " AB123456")
		if c := w.state.Confirming; c == nil || c.Intent != "cancel" {
			t.Fatalf("%s: it is not asked whether to cancel, but %+v", locale, w.state.Collecting)
		}
		w.say(said)
		if c := w.state.Confirming; c == nil || c.Intent != "move" || w.state.Fields["visit"] != "AB123456" || w.state.Fields["day"] != "2026-03-05" {
			t.Errorf("%s: %q leads to %+v with %v", locale, said, c, w.state.Fields)
		}
	}
}
