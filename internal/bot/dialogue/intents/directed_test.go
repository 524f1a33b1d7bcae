// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"maps"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// monday is the second of March 2026.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// said is a message on that day.
func said(text, locale string) Message {
	return Message{Signals: signals.Read(text, locale), Text: text, Locale: locale, Now: monday}
}

// one compiles an intent.
func one(t *testing.T, locale, utterance string, fields ...release.Field) *Intent {
	t.Helper()
	set, err := Compile([]release.Intent{{Name: "it", Revision: "1", Risk: "Medium", Locale: locale, Utterances: []string{utterance}, Fields: fields}})
	if err != nil {
		t.Fatal(err)
	}
	return set.Intents["it"]
}

// lessons are how it is asked to move a lesson in each language: the questions for the two days, and an utterance.
var lessons = map[string]struct{ old, new, utterance string }{
	"en": {"Which day is the lesson now?", "Which day would you like instead?", "move my lesson"},
	"de": {"An welchem Tag ist der Kurs jetzt?", "Welcher Tag soll es stattdessen sein?", "meinen Kurs verschieben"},
	"es": {"¿Qué día es la clase ahora?", "¿Qué día nuevo quiere?", "cambiar mi clase"},
	"fr": {"Quel jour est le cours actuellement ?", "Quel jour voulez-vous ?", "déplacer mon cours"},
	"it": {"In che giorno è adesso la lezione?", "Che nuovo giorno vuole?", "spostare la mia lezione"},
	"pt": {"Em que dia é a aula agora?", "Que novo dia quer?", "mudar a minha aula"},
	"tr": {"Dersiniz şimdi hangi gün?", "Yeni gün hangisi?", "dersimi değiştir"},
	"ar": {"ما هو اليوم الحالي للدرس؟", "ما هو اليوم الجديد؟", "تغيير موعد درسي"},
	"ja": {"現在のレッスン日はいつですか。", "新しい希望日はいつですか。", "レッスンの日を変更"},
	"zh": {"课程目前是哪天？", "新的日期是哪天？", "更改上课时间"},
}

// TestTheDayThatItWasAndTheOneThatItIsToBe are told apart by what stands beside them, and neither is guessed.
func TestTheDayThatItWasAndTheOneThatItIsToBe(t *testing.T) {
	const thursday, saturday = "2026-03-05", "2026-03-07"
	both, old, later := map[string]string{"was": thursday, "will": saturday}, map[string]string{"was": thursday}, map[string]string{"will": saturday}
	for locale, texts := range map[string]map[string]map[string]string{
		"en": {
			"move my lesson from Thursday to Saturday": both, "move my lesson on Thursday to Saturday": both, "please move my lesson to Saturday from Thursday": both,
			"move my lesson of 5 March to 7 March": both, "my lesson is on Thursday but I need it on Saturday": both, "move my lesson to Saturday": later,
			"my lesson is booked for Thursday, move it please": old, "move my lesson, I am at work on Thursday": nil, "I want to move my Thursday lesson": nil, "move my lesson, Thursday, Saturday": nil,
		},
		"de": {"meinen Kurs von Donnerstag auf Samstag verschieben": both, "mein Kurs ist am Donnerstag, bitte auf Samstag verschieben": both, "meinen Kurs vom 5. auf den 7. verschieben": both, "meinen Kurs verschieben, so geht das nicht": nil},
		"es": {"cambiar mi clase del jueves al sábado": both, "tengo la clase el jueves, quiero cambiarla al sábado": both, "cambiar mi clase del 5 al 7 de marzo": both},
		"fr": {"déplacer mon cours de jeudi à samedi": both, "mon cours est jeudi, je voudrais le déplacer": old},
		"it": {"spostare la mia lezione da giovedì a sabato": both, "la mia lezione è giovedì, vorrei spostarla": old, "spostare la mia lezione a sabato": later},
		"pt": {"mudar a minha aula de quinta para sábado": both, "a minha aula está marcada para quinta, quero mudar": old},
		"tr": {"dersimi perşembeden cumartesiye değiştir": both, "dersimi perşembe gününden cumartesi gününe değiştir": both, "dersimi 5 Mart'tan 7 Mart'a değiştir": both},
		"ar": {"تغيير موعد درسي من الخميس الى السبت": both},
		"ja": {"レッスンの日を木曜日から土曜日に変更": both, "レッスンの日を5日から7日に変更": both, "レッスンの日を土曜日に変更": later},
		"zh": {"更改上课时间，从星期四改到星期六": both, "更改上课时间，从5号改到7号": both},
	} {
		words := lessons[locale]
		in := one(t, locale, words.utterance, release.Field{Name: "was", Type: release.FieldDate, Prompt: words.old, Required: true},
			release.Field{Name: "will", Type: release.FieldDate, Prompt: words.new, Required: true})
		for text, want := range texts {
			if got := in.Given(said(text, locale)); !maps.Equal(got, want) {
				t.Errorf("%s: %q gives %v, want %v", locale, text, got, want)
			}
		}
	}
}

