// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// needless are a visit and a refund in ten languages: cancel are utterances of an intent that cancels the
// visit, refund is one that asks for the refund; dropped say that the visit is no longer needed, kept that
// it is not to be cancelled, and letGo that the refund is not needed.
var needless = map[string]struct {
	cancel               []string
	refund               string
	dropped, kept, letGo []string
}{
	"en": {[]string{"cancel my visit", "call off the visit"}, "I want a refund", []string{"the visit is no longer needed", "visit no longer needed", "I no longer need the visit", "I don't need the visit anymore"}, []string{"I no longer need to cancel the visit", "the cancellation of the visit is no longer needed"}, []string{"I no longer need a refund", "the refund is no longer needed"}},
	"de": {[]string{"Besuch absagen", "ich möchte den Besuch stornieren"}, "ich will eine Erstattung", []string{"der Besuch wird nicht mehr gebraucht", "ich brauche den Besuch nicht mehr", "Besuch nicht mehr nötig"}, []string{"ich möchte den Besuch nicht mehr absagen", "die Absage wird nicht mehr gebraucht"}, []string{"ich brauche keine Erstattung mehr", "die Erstattung wird nicht mehr gebraucht"}},
	"es": {[]string{"cancelar la visita", "anular mi visita"}, "quiero un reembolso", []string{"ya no necesito la visita", "la visita ya no es necesaria"}, []string{"ya no quiero cancelar la visita"}, []string{"ya no necesito el reembolso"}},
	"fr": {[]string{"annuler la visite", "annulation de la visite"}, "je veux un remboursement", []string{"je n'ai plus besoin de la visite", "la visite n'est plus nécessaire"}, []string{"je ne veux plus annuler la visite"}, []string{"je n'ai plus besoin du remboursement"}},
	"it": {[]string{"annullare la visita", "disdire la visita"}, "voglio un rimborso", []string{"non mi serve più la visita", "la visita non serve più"}, []string{"non voglio più annullare la visita"}, []string{"non mi serve più il rimborso"}},
	"pt": {[]string{"cancelar a visita", "desmarcar a visita"}, "quero um reembolso", []string{"já não preciso da visita", "a visita já não é necessária"}, []string{"já não quero cancelar a visita"}, []string{"já não preciso do reembolso"}},
	"tr": {[]string{"ziyareti iptal edin", "ziyaret iptali"}, "para iadesi istiyorum", []string{"ziyarete artık gerek yok", "ziyarete ihtiyacım kalmadı"}, []string{"ziyareti iptal etmeye artık gerek yok"}, []string{"iadeye artık gerek yok"}},
	"ar": {[]string{"إلغاء الزيارة", "أريد إلغاء الزيارة"}, "أريد استرداد المبلغ", []string{"لم أعد أحتاج الزيارة", "لم أعد أريد الزيارة"}, []string{"لم أعد أريد إلغاء الزيارة"}, []string{"لم أعد أحتاج استرداد المبلغ"}},
	"zh": {[]string{"取消预约", "我要取消预约"}, "我要退款", []string{"不需要预约了", "预约不需要了"}, []string{"不需要取消预约了"}, []string{"不需要退款了"}},
	"ja": {[]string{"予約をキャンセルしたい", "予約の取り消し"}, "返金してほしい", []string{"予約はもう必要ありません", "予約はいらなくなりました"}, []string{"予約の取り消しはもう必要ありません"}, []string{"返金はもう必要ありません"}},
}

// TestAThingThatIsNoLongerNeededIsEndedAfterAYes, and never a thing that is not named, or one whose end is
// not wanted. The classifier hears what it can: nothing, the end, or the refund.
func TestAThingThatIsNoLongerNeededIsEndedAfterAYes(t *testing.T) {
	for locale, says := range needless {
		bots := map[string]*decide.Compiled{}
		for _, risk := range []string{"Medium", "High"} {
			order := []release.Field{{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}}
			bots[risk] = compiled(t, "stable",
				release.Intent{Name: "cancelling", Revision: "1", Risk: risk, Locale: locale, Utterances: says.cancel, Confirmation: "Cancel the visit?", Reply: release.Reply{Text: "Cancelled."}},
				release.Intent{Name: "refunding", Revision: "1", Risk: "Medium", Locale: locale, Utterances: []string{says.refund}, Fields: order, Reply: release.Reply{Text: "Refunded."}})
			bots[risk].Rules = nil
		}
		for _, risk := range []string{"Medium", "High"} {
			for _, heard := range []string{"", "cancelling", "refunding"} {
				answer := func(texts ...string) (got string) {
					w := newWorld(t)
					w.stable, w.state.Locale = bots[risk], locale
					w.predictions = func(text string) []understanding.Prediction {
						switch {
						case text == says.refund:
							return []understanding.Prediction{{Intent: "refunding", Confidence: 0.95}}
						case heard != "":
							return []understanding.Prediction{{Intent: heard, Confidence: 0.95}}
						}
						return nil
					}
					for _, text := range texts {
						got = w.say(text)
					}
					return got
				}
				for _, text := range says.dropped {
					if got := answer(text); got != "confirm: Cancel the visit?" {
						t.Errorf("%s: %q, heard as %q with %s risk, is answered %q", locale, text, heard, risk, got)
					}
				}
				for _, text := range slices.Concat(says.dropped, says.kept, says.letGo) {
					if got := answer(text); strings.Contains(got, "answer: ") {
						t.Errorf("%s: %q, heard as %q with %s risk, is done: %q", locale, text, heard, risk, got)
					}
				}
				lets := says.letGo
				switch heard {
				case "cancelling":
					lets = says.kept
				case "":
					lets = slices.Concat(says.kept, says.letGo)
				}
				for _, text := range lets {
					if got := answer(text); strings.Contains(got, "Cancel the visit?") || strings.Contains(got, "answer: ") || strings.Contains(got, "Which order?") {
						t.Errorf("%s: %q, heard as %q with %s risk, is answered %q", locale, text, heard, risk, got)
					}
				}
				for _, text := range says.letGo {
					if got := answer(says.refund, text); heard != "cancelling" && strings.Contains(got, "Cancel the visit?") || strings.Contains(got, "answer: ") {
						t.Errorf("%s: %q after %q, heard as %q, is answered %q", locale, text, says.refund, heard, got)
					}
				}
			}
		}
	}
}
