// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"testing"
)

// TestHowManyPeopleThereAreIsSaidInManyWays, most of which have no word of the question.
func TestHowManyPeopleThereAreIsSaidInManyWays(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {
			"reserve a table for two": "2", "reserve a table for two please": "2", "a table for two this coming Saturday please": "2", "reserve a table, there are four of us": "4", "reserve a table, we'll be six": "6",
			"reserve a table, we will be six": "6", "reserve a table, we are four": "4", "reserve a table, we're 4": "4", "reserve a table, it's the two of us": "2", "reserve a table, just the two of us": "2", "reserve a table, there will be 5 of us": "5", "a table for the two of us": "2", "a table for 4 on Saturday": "4", "there are three of us and we'd like a table": "3",
		},
		"de": {
			"einen Tisch reservieren, wir sind zu viert": "4", "einen Tisch zu zweit reservieren": "2", "einen Tisch für zwei reservieren": "2", "einen Tisch reservieren, wir sind vier": "4", "einen Tisch reservieren, wir werden zu sechst sein": "6", "einen Tisch für vier": "4", "einen Tisch reservieren, wir kommen zu dritt": "3", "bitte einen Tisch für kommenden Samstag, wir sind zu fünft": "5", "einen Tisch reservieren, wir wären sechs": "6",
		},
		"es": {
			"reservar una mesa, seremos cuatro": "4", "reservar una mesa, somos cuatro": "4", "reservar una mesa para dos": "2", "quiero una mesa para dos, por favor": "2", "una mesa para dos el sábado": "2", "reservar una mesa, vamos a ser seis": "6", "reservar una mesa, nosotros somos 5": "5",
		},
		"fr": {
			"réserver une table, nous serons quatre": "4", "réserver une table, on sera six": "6", "réserver une table à deux": "2", "réserver une table pour deux": "2", "réserver une table, nous sommes quatre": "4", "réserver une table, on est 4": "4", "une table pour samedi prochain, nous serons quatre": "4", "une table pour le 20, à deux": "2", "réserver une table, on vient à trois": "3",
		},
		"it": {
			"prenotare un tavolo, saremo in quattro": "4", "prenotare un tavolo, siamo in sei": "6", "prenotare un tavolo per due": "2", "prenotare un tavolo, siamo quattro": "4", "vorrei un tavolo per due sabato": "2", "prenotare un tavolo, veniamo in tre": "3",
		},
		"pt": {
			"reservar uma mesa, seremos quatro": "4", "reservar uma mesa, somos seis": "6", "reservar uma mesa para dois": "2", "quero uma mesa para dois no sábado": "2", "reservar uma mesa, vamos ser seis": "6", "reservar uma mesa, estaremos em quatro": "4",
		},
		"tr": {
			"masa ayırt, dört kişiyiz": "4", "masa ayırt, altı kişi olacağız": "6", "iki kişilik masa ayırt": "2", "masa ayırt, biz dört kişiyiz": "4", "iki kişi için masa ayırt": "2",
		},
		"ar": {
			"احجز طاولة، سنكون أربعة": "4", "احجز طاولة، نحن أربعة": "4", "احجز طاولة لشخصين": "2", "احجز طاولة لأربعة": "4", "احجز طاولة لأربعة أشخاص": "4", "احجز طاولة، نحن ٤": "4", "احجز طاولة، عددنا خمسة": "5",
		},
		"zh": {
			"预订餐桌，我们四个人": "4", "预订两位的餐桌": "2", "预订餐桌，两位": "2", "预订餐桌，我们一共六个人": "6", "预订餐桌，我们有5个人": "5", "预订餐桌，我们是四个人": "4",
		},
		"ja": {
			"テーブルを予約、4人です": "4", "二名でテーブルを予約": "2", "テーブルを予約、二人です": "2", "テーブルを予約お願いします。4人で行きます": "4", "テーブルを予約、六名になります": "6",
		},
	} {
		for text, want := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			if got := w.say(text); w.state.Fields["people"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %s", locale, text, got, w.state.Fields, want)
			}
		}
	}
}

// tour is a bot that books tours, for which it asks how many nights, too.
func tour(t *testing.T, locale string, words hotelWords) *world {
	t.Helper()
	w := hotel(t, locale, "High", words)
	table, room := w.stable.Intents["book-table"], w.stable.Intents["book-room"]
	for i := range room.Fields {
		if room.Fields[i].IsNumber() {
			table.Fields = append(table.Fields, room.Fields[i])
		}
	}
	return w
}

