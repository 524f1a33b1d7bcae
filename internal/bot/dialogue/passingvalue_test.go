// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// asking is a bot with one intent that is asked for with "order", and asks for the fields one after the other.
func asking(t *testing.T, locale string, fields ...release.Field) *world {
	t.Helper()
	w := newWorld(t)
	reply := "ordered"
	for i := range fields {
		fields[i].Required = true
		reply += " {" + fields[i].Name + "}"
	}
	w.stable = compiled(t, "stable", release.Intent{
		Name: "order", Revision: "order-1", Risk: "Medium", Locale: locale, Utterances: []string{"order"}, Reply: release.Reply{Text: reply}, Confirmation: "?", Fields: fields,
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == "order" {
			return []understanding.Prediction{{Intent: "order", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// passing are questions for a number and a day in each language, what is said in passing, and answers.
var passing = map[string]struct {
	howMany, which    string
	numbers, days     []string
	anyNumber, anyDay []string
}{
	"en": {
		howMany: "How many?", which: "On which day?",
		numbers:   []string{"I wrote to you twice already, 6 times in fact", "I have 6 minutes before my train", "it is my 6th message", "one more question"},
		days:      []string{"I wrote to you on Monday already", "yesterday I sat here all day", "we've been without it since Tuesday", "it's Monday today", "my visa expires on Friday"},
		anyNumber: []string{"6", "6 please", "make it 6", "six of them", "6, and I have one question"}, anyDay: []string{"on Monday", "Monday please, I called already", "I decided on Monday", "I'd like Monday", "we need it on Monday"},
	},
	"de": {
		howMany: "Wie viele?", which: "An welchem Tag?",
		numbers:   []string{"ich habe nur noch 6 Minuten", "ich habe schon 6 Mal geschrieben", "einen Augenblick bitte", "noch eine kurze Frage", "6 Mal schon"},
		days:      []string{"ich habe Ihnen am Montag geschrieben", "am Freitag war ich schon da", "seit Dienstag geht nichts mehr", "heute ist Montag"},
		anyNumber: []string{"6", "6 bitte", "sagen wir 6", "zwei Mal"}, anyDay: []string{"am Montag", "wir haben uns für Montag entschieden", "Montag habe ich gesagt", "am Montag, das passt gut"},
	},
	"es": {
		howMany: "¿Cuántos?", which: "¿Qué día?",
		numbers:   []string{"un momentito", "escribí 6 veces ya", "me quedan 6 minutos", "son las 6", "una pregunta rápida"},
		days:      []string{"ya escribí el lunes", "el viernes estuve allí", "hoy es lunes"},
		anyNumber: []string{"6", "6 por favor"}, anyDay: []string{"el lunes", "elegí el lunes", "el lunes por favor"},
	},
	"fr": {
		howMany: "Combien ?", which: "Quel jour ?",
		numbers:   []string{"un petit instant", "une seconde", "c'est la 6e fois", "j'ai écrit 6 fois", "il me reste 6 minutes"},
		days:      []string{"j'ai déjà écrit lundi", "j'étais chez vous vendredi", "ça ne marche plus depuis mardi", "aujourd'hui c'est lundi"},
		anyNumber: []string{"6", "6 s'il vous plaît"}, anyDay: []string{"lundi", "j'ai choisi lundi", "lundi s'il vous plaît"},
	},
	"it": {
		howMany: "Quanti?", which: "In che giorno?",
		numbers:   []string{"un attimino", "ho scritto 6 volte", "6 volte già", "mi restano 6 minuti", "una domanda"},
		days:      []string{"ho già scritto lunedì", "ero da voi venerdì", "oggi è lunedì"},
		anyNumber: []string{"6", "6 per favore"}, anyDay: []string{"lunedì", "abbiamo deciso lunedì", "lunedì per favore", "sono libero sabato"},
	},
	"pt": {
		howMany: "Quantos?", which: "Em que dia?",
		numbers:   []string{"um instantinho", "escrevi 6 vezes", "6 vezes já", "faltam 6 minutos", "uma dúvida"},
		days:      []string{"já liguei na segunda", "estive aí na sexta", "hoje é segunda"},
		anyNumber: []string{"6", "6 por favor"}, anyDay: []string{"na segunda", "estou livre segunda", "segunda por favor"},
	},
	"tr": {
		howMany: "Kaç tane?", which: "Hangi gün?",
		numbers:   []string{"bir an", "6 kere yazdım", "6 dakikam kaldı", "bir şey soracağım"},
		days:      []string{"pazartesi yazdım size", "cuma günü oradaydım", "salıdan beri çalışmıyor"},
		anyNumber: []string{"6", "6 tane lütfen"}, anyDay: []string{"pazartesi", "pazartesi dedim", "pazartesi lütfen"},
	},
	"ar": {
		howMany: "كم؟", which: "في أي يوم؟",
		numbers:   []string{"لحظة واحدة", "6 مرات", "سؤال واحد", "بقيت 6 دقائق"},
		days:      []string{"كتبت لكم يوم الاثنين", "كنت عندكم يوم الجمعة", "لا يعمل منذ الثلاثاء"},
		anyNumber: []string{"6", "6 من فضلك"}, anyDay: []string{"يوم الاثنين", "اخترت يوم الاثنين"},
	},
	"zh": {
		howMany: "要多少？", which: "哪一天？",
		numbers:   []string{"我问了6次了", "还有6分钟", "我有一个问题", "等我一分钟"},
		days:      []string{"我星期一打过电话", "我星期五去过了", "今天是我生日"},
		anyNumber: []string{"6", "6个"}, anyDay: []string{"星期一", "星期一吧", "改到星期一了"},
	},
	"ja": {
		howMany: "いくつですか？", which: "何日ですか？",
		numbers:   []string{"6回も聞きました", "あと6分です", "一つ質問があります", "一分待って"},
		days:      []string{"月曜日に電話しました", "金曜日に行きました", "火曜日から待っています"},
		anyNumber: []string{"6", "6個"}, anyDay: []string{"月曜日", "月曜日に決めました", "月曜日でお願いします"},
	},
}

// TestWhatIsSaidInPassingIsAskedForAgain plays remarks with a number, or a day, in place of the answer.
func TestWhatIsSaidInPassingIsAskedForAgain(t *testing.T) {
	for locale, p := range passing {
		number := release.Field{Name: "n", Prompt: p.howMany, Type: release.FieldNumber, Minimum: "1"}
		day := release.Field{Name: "d", Prompt: p.which, Type: release.FieldDate}
		for _, of := range []struct {
			field          release.Field
			remarks, given []string
		}{{number, p.numbers, p.anyNumber}, {day, p.days, p.anyDay}} {
			for _, text := range of.remarks {
				w := asking(t, locale, of.field)
				w.say("order")
				if got := w.say(text); w.state.Collecting == nil {
					t.Errorf("%s: %q gives a value: %q, %v", locale, text, got, w.state.Fields)
				}
			}
			for _, text := range of.given {
				w := asking(t, locale, of.field)
				w.say("order")
				if got := w.say(text); w.state.Collecting != nil {
					t.Errorf("%s: %q gives no value: %q", locale, text, got)
				}
			}
		}
	}
}

// TestWhatWasIsGivenWhereItIsAskedFor asks when something happened, or how often.
func TestWhatWasIsGivenWhereItIsAskedFor(t *testing.T) {
	day := func(prompt string) release.Field {
		return release.Field{Name: "d", Prompt: prompt, Type: release.FieldDate}
	}
	number := func(prompt string) release.Field {
		return release.Field{Name: "n", Prompt: prompt, Type: release.FieldNumber, Minimum: "1"}
	}
	for _, tc := range []struct {
		locale, answer string
		field          release.Field
	}{
		{"en", "I sent it on Monday", day("When did you send it?")}, {"en", "since Monday", day("Since which day?")}, {"en", "I tried 6 times", number("How many times?")},
		{"de", "ich habe es am Montag gekauft", day("Wann haben Sie es gekauft?")}, {"de", "6 Mal schon", number("Wie viele Male?")},
		{"fr", "6 fois", number("En combien de fois ?")}, {"fr", "je l'ai acheté lundi", day("Quand l'avez-vous acheté ?")},
		{"es", "lo compré el lunes", day("¿Cuándo lo compró?")}, {"es", "6 veces", number("¿Cuántas veces?")}, {"ja", "6回", number("何回ですか？")},
	} {
		w := asking(t, tc.locale, tc.field)
		w.say("order")
		if got := w.say(tc.answer); w.state.Collecting != nil {
			t.Errorf("%s: %q gives no value to %q: %q", tc.locale, tc.answer, tc.field.Prompt, got)
		}
	}
}
