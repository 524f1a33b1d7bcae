// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/values/forms"
	"github.com/intentops/intentops/internal/contract/release"
)

type workshopWords struct{ visit, day, phone, isVisit, move, order, newDay, isMove string }

// workshops are the words of a workshop that sends somebody and moves deliveries.
var workshops = map[string]workshopWords{
	"en": {"book a visit of the technician", "On which day?", "Which telephone number?", "technician", "move my delivery to another day", "Which order?", "Which day instead?", "delivery"},
	"de": {"einen Techniker bestellen", "An welchem Tag?", "Welche Telefonnummer?", "techniker", "meine Lieferung verschieben", "Welche Bestellung?", "Auf welchen Tag?", "lieferung"},
	"es": {"pedir la visita de un técnico", "¿Qué día?", "¿Qué teléfono?", "técnico", "cambiar el día de mi entrega", "¿Qué pedido?", "¿A qué día?", "entrega"},
	"fr": {"demander un technicien", "Quel jour ?", "Quel téléphone ?", "technicien", "déplacer ma livraison", "Quelle commande ?", "À quel jour ?", "livraison"},
	"it": {"chiedere la visita di un tecnico", "Che giorno?", "Quale telefono?", "tecnico", "spostare la mia consegna", "Quale ordine?", "A che giorno?", "consegna"},
	"pt": {"pedir a visita de um técnico", "Em que dia?", "Qual telefone?", "técnico", "mudar o dia da minha entrega", "Que encomenda?", "Para que dia?", "entrega"},
	"tr": {"tamirci çağır", "Hangi gün?", "Hangi telefon?", "tamirci", "teslimatımı ertele", "Hangi sipariş?", "Hangi güne?", "teslimat"},
	"ar": {"اطلب زيارة الفني", "في أي يوم؟", "ما رقم الهاتف؟", "الفني", "غير موعد التوصيل", "ما رقم الطلب؟", "إلى أي يوم؟", "التوصيل"},
	"zh": {"预约技术员上门", "哪一天？", "电话号码是多少？", "技术员", "改配送日期", "订单号是多少？", "改到哪一天？", "配送"},
	"ja": {"技術者の訪問を予約", "何日ですか？", "電話番号は？", "技術者", "配達日を変更", "注文番号は？", "何日に変更しますか？", "配達"},
}

// workshop is a bot in one language of a shop that knows its intents.
func workshop(t *testing.T, locale string) *world {
	t.Helper()
	w, words := newWorld(t), workshops[locale]
	intent := func(name, utterance, reply string, fields ...release.Field) release.Intent {
		return release.Intent{
			Name: name, Revision: name + "-1", Risk: "High", Locale: locale, Utterances: []string{utterance},
			Fields: fields, Reply: release.Reply{Text: reply}, Confirmation: "? " + reply,
		}
	}
	day := func(prompt string) release.Field {
		return release.Field{Name: "day", Prompt: prompt, Type: release.FieldDate, Minimum: release.Today, Required: true}
	}
	w.stable = compiled(t, "stable",
		intent("visit", words.visit, "visit {day} {phone}", day(words.day), release.Field{Name: "phone", Prompt: words.phone, Type: release.FieldPhone, Region: "GB", Required: true}),
		intent("move", words.move, "move {order} {day}", release.Field{Name: "order", Prompt: words.order, Pattern: "[A-Z]{2}[0-9]{5}", Required: true}, day(words.newDay)),
		hours("1"),
	)
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		for name, word := range map[string]string{"visit": words.isVisit, "move": words.isMove} {
			if strings.Contains(strings.ToLower(text), word) {
				return []understanding.Prediction{{Intent: name, Confidence: 0.95}}
			}
		}
		return nil
	}
	return w
}

// TestADayStandsBesideATelephoneNumber in a first message: the figures of that are no day, and say nothing of it. It is
// the second of March, a Monday.
func TestADayStandsBesideATelephoneNumber(t *testing.T) {
	const phone = "+447700900123"
	for locale, texts := range map[string]map[string]string{
		"en": {"book a technician for Thursday please, you reach me on 07700 900123": "2026-03-05", "a technician tomorrow, my phone is 07700 900123": "2026-03-03", "07700 900123 is my number, book a technician on the 20th": "2026-03-20"},
		"de": {"einen Techniker am Donnerstag bitte, Telefon 07700 900123": "2026-03-05", "einen Techniker für den 20. bestellen, meine Nummer ist 07700 900123": "2026-03-20"},
		"es": {"quiero un técnico el jueves, mi teléfono es el 07700 900123": "2026-03-05"},
		"fr": {"un technicien jeudi svp, mon numéro est le 07700 900123": "2026-03-05"},
		"it": {"vorrei un tecnico giovedì, il mio numero è 07700 900123": "2026-03-05"},
		"pt": {"quero um técnico amanhã, o meu telefone é 07700 900123": "2026-03-03"},
		"tr": {"perşembe için tamirci çağır, telefonum 07700 900123": "2026-03-05"},
		"ar": {"اطلب الفني يوم الخميس، رقمي 07700 900123": "2026-03-05"},
		"zh": {"预约明天的技术员，电话07700 900123": "2026-03-03"},
		"ja": {"20日に技術者を予約、電話は07700 900123です": "2026-03-20"},
	} {
		for text, day := range texts {
			w := workshop(t, locale)
			if got, want := w.say(text), "confirm: ? visit "+day+" "+forms.Of(release.FieldPhone, phone, locale); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestADayOfSomethingElseBesideATelephoneNumber is not taken for that.
func TestADayOfSomethingElseBesideATelephoneNumber(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"book a technician, my number is 07700 900123, I was out on Thursday", "book a technician on Thursday or Friday, 07700 900123"},
		"de": {"einen Techniker bestellen, 07700 900123, am Donnerstag war ich weg", "einen Techniker bestellen, hier: 07700 900123"},
		"es": {"quiero un técnico, mi teléfono es 07700 900123, el jueves o el viernes"},
	} {
		for _, text := range texts {
			w := workshop(t, locale)
			if got := w.say(text); w.state.Fields["day"] != "" {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
}
