// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// stay is a booking in one language.
type stay struct{ say, arrival, nights, kind, single, double string }

var stays = map[string]stay{
	"en": {"book a room", "When do you arrive?", "How many nights?", "Single or double?", "single", "double"},
	"de": {"Zimmer buchen", "Wann reisen Sie an?", "Wie viele Nächte?", "Einzel oder Doppel?", "Einzel", "Doppel"},
	"es": {"reservar habitación", "¿Cuándo llega?", "¿Cuántas noches?", "¿Individual o doble?", "individual", "doble"},
	"fr": {"réserver un hôtel", "Quand arrivez-vous ?", "Combien de nuits ?", "Simple ou double ?", "simple", "double"},
	"it": {"prenotare camera", "Quando arriva?", "Quante notti?", "Singola o doppia?", "singola", "doppia"},
	"pt": {"reservar quarto", "Quando chega?", "Quantas noites?", "Individual ou duplo?", "individual", "duplo"},
	"tr": {"oda ayırt", "Ne zaman geliyorsunuz?", "Kaç gece?", "Tek mi çift mi?", "tek", "çift"},
	"ar": {"حجز غرفة", "متى تصل؟", "كم ليلة؟", "مفردة أم مزدوجة؟", "مفردة", "مزدوجة"},
	"zh": {"订房间", "您哪天入住？", "住几晚？", "单人间还是双人间？", "单人间", "双人间"},
	"ja": {"部屋を予約", "ご到着はいつですか？", "何泊ですか？", "シングルですか、ダブルですか？", "シングル", "ダブル"},
}

// staying is a booking whose arrival, nights and kind are given, or only the first two; without a confirmation of its
// own.
func staying(t *testing.T, locale string, all bool) *world {
	t.Helper()
	h := stays[locale]
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "book", Revision: "book-1", Risk: "High", Locale: locale, Title: "Book", Utterances: []string{h.say}, Reply: release.Reply{Text: "{arrival} {nights} {kind}"},
		Fields: []release.Field{
			{Name: "arrival", Type: release.FieldDate, Prompt: h.arrival, Minimum: release.Today, Required: true},
			{Name: "nights", Type: release.FieldNumber, Prompt: h.nights, Minimum: "1", Maximum: "30", Required: true},
			{Name: "kind", Type: release.FieldChoice, Choices: []string{h.single, h.double}, Prompt: h.kind, Required: true},
		},
	}, hours("1"))
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		if !strings.Contains(text, h.say) {
			return nil
		}
		return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
	}
	w.say(h.say)
	w.say("2026-05-05")
	if got := w.say("3"); got != "field: "+h.kind {
		t.Fatalf("%s: it is asked %q", locale, got)
	}
	if all {
		if got := w.say(h.double); got != shallIBook(locale, "2026-05-05", "3", h.double) {
			t.Fatalf("%s: it is asked %q", locale, got)
		}
	}
	return w
}

// shallIBook is the question with those values.
func shallIBook(locale string, given ...string) string {
	return "confirm: " + strings.ReplaceAll(release.TextsFor(nil, locale).ShallI, "{title}", "Book ("+strings.Join(given, ", ")+")")
}

// TestAQuestionWithoutWordsOfItsOwnNamesTheValues: in the order of the fields, and only those that have one.
func TestAQuestionWithoutWordsOfItsOwnNamesTheValues(t *testing.T) {
	plays(t, staying(t, "en", true), []string{"yes"}, []string{"answer: 2026-05-05 3 double"})
	in := &intents.Intent{Fields: []intents.Field{{Field: release.Field{Name: "a"}}, {Field: release.Field{Name: "b"}}, {Field: release.Field{Name: "c"}}}}
	if got := listed(in, map[string]string{"c": "3", "a": "1"}, "en"); got != " (1, 3)" {
		t.Errorf("the values are %q", got)
	}
	if got := listed(in, nil, "en"); got != "" {
		t.Errorf("no values are %q", got)
	}
}