// TestADayBehindAnotherGoalIsNotTheEnd of a stay: that is where the customers go.
func TestADayBehindAnotherGoalIsNotTheEnd(t *testing.T) {
	in := one(t, "en", "book a stay", release.Field{Name: "first", Type: release.FieldDate, Prompt: "From which day?", Required: true},
		release.Field{Name: "last", Type: release.FieldDate, Prompt: "Until which day?", Required: true})
	for text, want := range map[string]map[string]string{
		"book a stay from Thursday to Saturday": {"first": "2026-03-05", "last": "2026-03-07"}, "book a stay until Saturday": {"last": "2026-03-07"},
		"book a stay, we go to Rome on Saturday": nil, "book a stay for Saturday": nil,
	} {
		if got := in.Given(said(text, "en")); !maps.Equal(got, want) {
			t.Errorf("%q gives %v, want %v", text, got, want)
		}
	}
}

// TestBothDaysMayAnswerOneQuestion and neither is taken for the other.
func TestBothDaysMayAnswerOneQuestion(t *testing.T) {
	words := lessons["en"]
	in := one(t, "en", words.utterance, release.Field{Name: "was", Type: release.FieldDate, Prompt: words.old, Required: true},
		release.Field{Name: "will", Type: release.FieldDate, Prompt: words.new, Required: true})
	for text, want := range map[string][2]string{
		"from Thursday to Saturday": {"2026-03-05", "2026-03-07"}, "it is on Thursday, I want Saturday": {"2026-03-05", "2026-03-07"}, "Thursday or Saturday": {"", ""},
	} {
		for i, name := range []string{"was", "will"} {
			if got := in.Read(in.Field(name), text, said(text, "en")); got.Value != want[i] {
				t.Errorf("%q at the question for what it %s is read as %v", text, name, got)
			}
		}
	}
}

// TestTheChoiceThatCustomersHaveAndTheOneThatTheyWant of the same choices.
func TestTheChoiceThatCustomersHaveAndTheOneThatTheyWant(t *testing.T) {
	both := map[string]string{"old": "Silver", "new": "Gold"}
	for locale, of := range map[string]struct {
		utterance string
		texts     map[string]map[string]string
	}{
		"en": {"change my card", map[string]map[string]string{
			"change my card from silver to gold": both, "change my card, silver to gold": both, "swap silver for gold": both, "I have silver, I would like gold": both, "currently silver; gold please": both,
			"change my card to gold": {"new": "Gold"}, "change my card, silver or gold": nil,
		}},
		"de": {"meine Karte wechseln", map[string]map[string]string{"meine Karte von Silver auf Gold wechseln": both, "Silver gegen Gold tauschen": both, "ich habe Silver, ich möchte Gold": both}},
		"es": {"cambiar mi tarjeta", map[string]map[string]string{"cambiar mi tarjeta de Silver a Gold": both, "cambiar Silver por Gold": both}},
		"fr": {"changer ma carte", map[string]map[string]string{"changer ma carte de Silver à Gold": both, "échanger Silver contre Gold": both}},
		"it": {"cambiare la carta", map[string]map[string]string{"cambiare la carta da Silver a Gold": both}},
		"pt": {"trocar o cartão", map[string]map[string]string{"trocar o cartão de Silver para Gold": both, "trocar Silver por Gold": both}},
		"tr": {"kartımı değiştir", map[string]map[string]string{"kartımı Silver'dan Gold'a değiştir": both}},
		"ar": {"تغيير بطاقتي", map[string]map[string]string{"تغيير بطاقتي من Silver الى Gold": both}},
		"ja": {"カードを変更", map[string]map[string]string{"カードをSilverからGoldに変更": both}},
		"zh": {"更换我的卡", map[string]map[string]string{"更换我的卡，从Silver换成Gold": both}},
	} {
		choices := []string{"Silver", "Gold", "Blue"}
		in := one(t, locale, of.utterance, release.Field{Name: "old", Type: release.FieldChoice, Prompt: "?", Choices: choices, Required: true},
			release.Field{Name: "new", Type: release.FieldChoice, Prompt: "?", Choices: choices, Required: true})
		for text, want := range of.texts {
			if got := in.Given(said(text, locale)); !maps.Equal(got, want) {
				t.Errorf("%s: %q gives %v, want %v", locale, text, got, want)
			}
		}
	}
}
