// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestADayStandsBesideACount in a first message: each is taken for its own field, in either order. It is the second
// of March, a Monday.
func TestADayStandsBesideACount(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {
			"reserve a table for the 20th, 3 people": "3 2026-03-20", "reserve a table on the 20th for two": "2 2026-03-20", "reserve a table in three days, there are four of us": "4 2026-03-05", "reserve a table for two this coming Saturday": "2 2026-03-07",
			"reserve a table for four in two weeks": "4 2026-03-16", "3 people, a table on the 20th please": "3 2026-03-20", "can I reserve a table for the 20th, we'll be six": "6 2026-03-20", "reserve a table for 2 on Friday the 20th": "2 2026-03-20", "reserve a table for two from the 20th": "2 2026-03-20",
			"reserve a table for 20 people on the 3rd": "20 2026-03-03", "reserve a table for two the day after tomorrow": "2 2026-03-04", "reserve a table for two on March 25th": "2 2026-03-25", "reserve a table for two on 5 June": "2 2026-06-05", "reserve a table for two three days from now": "2 2026-03-05",
		},
		"de": {
			"einen Tisch am 20., 3 Personen": "3 2026-03-20", "am 20. einen Tisch für zwei reservieren": "2 2026-03-20", "einen Tisch für kommenden Samstag reservieren, wir sind zu viert": "4 2026-03-07", "in drei Tagen einen Tisch, 2 Personen": "2 2026-03-05", "einen Tisch in zwei Wochen reservieren, wir sind vier": "4 2026-03-16", "einen Tisch zum 20. reservieren, zu zweit": "2 2026-03-20",
		},
		"es": {"reservar una mesa para el 20, somos cuatro": "4 2026-03-20", "reservar una mesa para dos el día 20": "2 2026-03-20", "reservar una mesa dentro de tres días, seremos cuatro": "4 2026-03-05", "reservar una mesa para el próximo sábado, para dos": "2 2026-03-07", "una mesa para dos el sábado que viene": "2 2026-03-07", "reservar una mesa en dos semanas para 3 personas": "3 2026-03-16"},
		"fr": {"réserver une table pour le 20, à deux": "2 2026-03-20", "réserver une table samedi prochain, nous serons quatre": "4 2026-03-07", "réserver une table dans trois jours, on sera six": "6 2026-03-05", "une table pour deux le 20": "2 2026-03-20", "réserver une table pour trois dans deux semaines": "3 2026-03-16"},
		"it": {"prenotare un tavolo per il 20, siamo in quattro": "4 2026-03-20", "prenotare un tavolo per due sabato prossimo": "2 2026-03-07", "prenotare un tavolo fra tre giorni, saremo in sei": "6 2026-03-05", "un tavolo per due il 20": "2 2026-03-20", "prenotare un tavolo tra due settimane per quattro": "4 2026-03-16"},
		"pt": {"reservar uma mesa para o dia 20, somos quatro": "4 2026-03-20", "reservar uma mesa para dois no próximo sábado": "2 2026-03-07", "reservar uma mesa daqui a três dias, seremos quatro": "4 2026-03-05", "uma mesa para dois no dia 20": "2 2026-03-20", "reservar uma mesa em duas semanas para dois": "2 2026-03-16"},
		"tr": {"ayın 20'sinde iki kişilik masa ayırt": "2 2026-03-20", "ayın 20'si için masa ayırt, dört kişiyiz": "4 2026-03-20", "üç gün sonra iki kişilik masa ayırt": "2 2026-03-05", "gelecek cumartesi iki kişilik masa ayırt": "2 2026-03-07", "önümüzdeki cumartesi için masa ayırt, dört kişiyiz": "4 2026-03-07"},
		"ar": {"احجز طاولة يوم 20، نحن أربعة": "4 2026-03-20", "احجز طاولة بعد ثلاثة أيام لشخصين": "2 2026-03-05", "احجز طاولة لشخصين يوم السبت القادم": "2 2026-03-07", "احجز طاولة يوم السبت، سنكون أربعة": "4 2026-03-07"},
		"zh": {"预订20号的餐桌，我们四个人": "4 2026-03-20", "预订三天后的餐桌，两位": "2 2026-03-05", "预订下周六的餐桌，四个人": "4 2026-03-14", "预订餐桌，20日，3位": "3 2026-03-20"},
		"ja": {"20日に4人でテーブルを予約": "4 2026-03-20", "三日後に二名でテーブルを予約": "2 2026-03-05", "テーブルを予約、来週の土曜日、4人です": "4 2026-03-14", "次の土曜日に二名でテーブルを予約": "2 2026-03-07"},
	} {
		for text, want := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			if got := w.say(text); w.state.Fields["people"]+" "+w.state.Fields["day"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
	}
}

// TestADayBesideACountIsNotTaken where it may be another's, or another.
func TestADayBesideACountIsNotTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {
			"reserve the 2nd table for two", "reserve a table on the 2nd floor for two", "reserve a table until the 20th", "reserve a table before the 20th for two", "reserve a table on the 20th or 21st", "reserve a table, my invoice is of the 20th", "reserve a table for two, I paid on the 20th", "reserve a table not on the 20th",
			"reserve a table on Monday the 20th for two", "reserve the 2nd table on Saturday", "reserve a table, my 3rd one", "reserve a table within 3 days for two", "reserve a table for my 20th birthday", "reserve a table on the 20th of Febtober", "reserve a table from the 20th to the 22nd", "reserve a table, I ordered it three days ago",
		},
		"de": {"einen Tisch reservieren, am 20. habe ich bezahlt", "einen Tisch bis zum 20. reservieren", "einen Tisch am 20. oder 21. reservieren", "einen Tisch in der 2. Etage reservieren", "einen Tisch ab dem 20. reservieren"},
		"es": {"reservar una mesa hasta el 20", "reservar una mesa el 20 o el 21"}, "fr": {"réserver une table avant le 20", "réserver une table au 20 rue Blanche", "réserver une table le 20 ou le 21"},
		"it": {"prenotare un tavolo entro il 20", "prenotare un tavolo prima del 20", "prenotare un tavolo il 20 o il 21"}, "pt": {"reservar uma mesa até ao dia 20", "reservar uma mesa dia 20 ou dia 21"},
		"tr": {"ayın 20'sine kadar masa ayırt"}, "ar": {"احجز طاولة قبل يوم 20"}, "zh": {"预订20号餐桌", "预订餐桌，20号之前"}, "ja": {"20日までにテーブルを予約", "20日か21日にテーブルを予約"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			if got := w.say(text); w.state.Fields["day"] != "" {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
}
