// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestTheDayToWhichSomethingIsMovedIsTaken in a first message, whichever day it had and whatever the reason is. It is
// the second of March, a Monday.
func TestTheDayToWhichSomethingIsMovedIsTaken(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {
			"move my delivery AB12345 to Thursday": "2026-03-05", "move my delivery AB12345 from Wednesday to Thursday please": "2026-03-05", "please move my delivery AB12345 to the 20th": "2026-03-20",
			"move my delivery AB12345 to Thursday, on Friday we are away": "2026-03-05", "push the delivery AB12345 from the 10th to the 12th": "2026-03-12",
		},
		"de": {"Lieferung AB12345 bitte auf Donnerstag verlegen": "2026-03-05", "meine Lieferung AB12345 von Mittwoch auf Donnerstag verschieben": "2026-03-05", "verschieben Sie meine Lieferung AB12345 auf den 20.": "2026-03-20"},
		"es": {"pasar mi entrega AB12345 al jueves": "2026-03-05", "cambiar mi entrega AB12345 del miércoles al jueves": "2026-03-05"},
		"fr": {"reporter ma livraison AB12345 à jeudi": "2026-03-05", "déplacer ma livraison AB12345 de mercredi à jeudi": "2026-03-05"},
		"it": {"spostare la mia consegna AB12345 a giovedì, mercoledì non ci sono": "2026-03-05", "rimandare la consegna dell'ordine AB12345 a giovedì": "2026-03-05"},
		"pt": {"adiar a minha entrega AB12345 para quinta-feira": "2026-03-05", "mudar a minha entrega AB12345 para amanhã": "2026-03-03"},
		"tr": {"AB12345 numaralı teslimatımı perşembeye ertele": "2026-03-05"},
		"zh": {"AB12345的配送推迟到明天": "2026-03-03", "订单AB12345，改配送日期到20号": "2026-03-20"},
		"ja": {"注文番号AB12345の配達日を20日に変更してください": "2026-03-20"},
	} {
		for text, day := range texts {
			w := workshop(t, locale)
			if got, want := w.say(text), "confirm: ? move AB12345 "+day; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestTheDayToWhichSomethingIsMovedIsAsked where there are two, or where only what is not wanted is said.
func TestTheDayToWhichSomethingIsMovedIsAsked(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"move my delivery AB12345 to Thursday or Friday", "move my delivery AB12345 to Thursday, or Friday", "move my delivery AB12345 away from Thursday", "move my delivery AB12345 to another day, not Thursday", "move my delivery AB12345 to Thursday, no sorry, Friday"},
		"de": {"meine Lieferung AB12345 auf Donnerstag oder Freitag verschieben", "meine Lieferung AB12345 verschieben, am Donnerstag bin ich weg", "meine Lieferung verschieben, hier: AB12345"},
		"es": {"cambiar mi entrega AB12345 al jueves o al viernes"}, "it": {"spostare la mia consegna AB12345 a giovedì o venerdì"},
	} {
		for _, text := range texts {
			w := workshop(t, locale)
			if got, want := w.say(text), "field: "+workshops[locale].newDay; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestADayStandsBesideTheNameOfAThing that the request is for. Who tells of that with another verb gives no day.
func TestADayStandsBesideTheNameOfAThing(t *testing.T) {
	const thursday = "2026-03-05"
	for locale, texts := range map[string]map[string]string{
		"en": {"book a technician for the dishwasher on Thursday": thursday, "book a technician, the dishwasher stopped on Thursday": "", "book a technician for the dishwasher that came on Thursday": ""},
		"de": {"am Donnerstag einen Techniker für den Trockner bestellen": thursday},
		"es": {"pedir la visita de un técnico para la lavadora el jueves": thursday}, "fr": {"demander un technicien pour la chaudière jeudi": thursday},
		"it": {"chiedere un tecnico per la caldaia giovedì": thursday}, "pt": {"pedir um técnico para a caldeira amanhã": "2026-03-03"},
	} {
		for text, want := range texts {
			w := workshop(t, locale)
			if got := w.say(text); w.state.Fields["day"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
	}
}

// TestADayFromWhichOnIsTheBeginning of what a question asks the beginning of, though the field has no bounds.
func TestADayFromWhichOnIsTheBeginning(t *testing.T) {
	const friday, twentieth = "2026-03-06", "2026-03-20"
	for locale, of := range map[string]struct {
		utterance, prompt string
		texts             map[string]string
	}{
		"en": {"book a room", "When will you arrive?", map[string]string{"book a room from the 20th": twentieth, "a room from Friday please": friday, "book a room until the 20th": ""}},
		"de": {"ein Zimmer buchen", "Wann reisen Sie an, wann ist die Anreise?", map[string]string{"ein Zimmer ab Freitag bitte": friday, "ich möchte ein Zimmer ab dem 20.": twentieth, "ein Zimmer bis Freitag buchen": ""}},
		"es": {"reservar una habitación", "¿Qué día llegan?", map[string]string{"reservar una habitación a partir del 20": twentieth}},
		"fr": {"réserver une chambre", "Quel jour arrivez-vous ?", map[string]string{"réserver une chambre à partir du 20": twentieth, "une chambre dès vendredi": friday}},
		"it": {"prenotare una camera", "In che giorno arrivate?", map[string]string{"prenotare una camera dal 20": twentieth, "una camera da venerdì": friday}},
		"pt": {"reservar um quarto", "Em que dia chegam?", map[string]string{"reservar um quarto a partir do dia 20": twentieth}},
		"tr": {"oda ayırt", "Geliş günü nedir?", map[string]string{"ayın 20'sinden itibaren oda ayırt": twentieth}},
		"ar": {"احجز غرفة", "متى ستصل؟", map[string]string{"احجز غرفة من يوم 20": twentieth}},
		"zh": {"预订房间", "哪天入住？", map[string]string{"我想从20号开始预订房间": twentieth}},
		"ja": {"部屋を予約", "ご到着はいつですか？", map[string]string{"20日から部屋を予約": twentieth}},
	} {
		for text, want := range of.texts {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "room", Revision: "room-1", Risk: "High", Locale: locale, Utterances: []string{of.utterance}, Reply: release.Reply{Text: "{day}"}, Confirmation: "? {day}",
				Fields: []release.Field{{Name: "day", Prompt: of.prompt, Type: release.FieldDate, Required: true}},
			}, hours("1"))
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(text string) []understanding.Prediction {
				if strings.Contains(text, "?") {
					return nil
				}
				return []understanding.Prediction{{Intent: "room", Confidence: 0.95}}
			}
			if got := w.say(text); w.state.Fields["day"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
	}
}