// amended are corrections of an arrival on 5 May 2026, for 3 nights, in a double room: of the day to the 6th, of the
// nights to 4, and of the nights to 2.
var amended = map[string]struct{ sixth, four, two []string }{
	"en": {
		[]string{"no not the 5th, the 6th", "sorry, 6 May", "yes but move it to the 6th", "6 May please", "the 6th instead", "make it the 6th", "not the 5th but the 6th", "the 6th, not the 5th", "one day later", "wrong date, it's the 6th", "can we make it the 6th?", "No, on the 6th"},
		[]string{"one night longer", "make it 4 nights", "no, 4 nights", "no, one night longer", "another night please", "one more night", "1 night more", "a night longer", "add one night please", "we would like one more night", "yes but 4 nights", "no, not 3 nights, 4 nights"},
		[]string{"one night less", "one night fewer", "one night shorter", "a night less please"},
	},
	"de": {
		[]string{"nein nicht den 5., den 6.", "Entschuldigung, 6. Mai", "ja aber am 6.", "6. Mai bitte", "lieber den 6.", "nicht am 5., sondern am 6.", "einen Tag später"},
		[]string{"eine Nacht länger", "4 Nächte bitte", "nein, 4 Nächte", "noch eine Nacht", "eine Nacht mehr", "1 Nacht länger"},
		[]string{"eine Nacht weniger", "eine Nacht kürzer"},
	},
	"es": {
		[]string{"no el 5, el 6", "perdón, el 6", "sí pero el 6", "6 de mayo por favor", "mejor el 6", "no el 5 sino el 6", "un día más tarde"},
		[]string{"una noche más", "no, 4 noches", "otra noche", "mejor 4 noches"},
		[]string{"una noche menos"},
	},
	"fr": {
		[]string{"non pas le 5, le 6", "pardon, le 6 mai", "oui mais le 6", "plutôt le 6", "pas le 5 mais le 6", "un jour plus tard"},
		[]string{"une nuit de plus", "non, 4 nuits", "encore une nuit", "plutôt 4 nuits"},
		[]string{"une nuit de moins"},
	},
	"it": {
		[]string{"no non il 5, il 6", "scusi, il 6 maggio", "sì ma il 6", "meglio il 6", "non il 5 ma il 6", "un giorno dopo"},
		[]string{"una notte in più", "no, 4 notti", "ancora una notte", "meglio 4 notti"},
		[]string{"una notte in meno"},
	},
	"pt": {
		[]string{"não o dia 5, o dia 6", "desculpe, 6 de maio", "sim mas no dia 6", "melhor o dia 6", "não no dia 5 mas no dia 6", "um dia mais tarde"},
		[]string{"uma noite a mais", "não, 4 noites", "mais uma noite", "melhor 4 noites"},
		[]string{"uma noite a menos"},
	},
	"tr": {
		[]string{"pardon, 6 Mayıs", "ayın 6'sı", "evet ama ayın 6'sı", "ayın 5'i değil 6'sı", "bir gün sonra"},
		[]string{"bir gece daha", "hayır, 4 gece", "bir gece fazla"},
		[]string{"bir gece eksik", "bir gece az"},
	},
	"ar": {
		[]string{"عفوا، 6 مايو", "لا، يوم 6", "نعم لكن يوم 6", "ليس يوم 5 بل يوم 6"},
		[]string{"ليلة أخرى", "لا، 4 ليال", "ليلة إضافية"},
		[]string{"ليلة أقل"},
	},
	"zh": {
		[]string{"不是5号，是6号", "抱歉，5月6号", "改成6号", "6号吧"},
		[]string{"多住一晚", "不，4晚", "再加一晚", "改成4晚"},
		[]string{"少住一晚"},
	},
	"ja": {
		[]string{"5日ではなく6日", "すみません、5月6日です", "6日に変更してください", "6日でお願いします"},
		[]string{"もう1泊", "いいえ、4泊です", "1泊延長してください", "4泊に変更してください"},
		[]string{"1泊減らしてください", "1泊短くしてください"},
	},
}

func TestAnotherValueIsTakenBeforeTheYes(t *testing.T) {
	for locale, says := range amended {
		double := stays[locale].double
		for want, texts := range map[string][]string{
			shallIBook(locale, "2026-05-06", "3", double): says.sixth,
			shallIBook(locale, "2026-05-05", "4", double): says.four,
			shallIBook(locale, "2026-05-05", "2", double): says.two,
		} {
			for _, text := range texts {
				w := staying(t, locale, true)
				if got := w.say(text); got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				} else if w.state.Confirming.Asked != 1 {
					t.Errorf("%s: after %q it was asked %d times", locale, text, w.state.Confirming.Asked)
				}
			}
		}
	}
}

