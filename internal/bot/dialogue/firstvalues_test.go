// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// hotel is a bot in one language that books rooms, tops up cards and reserves tables.
func hotel(t *testing.T, locale, risk string, words hotelWords) *world {
	t.Helper()
	w := newWorld(t)
	number := func(name, prompt string) release.Field {
		return release.Field{Name: name, Prompt: prompt, Type: release.FieldNumber, Minimum: "1", Maximum: "900", Required: true}
	}
	day := release.Field{Name: "day", Prompt: words.day, Type: release.FieldDate, Minimum: release.Today, Required: true}
	intent := func(name, utterance, reply string, fields ...release.Field) release.Intent {
		return release.Intent{
			Name: name, Revision: name + "-1", Risk: risk, Locale: locale, Utterances: []string{utterance},
			Fields: fields, Reply: release.Reply{Text: reply}, Confirmation: "? " + reply,
		}
	}
	w.stable = compiled(t, "stable",
		intent("book-room", words.room, "room {day} {nights}", day, number("nights", words.nights)),
		intent("top-up", words.topUp, "top up {amount}", number("amount", words.euros)),
		intent("book-table", words.table, "table {day} {people}", number("people", words.people), day),
		hours("1"),
	)
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		for name, word := range map[string]string{"book-room": words.isRoom, "top-up": words.isTopUp, "book-table": words.isTable} {
			if strings.Contains(strings.ToLower(text), word) {
				return []understanding.Prediction{{Intent: name, Confidence: 0.95}}
			}
		}
		return nil
	}
	return w
}

type hotelWords struct{ room, topUp, table, day, nights, euros, people, isRoom, isTopUp, isTable string }

var hotels = map[string]hotelWords{
	"en": {"book a room", "top up my card", "reserve a table", "On which day?", "How many nights?", "How many euros?", "For how many people?", "room", "top up", "table"},
	"de": {"ein Zimmer buchen", "meine Karte aufladen", "einen Tisch reservieren", "An welchem Tag?", "Wie viele Nächte?", "Wie viele Euro?", "Für wie viele Personen?", "zimmer", "auflade", "tisch"},
	"es": {"reservar una habitación", "recargar mi tarjeta", "reservar una mesa", "¿Qué día?", "¿Cuántas noches?", "¿Cuántos euros?", "¿Para cuántas personas?", "habitación", "recarg", "mesa"},
	"fr": {"réserver un hôtel", "recharger ma carte", "réserver une table", "Quel jour ?", "Combien de nuits ?", "Combien d'euros ?", "Pour combien de personnes ?", "hôtel", "recharge", "table"},
	"it": {"prenotare una camera", "ricaricare la mia carta", "prenotare un tavolo", "Che giorno?", "Quante notti?", "Quanti euro?", "Per quante persone?", "camera", "ricaric", "tavolo"},
	"pt": {"reservar um quarto", "carregar o meu cartão", "reservar uma mesa", "Em que dia?", "Quantas noites?", "Quantos euros?", "Para quantas pessoas?", "quarto", "carreg", "mesa"},
	"tr": {"oda ayırt", "kartıma yükle", "masa ayırt", "Hangi gün?", "Kaç gece?", "Kaç euro?", "Kaç kişi?", "oda", "yükle", "masa"},
	"ar": {"احجز غرفة", "اشحن بطاقتي", "احجز طاولة", "في أي يوم؟", "كم ليلة؟", "كم يورو؟", "لكم شخص؟", "غرفة", "شحن", "طاولة"},
	"zh": {"预订房间", "给卡充值", "预订餐桌", "哪一天？", "几晚？", "多少欧元？", "几位？", "房间", "充值", "餐桌"},
	"ja": {"部屋を予約", "カードにチャージ", "テーブルを予約", "何日ですか？", "何泊ですか？", "何ユーロですか？", "何名様ですか？", "部屋", "チャージ", "テーブル"},
}

