// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestAShortAnswerTellsNothingOfTheCustomer: a few words say too little for what no word list knows.
func TestAShortAnswerTellsNothingOfTheCustomer(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"five", "seven", "just my sister and me", "tomorrow", "next Tuesday", "on the roof", "behind the barn", "small", "nothing", "my family", "it's me", "the last bus"},
		"de": {"zwei", "zu viert", "meine Schwester und ich", "übermorgen", "auf dem Dach", "hinter der Scheune", "der letzte Bus"},
		"es": {"tres", "seremos cuatro", "en el tejado", "detrás del granero", "el último autobús"},
		"fr": {"trois", "onze", "nous sommes trois", "après-demain", "derrière la grange", "le dernier bus"},
		"it": {"tre", "saremo in tre", "dietro il fienile", "l'ultimo autobus"},
		"pt": {"três", "seremos quatro", "atrás do celeiro", "o último autocarro"},
		"tr": {"üç", "üç kişi olacağız", "yolun sonunda", "son otobüs"},
		"ar": {"ثلاثة", "سنكون ثلاثة", "الحافلة الأخيرة"},
		"zh": {"三个", "我们三个人", "最后一班车"},
		"ja": {"三つ", "三人です", "最終バス"},
	} {
		for _, text := range texts {
			if s := Read(text, locale); s.DangerToSelf || s.Anger || s.LegalThreat || s.AsksForHuman {
				t.Errorf("%s %q: danger %t, anger %t, legal %t, a person %t", locale, text, s.DangerToSelf, s.Anger, s.LegalThreat, s.AsksForHuman)
			}
		}
	}
	for locale, texts := range map[string][]string{
		"en": {"I want to die", "kill myself", "see you in court"}, "de": {"ich will nicht mehr leben", "ich zeige euch an"}, "fr": {"je veux mourir"},
		"es": {"quiero morirme"}, "it": {"voglio morire"}, "pt": {"quero morrer"}, "tr": {"ölmek istiyorum"}, "ar": {"أريد أن أموت"}, "zh": {"我想死"}, "ja": {"死にたい"},
	} {
		for _, text := range texts {
			if s := Read(text, locale); !s.DangerToSelf && !s.LegalThreat {
				t.Errorf("%s %q is not heard", locale, text)
			}
		}
	}
}
