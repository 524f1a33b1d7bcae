// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestACountOfPeopleIsNoWishForOne, and what is measured by people is none.
func TestACountOfPeopleIsNoWishForOne(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"one more person", "one person less", "two more people please", "plus one person", "a human-sized one", "a human sized one please", "something human-readable", "a quiet one please", "one please", "just one, thanks"},
		"de": {"eine Person mehr", "noch eine Person", "eine weitere Person", "zwei Personen weniger", "plus eine Person", "eins in Menschengröße", "eine bitte", "einen, danke"},
		"es": {"una persona más", "otra persona", "una persona menos por favor", "dos personas más", "de tamaño humano", "una por favor", "un"},
		"fr": {"une personne de plus", "encore une personne", "une personne en moins", "une personne supplémentaire", "une table à taille humaine", "un", "une svp"},
		"it": {"una persona in più", "un'altra persona", "una persona in meno", "ancora una persona", "a misura d'uomo", "un", "una per favore"},
		"pt": {"mais uma pessoa", "uma pessoa a mais", "menos uma pessoa", "mais duas noites", "de tamanho humano", "um", "uma por favor"},
		"tr": {"bir kişi daha", "bir kişi eksik", "insan boyutunda", "bir", "bir lütfen"},
		"ar": {"شخص آخر", "شخص إضافي", "شخص واحد أكثر", "شخص أقل", "واحدة من فضلك"},
		"zh": {"再加一个人", "多一个人", "真人大小的"},
		"ja": {"もう一人", "一人追加", "等身大のもの"},
	} {
		for _, text := range texts {
			if Read(text, locale).AsksForHuman {
				t.Errorf("%s: %q is heard as a wish for a person", locale, text)
			}
		}
	}
	for locale, texts := range map[string][]string{
		"en": {"a person please", "I want to talk to one more person", "get me a human", "a human, not a human-sized robot", "can I speak to another person"},
		"de": {"eine Person bitte", "ich will noch einmal mit einer Person sprechen", "noch mal einen Mitarbeiter bitte"},
		"es": {"una persona por favor", "quiero hablar con una persona"}, "fr": {"une personne s'il vous plaît", "je veux parler à une personne"},
		"it": {"una persona per favore", "vorrei parlare con una persona"}, "pt": {"uma pessoa por favor", "quero falar com mais uma pessoa"},
		"tr": {"bir insan lütfen", "bir kişiyle konuşmak istiyorum"}, "ar": {"شخص من فضلك", "أريد التحدث مع شخص"}, "zh": {"我要跟人说话"}, "ja": {"担当者と話したい"},
	} {
		for _, text := range texts {
			if !Read(text, locale).AsksForHuman {
				t.Errorf("%s: %q is not heard as a wish for a person", locale, text)
			}
		}
	}
}

// In German one word switches a thing on and calls somebody in.
func TestWhoWantsAThingSwitchedOnAsksForNobody(t *testing.T) {
	for text, want := range map[string]bool{
		"Roaming ist aus, bitte einschalten":        false,
		"Die Heizung bitte wieder einschalten":      false,
		"Kann sich da ein Kollege einschalten?":     true,
		"Es soll sich bitte jemand einschalten":     true,
		"Kann hier mal ein Mensch eingreifen bitte": true,
	} {
		if got := Read(text, "de").AsksForHuman; got != want {
			t.Errorf("%q asks for a person: %t, want %t", text, got, want)
		}
	}
}