func TestAFirstMessageFillsTheFieldsThatItHoldsWithoutDoubt(t *testing.T) {
	const june = "2026-06-05"
	for locale, says := range map[string][3]string{
		"en": {"book a room on 5 June for 2 nights", "top up 20 euros", "reserve a table for 4 people"},
		"de": {"ein Zimmer am 5. Juni für 2 Nächte buchen", "bitte 20 Euro aufladen", "einen Tisch für 4 Personen reservieren"},
		"es": {"reservar una habitación el 5 de junio para 2 noches", "recargar 20 euros", "quiero una mesa para 4 personas"},
		"fr": {"réserver un hôtel le 5 juin pour 2 nuits", "recharger 20 euros", "réserver une table pour 4 personnes"},
		"it": {"prenotare una camera il 5 giugno per 2 notti", "vorrei ricaricare 20 euro", "prenotare un tavolo per 4 persone"},
		"pt": {"reservar um quarto no dia 5 de junho por 2 noites", "carregar 20 euros", "reservar uma mesa para 4 pessoas"},
		"tr": {"5 Haziran için 2 gece oda ayırt", "20 euro yükle", "4 kişi için masa ayırt"},
		"ar": {"احجز غرفة يوم 5 يونيو لمدة 2 ليالي", "اشحن 20 يورو", "احجز طاولة 4 أشخاص"},
		"zh": {"预订6月5日的房间2晚", "充值20欧元", "预订4位的餐桌"},
		"ja": {"6月5日に2泊で部屋を予約", "20ユーロチャージ", "4名でテーブルを予約"},
	} {
		words := hotels[locale]
		for i, want := range []string{"answer: room " + june + " 2", "answer: top up 20", "field: " + words.day} {
			w := hotel(t, locale, "Medium", words)
			if got := w.say(says[i]); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, says[i], got, want)
			}
			if i == 2 && w.state.Fields["people"] != "4" {
				t.Errorf("%s: %q gives %v", locale, says[i], w.state.Fields)
			}
		}
	}
}

// TestADayFromWhichOnIsGiven where only days to come are asked for; of others it says nothing.
func TestADayFromWhichOnIsGiven(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "book a room from 5 June for 2 nights", "de": "ein Zimmer vom 5. Juni für 2 Nächte buchen", "es": "reservar una habitación a partir del 5 de junio para 2 noches",
		"fr": "réserver un hôtel à partir du 5 juin pour 2 nuits", "it": "prenotare una camera dal 5 giugno per 2 notti", "pt": "reservar um quarto a partir de 5 de junho por 2 noites",
		"tr": "5 Haziran itibaren 2 gece oda ayırt", "zh": "预订6月5日起的房间2晚", "ja": "6月5日から2泊で部屋を予約",
	} {
		w := hotel(t, locale, "Medium", hotels[locale])
		if got, want := w.say(text), "answer: room 2026-06-05 2"; got != want {
			t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
		}
	}
	for _, text := range []string{"book a room until 5 June", "book a room from 5 June to 8 June", "book a room before 5 June"} {
		if got := hotel(t, "en", "Medium", hotels["en"]).say(text); got != "field: On which day?" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}

// TestADayFromWhichOnIsAnAnswer says it to the question for the day, and at "shall I" in the place of another day, of
// the month of which one is that has none.
func TestADayFromWhichOnIsAnAnswer(t *testing.T) {
	for locale, texts := range map[string][2][]string{
		"en": {{"from the 5th of March", "as of 5 March", "5 March onwards"}, {"from the 5th", "starting on the 5th"}},
		"de": {{"ab 5. März", "ab dem 5. März", "beginnend am 5. März", "ab 5.3."}, {"beginnend am 5."}},
		"es": {{"desde el 5 de marzo", "a partir del 5 de marzo", "a contar del 5 de marzo", "del 5 de marzo en adelante"}, {"desde el 5", "a partir del 5"}},
		"fr": {{"à partir du 5 mars", "dès le 5 mars", "à compter du 5 mars"}, {"à partir du 5", "dès le 5"}},
		"it": {{"dal 5 marzo", "a partire dal 5 marzo", "dal 5 marzo in poi", "a decorrere dal 5 marzo"}, {"dal 5", "a partire dal 5"}},
		"pt": {{"desde 5 de março", "a partir de 5 de março", "do dia 5 de março em diante"}, {"desde o dia 5", "a partir do dia 5"}},
		"tr": {{"5 Mart'tan itibaren", "5 Mart itibarıyla"}, {"5'inden itibaren", "ayın 5'inden itibaren"}},
		"ar": {{"من 5 مارس", "ابتداء من 5 مارس", "بدءا من 5 مارس"}, {"من يوم 5"}},
		"zh": {{"3月5日起", "从3月5日开始", "自3月5日起"}, {"从5号起", "5号开始"}},
		"ja": {{"3月5日から", "3月5日より", "3月5日以降"}, {"5日から", "5日からお願いします"}},
	} {
		for i, ofApril := range []string{"2026-03-05", "2026-04-05"} {
			for _, text := range texts[i] {
				w := hotel(t, locale, "High", hotels[locale])
				w.say(hotels[locale].room)
				if w.say(text); w.state.Fields["day"] != "2026-03-05" {
					t.Errorf("%s: %q answers with the day %q", locale, text, w.state.Fields["day"])
				}
				w = hotel(t, locale, "High", hotels[locale])
				for _, before := range []string{hotels[locale].room, "2026-04-09", "2"} {
					w.say(before)
				}
				if got, want := w.say(text), "confirm: ? room "+ofApril+" 2"; got != want {
					t.Errorf("%s: %q in the place of another day is answered %q, want %q", locale, text, got, want)
				}
			}
		}
	}
}

