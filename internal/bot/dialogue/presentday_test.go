// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestTheDayThatADeliveryHasIsNotTheNewOne: who says which one it is has not said to which it is to be moved. It is the
// second of March, a Monday.
func TestTheDayThatADeliveryHasIsNotTheNewOne(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {
			"my delivery AB12345 is on Thursday, change it please", "my delivery AB12345 comes on Thursday and I need to move it", "please move my delivery AB12345, it was booked for Thursday",
			"move my delivery AB12345, it arrives on the 12th", "the delivery AB12345 is scheduled for 12 March, can you change that",
		},
		"de": {"meine Lieferung AB12345 ist am Donnerstag, bitte verschieben", "meine Lieferung AB12345 kommt am 12. März, ich möchte sie verschieben", "bitte die Lieferung AB12345 verschieben, sie war für Donnerstag geplant"},
		"es": {"mi entrega AB12345 está para el jueves, quiero cambiarla", "cambiar mi entrega AB12345, era el jueves"},
		"fr": {"ma livraison AB12345 est prévue jeudi, je voudrais la déplacer", "déplacer ma livraison AB12345, elle arrive jeudi"},
		"it": {"la mia consegna AB12345 è prevista giovedì, vorrei spostarla", "la consegna AB12345 arriva giovedì, spostatela"},
		"pt": {"a minha entrega AB12345 está marcada para quinta-feira, quero mudar", "a minha entrega AB12345 é na quinta-feira, quero mudar o dia"},
		"tr": {"AB12345 numaralı teslimatım perşembe günü, erteleyin lütfen", "AB12345 teslimatım perşembe geliyor, ertelemek istiyorum"},
		"ar": {"التوصيل AB12345 محدد يوم الخميس، غير الموعد"},
		"ja": {"配達AB12345は木曜日の予定です、変更してください"},
		"zh": {"配送AB12345定在星期四，帮我改一下"},
	} {
		for _, text := range texts {
			w := workshop(t, locale)
			if got, want := w.say(text), "field: "+workshops[locale].newDay; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestTheNewDayBesideTheOneThatADeliveryHasIsTaken from the same message.
func TestTheNewDayBesideTheOneThatADeliveryHasIsTaken(t *testing.T) {
	const saturday = "2026-03-07"
	for locale, texts := range map[string]map[string]string{
		"en": {
			"my delivery AB12345 is on Thursday but I need it on Saturday": saturday, "my delivery AB12345 is on Thursday, please move it to Saturday": saturday,
			"move my delivery AB12345, the new day is Saturday": saturday, "move my delivery AB12345, Saturday is fine": saturday, "move my delivery AB12345, it should be on Saturday": saturday,
		},
		"de": {"meine Lieferung AB12345 ist am Donnerstag, ich brauche sie am Samstag": saturday, "meine Lieferung AB12345 ist am Donnerstag, bitte auf Samstag verschieben": saturday},
		"es": {"mi entrega AB12345 está para el jueves, cambiar al sábado": saturday}, "fr": {"ma livraison AB12345 est prévue jeudi, déplacer à samedi": saturday},
	} {
		for text, day := range texts {
			w := workshop(t, locale)
			if got, want := w.say(text), "confirm: ? move AB12345 "+day; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestTheDayThatADeliveryHasIsNoAnswer to the question for the new one.
func TestTheDayThatADeliveryHasIsNoAnswer(t *testing.T) {
	for locale, turns := range map[string][2]string{
		"en": {"move my delivery AB12345", "my delivery is on Thursday"}, "de": {"meine Lieferung AB12345 verschieben", "meine Lieferung kommt am Donnerstag"},
		"fr": {"déplacer ma livraison AB12345", "ma livraison est jeudi"}, "es": {"cambiar mi entrega AB12345", "mi entrega es el jueves"},
	} {
		w, want := workshop(t, locale), "field: "+workshops[locale].newDay
		if w.say(turns[0]); w.state.Collecting == nil {
			t.Fatalf("%s: %q does not ask for the day", locale, turns[0])
		}
		if got := w.say(turns[1]); got != want {
			t.Errorf("%s: %q is answered %q, want %q", locale, turns[1], got, want)
		}
	}
}
