// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestWhatIsSaidOfADayGivesNone says small talk with a day in it to the question for the day, to the next one, and at
// "shall I" after each of them.
func TestWhatIsSaidOfADayGivesNone(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"the weather is nice today", "it's raining today", "today is my birthday", "I'm tired today", "Monday is a holiday"},
		"de": {"das Wetter ist schön heute", "heute regnet es", "heute ist mein Geburtstag", "ich bin heute müde", "am Montag ist Feiertag", "morgen wird es kalt"},
		"es": {"hoy llueve", "hoy es mi cumpleaños", "estoy cansado hoy", "mañana va a hacer frío", "el lunes es fiesta"},
		"fr": {"il fait beau aujourd'hui", "il pleut aujourd'hui", "aujourd'hui c'est mon anniversaire", "je suis fatigué aujourd'hui", "demain il fera froid", "lundi est férié"},
		"it": {"fa bel tempo oggi", "oggi piove", "oggi è il mio compleanno", "sono stanco oggi", "domani farà freddo"},
		"pt": {"hoje chove", "hoje é o meu aniversário", "estou cansado hoje", "amanhã vai fazer frio", "segunda é feriado"},
		"tr": {"bugün hava güzel", "bugün yağmur yağıyor", "bugün yorgunum", "yarın hava soğuk olacak"},
		"ar": {"الجو جميل اليوم", "اليوم تمطر", "أنا متعب اليوم", "غدا سيكون الجو باردا"},
		"zh": {"今天天气很好", "今天下雨", "我今天很累", "明天会很冷", "今天是下雨天"},
		"ja": {"今日はいい天気ですね", "今日は雨です", "今日は疲れました", "明日は寒くなります"},
	} {
		words := hotels[locale]
		for _, text := range texts {
			for _, before := range [][]string{{words.room}, {words.room, "2026-04-09"}, {words.room, "2026-04-09", "2"}, {words.table, "4", "2026-04-09"}} {
				w := hotel(t, locale, "High", words)
				for _, said := range before {
					w.say(said)
				}
				want := w.state.Fields["day"]
				if got := w.say(text); w.state.Fields["day"] != want {
					t.Errorf("%s: %q after %q is answered %q", locale, text, before, got)
				}
			}
		}
	}
}

func TestADayInASentenceThatAnswersIsGiven(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"today would be great", "as early as tomorrow", "the plumber can come on Friday", "I am free on Monday", "Monday is my only option"},
		"de": {"heute wäre super", "am liebsten morgen", "wir kommen am Freitag an", "am Montag hätte ich Zeit"},
		"es": {"hoy mismo", "el viernes nos viene bien", "llegamos el viernes", "el lunes tengo tiempo"},
		"fr": {"aujourd'hui ce serait bien", "vendredi nous convient", "nous arrivons vendredi"},
		"it": {"oggi andrebbe bene", "venerdì ci va bene", "lunedì sono libero"},
		"pt": {"hoje seria ótimo", "chegamos na sexta", "segunda tenho tempo"},
		"tr": {"bugün olsa iyi olur", "cuma geliyoruz"}, "ar": {"اليوم سيكون رائعا", "نصل يوم الجمعة"},
		"zh": {"我们星期五到", "我星期一有空"}, "ja": {"金曜日に着きます", "月曜日は空いています"},
	} {
		for _, text := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			w.say(hotels[locale].room)
			if got := w.say(text); w.state.Fields["day"] == "" {
				t.Errorf("%s: %q gives no day: %q", locale, text, got)
			}
		}
	}
}