// TestWhatCorrectsNothingChangesNothing: the values stay as they are, whatever else the answer is.
func TestWhatCorrectsNothingChangesNothing(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"is 6 May free?", "my birthday is on the 6th", "I have to be back on the 9th", "until the 9th", "no more than 3 nights", "it's my second night there", "I need one more towel", "the 6th or the 7th", "yes please, 3 nights", "yes, on the 5th", "nothing is wrong", "the date is not wrong", "is the date wrong?", "that's wrong", "I live on the 6th floor", "4", "no, 4", "one or two nights", "I've been here 4 nights before", "for 4 nights my mother comes along", "one more question", "the price for 4 nights?", "sorry, my exam is on 6 May", "we are more than 2 people"},
		"de": {"ist der 6. Mai frei?", "mein Geburtstag ist am 6.", "bis zum 9.", "nicht mehr als 3 Nächte", "den 6. oder den 7.", "ja, 3 Nächte", "ja, am 5.", "das Datum ist nicht falsch", "ist das Datum falsch?"},
		"es": {"¿está libre el 6 de mayo?", "hasta el 9", "no más de 3 noches", "el 6 o el 7", "sí, 3 noches", "¿la fecha está mal?"},
		"fr": {"jusqu'au 9", "pas plus de 3 nuits", "le 6 ou le 7", "oui, 3 nuits", "au moins 3 nuits"},
		"it": {"fino al 9", "non più di 3 notti", "il 6 o il 7", "sì, 3 notti"},
		"pt": {"até ao dia 9", "não mais de 3 noites", "o dia 6 ou o dia 7", "sim, 3 noites"},
		"tr": {"ayın 9'una kadar", "evet, 3 gece"},
		"ar": {"حتى يوم 9", "نعم، 3 ليال"},
		"zh": {"6号或者7号", "是的，3晚"},
		"ja": {"9日まで", "はい、3泊です"},
	} {
		for _, text := range texts {
			w := staying(t, locale, true)
			w.say(text)
			for name, want := range map[string]string{"arrival": "2026-05-05", "nights": "3"} {
				if got := w.state.Fields[name]; got != want {
					t.Errorf("%s: after %q the %s is %q", locale, text, name, got)
				}
			}
		}
	}
}

// named say of the arrival, and of the nights, that they are wrong.
var named = map[string]struct{ arrival, nights []string }{
	"en": {[]string{"the date is wrong", "wrong date", "that's the wrong date", "no, the arrival is wrong", "the day isn't right", "I got the date wrong"}, []string{"the number of nights is not right", "the nights are wrong", "wrong number of nights"}},
	"de": {[]string{"das Datum stimmt nicht", "falsches Datum", "nein, das Datum ist falsch", "der Tag ist nicht richtig"}, []string{"die Anzahl der Nächte stimmt nicht", "die Nächte stimmen nicht", "falsche Anzahl"}},
	"es": {[]string{"la fecha está mal", "fecha equivocada", "no, la fecha no es correcta"}, []string{"el número de noches está mal", "las noches no están bien"}},
	"fr": {[]string{"la date est fausse", "mauvaise date", "la date n'est pas bonne"}, []string{"le nombre de nuits est faux", "le nombre de nuits n'est pas correct"}},
	"it": {[]string{"la data è sbagliata", "data sbagliata", "il giorno non è giusto"}, []string{"il numero di notti è sbagliato", "le notti non sono giuste"}},
	"pt": {[]string{"a data está errada", "data errada", "a data não está certa"}, []string{"o número de noites está errado"}},
	"tr": {[]string{"tarih yanlış", "tarih doğru değil"}, []string{"gece sayısı yanlış"}},
	"ar": {[]string{"التاريخ خطأ", "التاريخ غير صحيح"}, []string{"عدد الليالي خطأ"}},
	"zh": {[]string{"日期不对", "日期错了"}, []string{"晚数不对", "数量错了"}},
	"ja": {[]string{"日付が違います", "日にちが間違っています"}, []string{"泊数が違います"}},
}

// TestTheValueThatIsNamedAsWrongIsAskedForAgain: at the question whether to go ahead, and at the one for another value;
// the others are kept.
func TestTheValueThatIsNamedAsWrongIsAskedForAgain(t *testing.T) {
	for locale, says := range named {
		h := stays[locale]
		for _, all := range []bool{true, false} {
			for prompt, texts := range map[string][]string{h.arrival: says.arrival, h.nights: says.nights} {
				for _, text := range texts {
					w := staying(t, locale, all)
					if got := w.say(text); got != "field: "+prompt {
						t.Errorf("%s: %q is answered %q", locale, text, got)
						continue
					}
					want := "field: " + h.kind
					answer, arrival, nights := "2026-05-06", "2026-05-06", "3"
					if prompt == h.nights {
						answer, arrival, nights = "4", "2026-05-05", "4"
					}
					if all {
						want = shallIBook(locale, arrival, nights, h.double)
					}
					if got := w.say(answer); got != want {
						t.Errorf("%s: the value after %q is answered %q, want %q", locale, text, got, want)
					}
				}
			}
		}
	}
}

