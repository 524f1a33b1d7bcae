// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// refunding are a refund and a cancellation of an order, which take the same value, and a plan, in ten
// languages; says is how customers turn from one to the other.
var refunding = map[string]struct{ refund, cancel, says string }{
	"en": {"refund", "cancel order", "no cancel AB123456"},
	"de": {"erstattung", "bestellung stornieren", "nein stornieren AB123456"},
	"es": {"reembolso", "cancelar pedido", "no, cancelar AB123456"},
	"fr": {"remboursement", "annuler commande", "non annuler AB123456"},
	"it": {"rimborso", "annullare ordine", "no annullare AB123456"},
	"pt": {"reembolso", "cancelar pedido", "não, cancelar AB123456"},
	"tr": {"iade", "sipariş iptal", "yok iptal AB123456"},
	"ar": {"استرداد", "إلغاء الطلب", "لا، إلغاء AB123456"},
	"zh": {"退款", "取消订单", "不 取消AB123456"},
	"ja": {"返金", "注文キャンセル", "いや、AB123456キャンセル"},
}

// refunds is a bot that knows both, by a word of the utterance.
func refunds(t *testing.T, locale string) *world {
	t.Helper()
	says := refunding[locale]
	order := []release.Field{{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}}
	w := newWorld(t)
	w.stable = compiled(t, "stable",
		release.Intent{Name: "refund", Revision: "refund-1", Risk: "Medium", Locale: locale, Utterances: []string{says.refund}, Fields: order, Reply: release.Reply{Text: "Refund of {orderId}."}},
		release.Intent{Name: "cancel", Revision: "cancel-1", Risk: "High", Locale: locale, Utterances: []string{says.cancel}, Fields: order, Confirmation: "Cancel {orderId}?", Reply: release.Reply{Text: "Cancelled {orderId}."}},
	)
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		for _, word := range []string{"cancel", "stornieren", "annul", "iptal", "إلغاء", "取消", "キャンセル"} {
			if strings.Contains(text, word) {
				return []understanding.Prediction{{Intent: "cancel", Confidence: 0.95}}
			}
		}
		if strings.Contains(text, says.refund) || strings.Contains(text, "うん") {
			return []understanding.Prediction{{Intent: "refund", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// TestWhoIsAskedForAValueMayTurnToAnotherRequestOfTheSame: the value is for what the customer asks for
// now, which is confirmed.
func TestWhoIsAskedForAValueMayTurnToAnotherRequestOfTheSame(t *testing.T) {
	for locale, says := range refunding {
		if got := []string{refunds(t, locale).say(says.refund)}; got[0] != "field: Which order?" {
			t.Fatalf("%s: %q is answered %q", locale, says.refund, got)
		}
		plays(t, refunds(t, locale), []string{says.refund, says.says, release.TextsFor(nil, locale).Yes},
			[]string{"field: Which order?", "confirm: Cancel AB123456?", "answer: Cancelled AB123456."})
	}
}

// TestWhoSaysNotToDoAThingTurnsToNoRequestForIt: words for not stand before it like a no.
func TestWhoSaysNotToDoAThingTurnsToNoRequestForIt(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "dont cancel AB123456", "de": "nicht stornieren AB123456", "es": "no canceles AB123456", "fr": "ne pas annuler AB123456", "it": "non annullare AB123456",
		"pt": "não cancele AB123456", "tr": "AB123456 iptal etme", "ar": "لا تلغ AB123456 إلغاء", "zh": "别取消AB123456", "ja": "AB123456キャンセルしないで",
	} {
		w := refunds(t, locale)
		w.say(refunding[locale].refund)
		if got := w.say(text); strings.Contains(got, "Cancel AB123456") {
			t.Errorf("%s %q is answered %q", locale, text, got)
		}
	}
}

func TestWhatAnAnswerTurnsTo(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"without a no, to what ends something":      {[]string{"refund", "cancel AB123456"}, []string{"field: Which order?", "confirm: Cancel AB123456?"}},
		"a no before the value corrects nothing":    {[]string{"refund", "no it's AB123456"}, []string{"field: Which order?", "answer: Refund of AB123456."}},
		"the thing is no other request":             {[]string{"refund", "order AB123456"}, []string{"field: Which order?", "answer: Refund of AB123456."}},
		"nor is what is denied":                     {[]string{"refund", "no, don't cancel AB123456, refund AB123456"}, []string{"field: Which order?", "answer: Refund of AB123456."}},
		"at the question whether to do it":          {[]string{"cancel AB123456", "no, refund AB123456"}, []string{"confirm: Cancel AB123456?", "confirm: Shall I go ahead: Refund (AB123456)?"}},
		"with another value":                        {[]string{"cancel AB123456", "no refund AB123457", "yes"}, []string{"confirm: Cancel AB123456?", "confirm: Shall I go ahead: Refund (AB123457)?", "answer: Refund of AB123457."}},
		"a no alone lets go as before":              {[]string{"cancel AB123456", "no"}, []string{"confirm: Cancel AB123456?", "notice: All right, I leave it as it is. Write again if there is anything else."}},
		"and another value alone is the correction": {[]string{"cancel AB123456", "no, AB123457"}, []string{"confirm: Cancel AB123456?", "confirm: Cancel AB123457?"}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, refunds(t, "en"), tc.say, tc.want) })
	}
}

// TestAYesIsOneWhateverTheClassifierMakesOfIt: short words are often taken for some intent.
func TestAYesIsOneWhateverTheClassifierMakesOfIt(t *testing.T) {
	plays(t, refunds(t, "ja"), []string{"AB123456キャンセル", "うん"}, []string{"confirm: Cancel AB123456?", "answer: Cancelled AB123456."})
}

// TestAThingNamedByItsNumberThatIsNotWantedIsToEnd where an intent ends it.
func TestAThingNamedByItsNumberThatIsNotWantedIsToEnd(t *testing.T) {
	w := refunds(t, "zh")
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "cancel", Confidence: 0.95}}
	}
	plays(t, w, []string{"AB123456不要了"}, []string{"confirm: Cancel AB123456?"})
}

// TestWhatIsAskedForBesidesARefusalIsNotLost: "do not cancel, just change the address".
func TestWhatIsAskedForBesidesARefusalIsNotLost(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "don't cancel, just the new address", "tr": "iptal etme, sadece new address", "ja": "キャンセルしないで、address だけ変更して", "zh": "不取消,只改 address",
	} {
		w := shop(t)
		w.state.Locale = locale
		whole := w.predictions
		w.predictions = func(said string) []understanding.Prediction {
			if said == text {
				return nil // the whole is not understood
			}
			return whole(said)
		}
		if got := w.say(text); got != newAddress {
			t.Errorf("%s %q is answered %q", locale, text, got)
		}
	}
}

// TestAnAddressInATownWhoseNameIsAWord: "São" is also "are".
func TestAnAddressInATownWhoseNameIsAWord(t *testing.T) {
	w := shop(t)
	w.state.Locale = "pt"
	plays(t, w, []string{"new address", "Rua Augusta 5, São Paulo"}, []string{newAddress, "answer: Enter Rua Augusta 5, São Paulo under My orders."})
}
