// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// problems are what does not work or has not come, in ten languages, each with a negation, and refusals in
// much the same words.
var problems = map[string]struct{ told, refused []string }{
	"en": {[]string{"I can't log in", "my parcel hasn't come", "it does not accept my card", "I never received the code", "the site won't take my card", "my card is not accepted", "payment not going through", "the code did not arrive"}, []string{"do not accept the card", "I don't want the parcel", "don't send the code"}},
	"de": {[]string{"Ich kann mich nicht einloggen", "mein Paket ist nicht angekommen", "Meine Karte wird nicht akzeptiert", "er nimmt meine Karte nicht an", "Ich finde die Rechnung nicht", "Der Code kam nie an"}, []string{"akzeptieren Sie die Karte nicht", "ich will das Paket nicht", "schicken Sie den Code nicht"}},
	"es": {[]string{"no puedo entrar", "mi paquete no ha llegado", "no acepta mi tarjeta", "nunca recibí el código", "todavía no tengo el paquete"}, []string{"no acepten la tarjeta", "no quiero el paquete"}},
	"fr": {[]string{"je ne peux pas me connecter", "mon colis n'est pas arrivé", "ma carte n'est pas acceptée", "le site n'accepte pas ma carte", "je n'ai jamais reçu le code"}, []string{"n'acceptez pas la carte", "je ne veux pas du colis"}},
	"it": {[]string{"non riesco a entrare", "il mio pacco non è arrivato", "non accetta la mia carta", "non ho mai ricevuto il codice"}, []string{"non accettate la carta", "non voglio il pacco"}},
	"pt": {[]string{"não consigo entrar", "a minha encomenda não chegou", "não aceita o meu cartão", "nunca recebi o código"}, []string{"não aceitem o cartão", "não quero a encomenda"}},
	"tr": {[]string{"giriş yapamıyorum", "kargom gelmedi", "kartımı kabul etmiyor", "paketim ulaşmadı"}, []string{"kargo istemiyorum"}},
	"ar": {[]string{"لا أستطيع الدخول", "طردي لم يصل", "لا يقبل بطاقتي", "الموقع لا يفتح", "ما وصلتني الفاتورة"}, []string{"لا أريد الطرد", "لا ترسلوا الفاتورة"}},
	"zh": {[]string{"我登录不上", "包裹没到", "不接受我的卡", "没收到验证码", "退款没到账"}, []string{"不要包裹", "我不想要退款"}},
	"ja": {[]string{"ログインできない", "荷物が届かない", "カードが使えない", "返金されていません", "まだ荷物が来ません"}, []string{"荷物は送らないでください", "返金は不要です"}},
}

// TestAProblemIsNoRefusal says problems to a classifier that is sure of them, and refusals, too.
func TestAProblemIsNoRefusal(t *testing.T) {
	for locale, says := range problems {
		for _, risk := range []string{"Low", "Medium"} {
			w := newWorld(t)
			// The words of all of them are what the intent is about.
			bot := compiled(t, "stable", hours("1"), release.Intent{Name: "help", Revision: "help-1", Risk: risk, Locale: locale, Utterances: []string{"help"}, Reply: release.Reply{Text: "Help."}})
			bot.Rules = nil
			for _, term := range signals.Terms(strings.Join(says.told, " ")) {
				bot.Intents["help"].Terms[term] = true
			}
			answer := func(text string) string {
				one := *w
				one.stable, one.state.Locale = bot, locale
				one.predictions = func(string) []understanding.Prediction {
					return []understanding.Prediction{{Intent: "help", Confidence: 0.95}}
				}
				return one.say(text)
			}
			for _, text := range says.told {
				if got := answer(text); got != "answer: Help." {
					t.Errorf("%s: %q, of %s risk, is answered %q", locale, text, risk, got)
				}
			}
			for _, text := range says.refused {
				if got := answer(text); got == "answer: Help." {
					t.Errorf("%s: %q, of %s risk, is answered", locale, text, risk)
				}
			}
		}
	}
}