// TestWhatOnlyLimitsADayGivesNone where no day of the past is asked for.
func TestWhatOnlyLimitsADayGivesNone(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"until 5 March", "before 5 March", "not from 5 March"}, "de": {"bis 5. März", "nach dem 5. März", "nicht ab dem 5. März"}, "es": {"hasta el 5 de marzo", "después del 5 de marzo"},
		"fr": {"jusqu'au 5 mars", "après le 5 mars"}, "it": {"fino al 5 marzo", "dopo il 5 marzo"}, "pt": {"até 5 de março", "depois de 5 de março"}, "ja": {"3月5日まで"}, "tr": {"5 Mart'a kadar"}, "zh": {"直到3月5日"}, "ar": {"حتى 5 مارس"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			for _, before := range []string{hotels[locale].room, "2026-04-09", "2"} {
				w.say(before)
			}
			if w.say(text); w.state.Fields["day"] != "2026-04-09" {
				t.Errorf("%s: %q gives the day %q", locale, text, w.state.Fields["day"])
			}
		}
	}
}

// TestAnyDayFromOneOnIsAskedFor in German, where the day has no month: "ab dem 20." may be any day from then on.
func TestAnyDayFromOneOnIsAskedFor(t *testing.T) {
	w := hotel(t, "de", "High", hotels["de"])
	w.say(hotels["de"].room)
	if got := w.say("ab dem 20."); w.state.Fields["day"] != "" {
		t.Errorf("answered %q with %v", got, w.state.Fields)
	}
}

func TestAFirstMessageIsConfirmedWithItsValuesWhereTheRiskIsHigh(t *testing.T) {
	w := hotel(t, "en", "High", hotels["en"])
	plays(t, w, []string{"please top up 20 euros", "yes"}, []string{"confirm: ? top up 20", "answer: top up 20"})
}

func TestAValueThatTheAnswerDoesNotRepeatIsConfirmed(t *testing.T) {
	w := hotel(t, "en", "Medium", hotels["en"])
	w.stable.Intents["top-up"].Reply.Text = "Done."
	plays(t, w, []string{"please top up 20 euros", "yes"}, []string{"confirm: ? top up 20", "answer: Done."})
}

func TestWhatAFirstMessageTellsOfSomethingElseFillsNothing(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"top up my card, I've been with you for 10 years", "top up card 4711", "top up my card, I paid 20 euros yesterday", "top up my card by 12 May", "top up my card, I am 67", "top up 2 cards", "top up my card, it has 300 euros left", "top up my card with 20 or 30 euros", "top up less than 50 euros", "top up my card for my 3 kids"},
		"de": {"meine Karte aufladen, ich bin seit 10 Jahren Kunde", "meine Karte aufladen, ich habe gestern 20 Euro bezahlt"},
		"es": {"recargar mi tarjeta, soy cliente desde hace 10 años"}, "fr": {"recharger ma carte, je suis client depuis 10 ans"},
		"it": {"ricaricare la mia carta, sono cliente da 10 anni"}, "pt": {"carregar o meu cartão, sou cliente há 10 anos"},
		"tr": {"kartıma yükle, 10 yıldır müşteriyim"}, "ar": {"اشحن بطاقتي، انا عميل منذ 10 سنوات"}, "zh": {"给卡充值，我是10年的老客户"}, "ja": {"カードにチャージ、10年前からの客です"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "Medium", hotels[locale])
			if got := w.say(text); got != "field: "+hotels[locale].euros {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	for _, text := range []string{"book a room, I was there on 5 June", "book a room but not on 5 June", "book a room, my daughter is 2"} {
		w := hotel(t, "en", "Medium", hotels["en"])
		if got := w.say(text); got != "field: On which day?" {
			t.Errorf("%q is answered %q with %v", text, got, w.state.Fields)
		}
	}
}

// TestAFirstMessageThatCorrectsItselfIsConfirmed: which of the values counts is not sure.
func TestAFirstMessageThatCorrectsItselfIsConfirmed(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "reserve a table for 4 people on 5 June, sorry, 5",
		"de": "einen Tisch für 4 Personen am 5. Juni reservieren, ach nein, 5",
		"it": "prenotare un tavolo per 4 persone il 5 giugno, anzi 5",
	} {
		w := hotel(t, locale, "Medium", hotels[locale])
		if got := w.say(text); strings.HasPrefix(got, "answer: ") {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}
