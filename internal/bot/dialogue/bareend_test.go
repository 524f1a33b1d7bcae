// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAWordForEndingAloneIsConfirmed, in the polite forms of ten languages; with what is to be ended it is done.
func TestAWordForEndingAloneIsConfirmed(t *testing.T) {
	for locale, says := range map[string]struct {
		taught     []string
		bare, done []string
	}{
		"en": {[]string{"cancel my order", "please cancel the order", "I want to cancel an order"}, []string{"cancel", "please cancel", "cancel it please", "I want to cancel", "could you cancel please"}, []string{"cancel my order", "I want to cancel an order"}},
		"de": {[]string{"Bestellung stornieren", "ich möchte die Bestellung stornieren", "stornieren Sie die Bestellung"}, []string{"stornieren", "stornieren Sie", "bitte stornieren Sie das", "ich möchte stornieren"}, []string{"stornieren Sie bitte die Bestellung"}},
		"es": {[]string{"cancelar el pedido", "quiero cancelar mi pedido", "cancele el pedido"}, []string{"cancelar", "cancele", "cancele por favor", "quiero cancelar"}, []string{"cancele el pedido por favor"}},
		"fr": {[]string{"annuler la commande", "je veux annuler ma commande", "annulez ma commande"}, []string{"annuler", "annulez", "annulez s'il vous plaît", "je veux annuler"}, []string{"annulez la commande s'il vous plaît"}},
		"it": {[]string{"annullare l'ordine", "voglio annullare il mio ordine", "annulli l'ordine"}, []string{"annullare", "annulli", "annulli per favore", "voglio annullare"}, []string{"annulli l'ordine per favore"}},
		"pt": {[]string{"cancelar o pedido", "quero cancelar o meu pedido", "cancele o pedido"}, []string{"cancelar", "cancele", "cancele por favor", "quero cancelar"}, []string{"cancele o pedido por favor"}},
		"tr": {[]string{"siparişi iptal et", "siparişimi iptal etmek istiyorum", "siparişi iptal edin"}, []string{"iptal", "iptal edin", "iptal ediniz", "lütfen iptal edin", "iptal etmek istiyorum", "iptal eder misiniz"}, []string{"siparişi iptal edin lütfen"}},
		"ar": {[]string{"الغاء الطلب", "اريد الغاء طلبي", "الغي الطلب"}, []string{"الغاء", "الغي من فضلك", "اريد الغاء"}, []string{"اريد الغاء الطلب"}},
		"zh": {[]string{"取消订单", "我要取消订单", "请取消我的订单"}, []string{"取消", "请取消", "取消吧", "我要取消"}, []string{"请取消订单"}},
		"ja": {[]string{"注文をキャンセルしたい", "注文をキャンセルしてください", "注文のキャンセル"}, []string{"キャンセル", "キャンセルしてください", "キャンセルお願いします"}, []string{"注文をキャンセルしてください"}},
	} {
		say := func(text string) string {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"), release.Intent{
				Name: "cancel", Revision: "cancel-1", Risk: "Medium", Locale: locale, Utterances: says.taught, Reply: release.Reply{Text: "Cancelled."},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "cancel", Confidence: 0.95}}
			}
			return w.say(text)
		}
		for _, text := range says.bare {
			if got := say(text); !strings.HasPrefix(got, "confirm: ") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		for _, text := range says.done {
			if got := say(text); got != "answer: Cancelled." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestAWordForEndingAloneThatMayMeanSeveralIsAskedAbout: whatever the classifier makes of it, and whatever the risk.
func TestAWordForEndingAloneThatMayMeanSeveralIsAskedAbout(t *testing.T) {
	for _, risk := range []string{"Low", "Medium"} {
		w := newWorld(t)
		cancel := func(thing string) release.Intent {
			return release.Intent{
				Name: thing, Revision: thing + "-1", Risk: risk, Utterances: []string{"cancel my " + thing, "please cancel the " + thing, "I want to cancel " + thing}, Reply: release.Reply{Text: thing},
			}
		}
		w.stable = compiled(t, "stable", hours("1"), cancel("booking"), cancel("subscription"))
		w.stable.Rules = nil
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "booking", Confidence: 0.95}}
		}
		plays(t, w, []string{"please cancel", "1"}, []string{offered, "answer: booking"})
	}
}