// TestHowManyPeopleThereAreIsNoOtherNumber of the intent.
func TestHowManyPeopleThereAreIsNoOtherNumber(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"reserve a table for two", "reserve a table, there are two of us", "reserve a table, we'll be two", "reserve a table for the two of us"},
		"de": {"einen Tisch für zwei reservieren", "einen Tisch reservieren, wir sind zu zweit", "einen Tisch reservieren, wir werden zwei sein"},
		"es": {"reservar una mesa para dos", "reservar una mesa, seremos dos", "reservar una mesa, somos dos"},
		"fr": {"réserver une table pour deux", "réserver une table à deux", "réserver une table, nous serons deux", "réserver une table, on est 2"},
		"it": {"prenotare un tavolo per due", "prenotare un tavolo, siamo in due", "prenotare un tavolo, saremo 2"},
		"pt": {"reservar uma mesa para dois", "reservar uma mesa, somos dois", "reservar uma mesa, seremos 2"},
		"tr": {"iki kişilik masa ayırt", "masa ayırt, iki kişiyiz"}, "ar": {"احجز طاولة لشخصين", "احجز طاولة، نحن اثنان"},
		"zh": {"预订两位的餐桌", "预订餐桌，我们两个人"}, "ja": {"二名でテーブルを予約", "テーブルを予約、2人です"},
	} {
		for _, text := range texts {
			w := tour(t, locale, hotels[locale])
			if got := w.say(text); w.state.Fields["people"] != "2" || w.state.Fields["nights"] != "" {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
	for locale, texts := range map[string][]string{
		"de": {"einen Tisch für zwei oder drei reservieren", "einen Tisch für ein oder zwei Nächte", "einen Tisch für zwei Uhr reservieren", "einen Tisch für 20.6. reservieren", "einen Tisch für den 20. reservieren", "einen Tisch reservieren, wir waren vier", "einen Tisch reservieren, wir sind um sechs da", "einen Tisch reservieren, wir werden 10 später kommen"},
		"es": {"reservar una mesa para las dos", "reservar una mesa para el 20", "reservar una mesa para una o dos noches", "reservar una mesa, éramos cuatro", "reservar una mesa, vamos a las seis", "reservar una mesa para dos o tres", "reservar una mesa para 20/6"},
		"fr": {"réserver une table pour le 20", "réserver une table à 8", "réserver une table à huit heures", "réserver une table pour deux heures", "réserver une table, nous étions quatre", "réserver une table pour deux ou trois", "réserver une table, on sera là à six heures", "réserver une table pour une ou deux nuits"},
		"it": {"prenotare un tavolo per le due", "prenotare un tavolo per il 20", "prenotare un tavolo, eravamo in quattro", "prenotare un tavolo per due o tre", "prenotare un tavolo in due ore", "prenotare un tavolo per una o due notti"},
		"pt": {"reservar uma mesa para as duas", "reservar uma mesa para o dia 20", "reservar uma mesa, éramos quatro", "reservar uma mesa para dois ou três", "reservar uma mesa para uma ou duas noites", "reservar uma mesa para duas horas"},
		"tr": {"saat iki için masa ayırt", "iki veya üç kişilik masa ayırt"}, "ar": {"احجز طاولة للساعة الثانية", "احجز طاولة لشخصين أو ثلاثة", "احجز طاولة، كنا أربعة"},
		"zh": {"预订两点的餐桌", "预订两三位的餐桌", "预订2号餐桌"}, "ja": {"二時にテーブルを予約", "二、三名でテーブルを予約", "2番テーブルを予約"},
	} {
		for _, text := range texts {
			w := tour(t, locale, hotels[locale])
			if w.say(text); w.state.Fields["people"] != "" || w.state.Fields["nights"] != "" {
				t.Errorf("%s: %q gives %v", locale, text, w.state.Fields)
			}
		}
	}
	for text, want := range map[string]string{
		"reserve a table for two, three nights": "2 3", "reserve a table for two nights": " 2", "reserve a table for two or three nights": " ", "reserve a table for 3 nights for two": "2 3",
		"reserve a table for two or three": " ", "reserve a table for two and a half nights": " ", "reserve a table for 8pm": " ", "reserve a table for 7:30": " ", "reserve a table for two copies": " ",
		"reserve a table for two thirty": " ", "reserve a table for two weeks": " 14", "reserve a table for 20/6": " ", "reserve a table for 20.6.": " ", "reserve a table for not more than two": " ", "reserve a table for one to three": " ", "reserve a table in two days": " ", "reserve a table for the second": " ",
		"reserve a table, we will be there at six": " ", "reserve a table, we are 5 minutes away": " ", "reserve a table, we were four last time": " ", "reserve a table, we'll be 10 late": " ", "reserve a table, we are in room 12": " ", "reserve a table, we'd be happy with 2": " ",
	} {
		w := tour(t, "en", hotels["en"])
		if w.say(text); w.state.Fields["people"]+" "+w.state.Fields["nights"] != want {
			t.Errorf("%q gives %v, want %q", text, w.state.Fields, want)
		}
	}
}

// TestWhomARoomIsForSaysNothingOfNights where nobody asks for how many they are.
func TestWhomARoomIsForSaysNothingOfNights(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"book a room for two", "book a room for 2", "top up my card for two"}, "de": {"ein Zimmer für zwei buchen"}, "es": {"reservar una habitación para dos"},
		"fr": {"réserver un hôtel pour deux", "réserver un hôtel à deux"}, "it": {"prenotare una camera per due"}, "pt": {"reservar um quarto para dois"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "Medium", hotels[locale])
			if got := w.say(text); len(w.state.Fields) > 0 {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
}

// TestWhatIsForSomeAtAQuestionAnswersThat and no other.
func TestWhatIsForSomeAtAQuestionAnswersThat(t *testing.T) {
	for locale, text := range map[string]string{"en": "for two", "de": "für zwei", "es": "para dos", "fr": "pour deux", "it": "per due", "pt": "para dois"} {
		w := tour(t, locale, hotels[locale])
		slices.Reverse(w.stable.Intents["book-table"].Fields)
		w.say(hotels[locale].table)
		if w.say(text); w.state.Fields["nights"] != "2" || w.state.Fields["people"] != "" {
			t.Errorf("%s: %q at the question for nights gives %v", locale, text, w.state.Fields)
		}
	}
}

// TestHowManyPeopleThereAreIsSaidAtShallI in the same words, in the place of how many there were.
func TestHowManyPeopleThereAreIsSaidAtShallI(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"we'll be six", "there are six of us", "we'll be six actually", "no, we're six", "sorry, there will be six of us", "make it for six", "actually for six"},
		"de": {"wir sind zu sechst", "wir werden sechs sein", "nein, für sechs", "wir sind doch sechs"},
		"es": {"seremos seis", "no, somos seis", "mejor para seis", "vamos a ser seis"},
		"fr": {"en fait on sera six", "nous serons six", "non, nous sommes six", "plutôt pour six", "nous ne serons que six"},
		"it": {"saremo in sei", "no, siamo in sei", "meglio per sei"},
		"pt": {"seremos seis", "não, somos seis", "melhor para seis"},
		"tr": {"altı kişi olacağız", "hayır, altı kişiyiz"},
		"ar": {"سنكون ستة", "لا، نحن ستة"},
		"zh": {"我们六个人", "不，六位"},
		"ja": {"六名です", "いえ、6人です"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			for _, before := range []string{hotels[locale].table, "4", "2026-04-09"} {
				w.say(before)
			}
			if got, want := w.say(text), "confirm: ? table 2026-04-09 6"; got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestTwoFieldsThatCountPeople are not filled by a number that may be either's.
func TestTwoFieldsThatCountPeople(t *testing.T) {
	for text, want := range map[string]string{"reserve a table for two": " ", "reserve a table, we'll be two": " ", "reserve a table for 2 children": " 2", "reserve a table for 3 people and 2 children": " "} {
		w := hotel(t, "en", "High", hotels["en"])
		in := w.stable.Intents["book-table"]
		children := in.Fields[0]
		children.Name, children.Prompt = "children", "How many children?"
		in.Fields = append(in.Fields, children)
		if w.say(text); w.state.Fields["people"]+" "+w.state.Fields["children"] != want {
			t.Errorf("%q gives %v, want %q", text, w.state.Fields, want)
		}
	}
}