// paying is an intent with one value, which was given.
func paying(t *testing.T, locale, prompt string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "pay", Revision: "pay-1", Risk: "High", Locale: locale, Title: "Pay", Utterances: []string{"pay"}, Reply: release.Reply{Text: "{amount}"},
		Fields: []release.Field{{Name: "amount", Type: release.FieldNumber, Prompt: prompt, Minimum: "1", Maximum: "100", Required: true}},
	}, hours("1"))
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		if text != "pay" {
			return nil
		}
		return []understanding.Prediction{{Intent: "pay", Confidence: 0.95}}
	}
	w.say("pay")
	w.say("50")
	return w
}

func TestTheOnlyValueIsAskedForAgainWhereSomethingIsWrong(t *testing.T) {
	for locale, says := range map[string]struct {
		prompt string
		texts  []string
	}{
		"en": {"How many euros?", []string{"that's wrong", "no, that's not right", "wrong", "that isn't right", "wrong amount", "the amount is wrong"}},
		"de": {"Wie viele Euro?", []string{"das stimmt nicht", "nein, das stimmt so nicht", "falsch", "das ist falsch", "falscher Betrag"}},
		"es": {"¿Cuántos euros?", []string{"eso está mal", "no es correcto", "el importe está mal"}},
		"fr": {"Combien d'euros ?", []string{"c'est faux", "ce n'est pas correct", "le montant est faux"}},
		"it": {"Quanti euro?", []string{"è sbagliato", "non è corretto", "l'importo è sbagliato"}},
		"pt": {"Quantos euros?", []string{"está errado", "isso não está certo", "o valor está errado"}},
		"tr": {"Kaç euro?", []string{"bu yanlış", "tutar yanlış"}},
		"ar": {"كم يورو؟", []string{"هذا خطأ", "المبلغ خطأ"}},
		"zh": {"多少欧元？", []string{"不对", "这不对", "金额不对"}},
		"ja": {"何ユーロですか？", []string{"違います", "金額が違います"}},
	} {
		for _, text := range says.texts {
			w := paying(t, locale, says.prompt)
			if got := w.say(text); got != "field: "+says.prompt {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestTheOnlyNumberIsChangedWithoutItsUnit: where no other may be meant.
func TestTheOnlyNumberIsChangedWithoutItsUnit(t *testing.T) {
	for locale, says := range map[string]struct {
		prompt string
		texts  []string
	}{
		"en": {"How many euros?", []string{"20 more", "20 more please", "20 euros more", "70 instead", "not 50 but 70"}},
		"de": {"Wie viele Euro?", []string{"20 mehr", "20 Euro mehr", "nicht 50, sondern 70"}},
		"es": {"¿Cuántos euros?", []string{"20 más", "20 euros más"}},
		"fr": {"Combien d'euros ?", []string{"20 de plus", "20 euros de plus"}},
	} {
		for _, text := range says.texts {
			want := "confirm: " + strings.ReplaceAll(release.TextsFor(nil, locale).ShallI, "{title}", "Pay (70)")
			if got := paying(t, locale, says.prompt).say(text); got != want {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestAValueThatIsNotAllowedIsAskedForAgain: with what is usually said to it.
func TestAValueThatIsNotAllowedIsAskedForAgain(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"make it 40 nights", "no, 40 nights", "30 nights more", "5 nights less"}, "de": {"nein, 40 Nächte", "30 Nächte länger"},
		"es": {"no, 40 noches", "30 noches más"}, "fr": {"non, 40 nuits", "30 nuits de plus"},
	} {
		for _, text := range texts {
			want := "field: " + release.TextsFor(nil, locale).ValueNotAccepted + " " + stays[locale].nights
			if got := staying(t, locale, true).say(text); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
	plays(t, staying(t, "en", true), []string{"sorry, the 32nd"}, []string{"field: That does not look right. When do you arrive?"})
	plays(t, staying(t, "en", true), []string{"sorry, 1 January 2020"}, []string{"field: That does not look right. When do you arrive?"})
}

// TestAnEarlierValueIsCorrectedAtAnotherQuestion: which is asked once more.
func TestAnEarlierValueIsCorrectedAtAnotherQuestion(t *testing.T) {
	for locale, says := range map[string]struct{ sixth, four []string }{
		"en": {[]string{"sorry, I meant 6 May", "not the 5th, the 6th", "no, the 6th"}, []string{"no, 4 nights", "one night longer", "sorry, 4 nights"}},
		"de": {[]string{"Entschuldigung, ich meinte den 6. Mai", "nein, den 6.", "nicht am 5., sondern am 6."}, []string{"nein, 4 Nächte", "eine Nacht länger"}},
		"es": {[]string{"perdón, quise decir el 6 de mayo", "no el 5 sino el 6"}, []string{"no, 4 noches", "una noche más"}},
		"fr": {[]string{"pardon, je voulais dire le 6 mai", "pas le 5 mais le 6"}, []string{"non, 4 nuits", "une nuit de plus"}},
		"it": {[]string{"scusi, volevo dire il 6 maggio"}, []string{"no, 4 notti", "una notte in più"}},
		"pt": {[]string{"desculpe, quis dizer 6 de maio"}, []string{"não, 4 noites", "uma noite a mais"}},
		"tr": {[]string{"pardon, 6 Mayıs demek istedim"}, []string{"hayır, 4 gece", "bir gece daha"}},
		"ar": {[]string{"عفوا، قصدي 6 مايو"}, []string{"لا، 4 ليال", "ليلة إضافية"}},
		"zh": {[]string{"抱歉，我是说5月6号"}, []string{"不，4晚", "多住一晚"}},
		"ja": {[]string{"すみません、5月6日でした"}, []string{"いいえ、4泊です", "もう1泊"}},
	} {
		h := stays[locale]
		for _, tc := range []struct {
			texts           []string
			arrival, nights string
		}{{says.sixth, "2026-05-06", "3"}, {says.four, "2026-05-05", "4"}} {
			for _, text := range tc.texts {
				w := staying(t, locale, false)
				if got := w.say(text); got != "field: "+h.kind {
					t.Errorf("%s: %q is answered %q", locale, text, got)
				} else if got, want := w.say(h.single), shallIBook(locale, tc.arrival, tc.nights, h.single); got != want {
					t.Errorf("%s: after %q it is asked %q, want %q", locale, text, got, want)
				}
			}
		}
	}
	for locale, text := range map[string]string{"en": "the 6th, 4 nights, single", "de": "den 6., 4 Nächte, Einzel", "es": "el 6, 4 noches, individual", "fr": "le 6, 4 nuits, simple"} {
		plays(t, staying(t, locale, true), []string{text}, []string{shallIBook(locale, "2026-05-06", "4", stays[locale].single)})
	}
	plays(t, staying(t, "en", false), []string{"double, but 4 nights"}, []string{shallIBook("en", "2026-05-05", "4", "double")})
}

// TestAValueOfAnyKindIsNamedAsWrong: by what customers call its kind, however it is asked for.
func TestAValueOfAnyKindIsNamedAsWrong(t *testing.T) {
	for locale, texts := range map[string][4]string{
		"en": {"that's the wrong address", "the email address is wrong", "wrong phone number", "the order number is not right"},
		"de": {"die Adresse ist falsch", "die E-Mail-Adresse stimmt nicht", "falsche Telefonnummer", "die Bestellnummer ist falsch"},
		"es": {"la dirección está mal", "el correo está mal", "el teléfono está mal", "el número de pedido no es correcto"},
		"fr": {"l'adresse est fausse", "l'adresse email est fausse", "mauvais numéro de téléphone", "le numéro de commande est faux"},
		"ja": {"住所が違います", "メールアドレスが違います", "電話番号が違います", "注文番号が違います"},
		"zh": {"地址不对", "邮箱不对", "电话不对", "订单号不对"},
	} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "send", Revision: "send-1", Risk: "High", Locale: locale, Title: "Send", Utterances: []string{"send"}, Reply: release.Reply{Text: "sent"},
			Fields: []release.Field{
				{Name: "address", Prompt: "1?", Required: true},
				{Name: "email", Type: release.FieldEmail, Prompt: "2?", Required: true},
				{Name: "phone", Type: release.FieldPhone, Region: "GB", Prompt: "3?", Required: true},
				{Name: "orderId", Pattern: "[A-Z]{2}[0-9]{6}", Prompt: "4?", Required: true},
			},
		}, hours("1"))
		w.stable.Rules = nil
		w.state.Locale = locale
		w.predictions = func(text string) []understanding.Prediction {
			if text != "send" {
				return nil
			}
			return []understanding.Prediction{{Intent: "send", Confidence: 0.95}}
		}
		for _, text := range []string{"send", "5 Mill Lane", "ann@example.com", "07700 900123", "AB123456"} {
			w.say(text)
		}
		asked, before := mustJSON(t, w.state), w.state
		for i, text := range texts {
			w.state = before
			if got, want := w.say(text), "field: "+string(rune('1'+i))+"?"; got != want {
				t.Errorf("%s: %q is answered %q, want %q (after %s)", locale, text, got, want, asked)
			}
		}
	}
}
