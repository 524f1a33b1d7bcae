// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"testing"
)

func TestTheLanguageOfAText(t *testing.T) {
	for want, texts := range map[string][]string{
		"en": {"Where is my parcel? I can't find it anywhere", "what about the delivery costs", "Sorry, do you speak English?", "thanks, and how much is it?"},
		"de": {"Wann habt ihr am Sonntag offen?", "und wie kann ich meine Bestellung stornieren?", "Guten Tag, ich habe eine Frage"},
		"es": {"¿Cuánto cuesta el envío?", "quiero cancelar mi pedido por favor", "Hola, ¿dónde está mi paquete?"},
		"fr": {"Bonjour, quels sont vos horaires ?", "et combien coûte la livraison ?", "je veux annuler ma commande"},
		"it": {"Quando siete aperti? Non ho trovato gli orari", "e quanto costa la spedizione?", "vorrei sapere dove è il mio pacco per favore"},
		"pt": {"Onde está a minha encomenda?", "não consigo entrar na minha conta", "quanto custa o envio para o Porto?"},
		"tr": {"Siparişim ne zaman gelir acaba?", "kargo ücreti ne kadar ve nasıl ödeyebilirim"},
		"ar": {"أين طردي من فضلكم؟", "متى تفتحون"},
		"zh": {"我的包裹在哪里", "你们几点开门？"},
		"ja": {"荷物はどこですか？", "キャンセルしたいです"},
		"":   {"", "ok", "AB123456", "danke", "hello", "PayPal?", "12 Mill Lane, York", "super, danke", "la 2", "Hauptstraße 5, 10115 Berlin", "wat zijn jullie openingstijden op zondag?", "hur mycket kostar det att skicka till mig?", "注文取消", "سفارش من کجاست چطور پیگیری کنم", "Anna Schmidt", "no", "si", "да, где мой заказ"},
	} {
		for _, text := range texts {
			if got := Language(text); got != want {
				t.Errorf("%q is taken for %q, want %q", text, got, want)
			}
		}
	}
}

func TestTheFrequentWordsArePlain(t *testing.T) {
	for name, words := range frequent() {
		for word := range words {
			if word != plain(word) && !strings.Contains(word, "-") {
				t.Errorf("%s: %q is never found: it is compared as %q", name, word, plain(word))
			}
		}
	}
	for _, l := range languages() {
		if !l.unspaced && l.name != "ar" && len(frequent()[l.name]) == 0 {
			t.Errorf("no frequent words of %s", l.name)
		}
	}
}
