// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// nightsAsked is a bot that has just asked for nights.
func nightsAsked(t *testing.T, locale string) *world {
	t.Helper()
	w := hotel(t, locale, "Low", hotels[locale])
	in := w.stable.Intents["book-room"]
	for i := range in.Fields {
		in.Fields[i].Required = in.Fields[i].Type == release.FieldNumber
	}
	w.say(hotels[locale].room)
	return w
}

func TestANumberOfSomethingElseIsNoNumberOfNights(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"I am 67 years old", "I'm 67", "2 adults", "room 12", "we are 4", "we're 4", "floor 3", "20 euros", "3 dogs", "my daughter is 5", "it costs 90", "at number 12 they were kinder", "less than 5", "we stayed 3 nights last year", "page 14: the small one", "the bed is 2 metres"},
		"de": {"ich bin 67", "ich bin 67 Jahre alt", "2 Erwachsene", "Zimmer 12", "wir sind 4", "zu dritt", "3 Hunde", "der Hund wiegt 8"},
		"es": {"tengo 67 años", "2 adultos", "habitación 12", "somos 4", "mi hija tiene 5"}, "fr": {"j'ai 67 ans", "2 adultes", "le quai 12", "on est 4"},
		"it": {"ho 67 anni", "2 adulti", "la camera 12", "siamo 4"}, "pt": {"tenho 67 anos", "2 adultos", "o quarto 12", "somos 4"},
		"tr": {"67 yaşındayım", "2 yetişkin", "oda 12", "4 kişiyiz"}, "ar": {"عمري 67 سنة", "2 بالغين", "غرفة 12"},
		"zh": {"我67岁", "12号房间"}, "ja": {"67歳です", "大人2名です", "12号室"},
	} {
		for _, text := range texts {
			if got := nightsAsked(t, locale).say(text); !strings.HasSuffix(got, hotels[locale].nights) {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestANumberInNaturalWordsIsTheNumberOfNights(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"3", "3 nights", "make it 3", "we'd like to stay three nights", "I am 67, but 3 nights please", "3 would be ideal", "room 12 for 3 nights", "2 adults for 3 nights", "I was thinking of 3", "3, my wife has her birthday then", "3 including Sunday", "bump it to 3"},
		"de": {"drei Nächte", "wir bleiben 3", "3 wären ideal", "ich bin 67 und möchte 3 Nächte", "2 Erwachsene, 3 Nächte", "ich hätte gern 3"},
		"es": {"tres noches", "quiero 3", "nos quedaremos 3 noches"}, "fr": {"trois nuits", "je voudrais 3 nuits"}, "it": {"tre notti", "siamo in due e restiamo 3 notti"},
		"pt": {"três noites", "queria 3"}, "tr": {"3 gece", "üç gece kalacağız"}, "ar": {"3 ليالي", "اريد 3"}, "zh": {"3晚", "我们住3晚"}, "ja": {"3泊です", "3泊でお願いします"},
	} {
		for _, text := range texts {
			w := nightsAsked(t, locale)
			if got := w.say(text); !strings.HasPrefix(got, "answer: room") || w.state.Fields["nights"] != "3" {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
}

// TestTwoNumbersOfWhichOneIsAnothers: one that is joined to a foreign one is foreign, too, and what is shared out is not
// known.
func TestTwoNumbersOfWhichOneIsAnothers(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"my kids are 7 and 9", "20 for me and 30 for my wife"},
		"de": {"meine Kinder sind 7 und 9", "20 für mich und 30 für meine Frau"},
		"es": {"mis hijos tienen 7 y 9", "20 para mí y 30 para mi mujer"},
		"fr": {"mes enfants ont 7 et 9 ans"},
		"it": {"i miei figli hanno 7 e 9 anni"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "Medium", hotels[locale])
			w.say(hotels[locale].topUp)
			if got := w.say(text); !strings.HasSuffix(got, hotels[locale].euros) {
				t.Errorf("%s: %q is answered %q, want the question again", locale, text, got)
			}
		}
	}
}
