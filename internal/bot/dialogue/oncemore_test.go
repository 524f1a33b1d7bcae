// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatWasDoneIsDoneOnceMoreOnlyAfterAYes where a message corrects the day, with the sounds and words of who finds a slip,
// whatever the classifier makes of it. A day without its month is one of the month that was given.
func TestWhatWasDoneIsDoneOnceMoreOnlyAfterAYes(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"oops, I meant the 14th", "oh sorry, I meant the 14th", "whoops 14 May", "typo: 14 May", "damn, the 14th I meant", "I wanted the 14th", "oh no, it should have been the 14th", "my mistake, 14 May"},
		"de": {"ups, ich meinte den 14.", "hoppla, den 14. meinte ich", "vertippt, der 14.", "Verzeihung, am 14.", "oje, es sollte der 14. sein", "ich wollte den 14."},
		"es": {"uy, quería decir el 14", "ay, me equivoqué, el 14", "perdón, me refería al 14", "vaya, era el 14"},
		"fr": {"oups, je voulais dire le 14", "zut, je pensais au 14", "je me suis trompé, le 14", "oups le 14"},
		"it": {"ops, intendevo il 14", "mi sono sbagliato, il 14", "accidenti, era il 14", "ops il 14"},
		"pt": {"ups, queria dizer dia 14", "opa, eu quis dizer dia 14", "enganei-me, dia 14", "ops, dia 14"},
		"tr": {"pardon, ayın 14'ünü demek istedim", "tüh, 14 Mayıs", "yanlış yazdım, 14 Mayıs", "ups, 14 Mayıs"},
		"ar": {"عفوا، قصدت يوم 14", "آسف، كنت أقصد 14 مايو", "أخطأت، 14 مايو", "أوه، 14 مايو"},
		"zh": {"哎呀，我是说14号", "说错了，14号", "打错了，是5月14日", "不好意思，是14号"},
		"ja": {"あ、14日のつもりでした", "間違えました、14日です", "ごめんなさい、14日でした", "おっと、14日です"},
	} {
		bot := release.TextsFor(nil, locale)
		want := "notice: " + bot.CannotUndo + "\nconfirm: " + strings.ReplaceAll(bot.ShallI, "{title}", "Book (2026-05-14)")
		for _, text := range texts {
			for _, understood := range []bool{false, true} {
				w := dining(t, locale, "Medium")
				w.say("table 2026-05-12")
				if understood {
					w.predictions = func(string) []understanding.Prediction {
						return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
					}
				}
				if got := w.say(text); got != want {
					t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
				}
			}
		}
	}
}

// TestOnlyWhoAsksForAnotherOneGetsItAtOnce: a day alone, or the same in words that correct it, may be meant in the place of
// the one before.
func TestOnlyWhoAsksForAnotherOneGetsItAtOnce(t *testing.T) {
	for text, atOnce := range map[string]bool{
		"a table for 13 May": true, "book another table for 13 May": true, "also a table for 13 May": true,
		"13 May": false, "and 13 May": false, "for 13 May please": false, "sorry, I wanted a table for 13 May": false, "the table should have been for 13 May, sorry": false, "change it to 13 May": false,
	} {
		w := dining(t, "en", "Medium")
		w.say("a table for 12 May")
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
		}
		if got := w.say(text); (got == "answer: Booked for 2026-05-13.") != atOnce || strings.HasPrefix(got, "answer: ") != atOnce {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
