// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// topics are a refund, an invoice and the end of a plan in ten languages; no are messages that turn to
// the invoice, let that let go and no more, and end that turn to the end of the plan.
var topics = map[string]struct {
	refund, invoice, plan string
	no, letGo, end        []string
}{
	"en": {"refund please", "send the invoice", "cancel the plan", []string{"no, invoice", "nope invoice", "no sorry, the invoice", "No. Invoice!"}, []string{"no thanks", "no, leave it", "no, cancel", "no, thank you", "no, ok", "no, not the invoice"}, []string{"no, plan"}},
	"de": {"erstattung bitte", "rechnung schicken", "abo kündigen", []string{"nein, rechnung", "nein rechnung", "nee, die rechnung"}, []string{"nein danke", "nein, lass", "nein, abbrechen"}, []string{"nein, abo"}},
	"es": {"un reembolso", "enviar la factura", "cancelar el plan", []string{"no, factura", "no, la factura"}, []string{"no gracias", "no, déjalo"}, []string{"no, el plan"}},
	"fr": {"un remboursement", "envoyer la facture", "résilier le forfait", []string{"non, facture", "non facture", "non, la facture"}, []string{"non merci", "non, laissez"}, []string{"non, forfait"}},
	"it": {"un rimborso", "mandare la fattura", "disdire il piano", []string{"no, fattura", "no, la fattura"}, []string{"no grazie", "no, lascia perdere"}, []string{"no, piano"}},
	"pt": {"um reembolso", "enviar a fatura", "cancelar o plano", []string{"não, fatura", "não, a fatura"}, []string{"não obrigado", "não, deixa"}, []string{"não, plano"}},
	"tr": {"para iadesi", "fatura gönder", "planı iptal et", []string{"hayır, fatura", "hayır fatura"}, []string{"hayır teşekkürler", "hayır, vazgeçtim"}, []string{"hayır, plan"}},
	"ar": {"استرداد المبلغ", "ارسال الفاتورة", "إلغاء الباقة", []string{"لا، الفاتورة", "لا، فاتورة"}, []string{"لا شكرا", "لا، خلاص"}, []string{"لا، الباقة"}},
	"zh": {"我要退款", "请发送发票", "取消套餐", []string{"不，发票", "不是，发票"}, []string{"不，谢谢", "不用了"}, []string{"不，套餐"}},
	"ja": {"返金希望", "請求書を送付", "プラン解約", []string{"いいえ、請求書", "違います、請求書"}, []string{"いいえ、結構です", "いや、やめます"}, []string{"いいえ、プラン"}},
}

// TestWhatFollowsANoMayBeAnotherTopic while a value is asked for, and at the question whether to do it.
func TestWhatFollowsANoMayBeAnotherTopic(t *testing.T) {
	for locale, says := range topics {
		intent := func(name, risk, utterance string, fields ...release.Field) release.Intent {
			return release.Intent{Name: name, Revision: "1", Risk: risk, Locale: locale, Utterances: []string{utterance}, Fields: fields, Reply: release.Reply{Text: name + "."}}
		}
		bot := compiled(t, "stable", intent("refunding", "Medium", says.refund, release.Field{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}),
			intent("invoicing", "Low", says.invoice), intent("ending", "High", says.plan))
		bot.Rules = nil
		texts := release.TextsFor(nil, locale)
		check := func(first, text, want string) {
			w := newWorld(t)
			w.stable, w.state.Locale = bot, locale
			w.predictions = func(text string) []understanding.Prediction {
				for name, in := range map[string]string{"refunding": says.refund, "invoicing": says.invoice, "ending": says.plan} {
					if text == in {
						return []understanding.Prediction{{Intent: name, Confidence: 0.95}}
					}
				}
				return nil
			}
			w.say(first)
			if got := w.say(text); got != want {
				t.Errorf("%s: %q after %q is answered %q", locale, text, first, got)
			}
		}
		left := "notice: " + texts.LeftAsItIs
		for _, text := range says.no {
			check(says.refund, text, "answer: invoicing.")
			check(says.plan, text, "answer: invoicing.")
		}
		for _, text := range says.letGo {
			check(says.refund, text, left)
			check(says.plan, text, left)
		}
		for _, text := range says.end {
			check(says.refund, text, left+"\noffer: "+texts.DidYouMean)
			check(says.plan, text, left)
		}
	}
}
