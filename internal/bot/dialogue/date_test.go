// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// dining is a bot that books tables for a day, and knows a request by "table".
func dining(t *testing.T, locale, risk string, more ...release.Field) *world {
	t.Helper()
	fields := append([]release.Field{{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}}, more...)
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "book", Revision: "book-1", Risk: risk, Locale: locale, Utterances: []string{"table"}, Fields: fields, Reply: release.Reply{Text: "Booked for {day}."},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(text, "table") {
			return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

func TestADayInTheFirstMessageIsTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"book a table for 12 May at 7pm", "a table for May 12th", "a table for four people on the 12th of May", "table 2026-05-12 please", "a table at 7 on 12 May"},
		"de": {"table am 12. Mai", "table für zwei am 12. Mai um 19 Uhr", "um 19 Uhr am 12. Mai eine table"},
		"es": {"una table el 12 de mayo", "una table para dos para el 12 de mayo a las 20h"},
		"fr": {"une table pour le 12 mai", "une table pour deux le 12 mai à 20h"},
		"it": {"una table per il 12 maggio", "una table per due il 12 maggio alle 20"},
		"pt": {"uma table para 12 de maio", "uma table para o dia 12 de maio"},
		"tr": {"12 Mayıs için table", "12 Mayıs'ta table"},
		"ar": {"table يوم 12 مايو", "أريد table في 12 مايو"},
		"zh": {"我要订5月12日的table", "5月12号晚上7点table"},
		"ja": {"5月12日にtableを予約したい", "5月12日の19時にtable"},
	} {
		for _, text := range texts {
			if got := dining(t, locale, "Low").say(text); got != "answer: Booked for 2026-05-12." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestADayThatMayBelongToWhatIsToldIsAskedFor(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"I need a table, mine has been broken since 12 May", "I got a table on 12 February", "a table on 12 or 13 May", "a table between 12 May and 15 May", "a table, I may be 12 minutes late", "a table for 12", "may I have a table for 12", "a table, not on 12 May", "a table on 31 February"},
		"de": {"table, seit dem 12. Mai fehlt einer", "table vom 12. Mai", "table am 12. oder 13. Mai"},
		"es": {"una table, desde el 12 de mayo no hay"}, "fr": {"une table, depuis le 12 mai"}, "it": {"una table, dal 12 maggio"}, "pt": {"uma table, desde 12 de maio"},
		"ar": {"table منذ 12 مايو"}, "ja": {"5月12日から壊れているのでtable"}, "zh": {"table，从5月12日起坏了"},
	} {
		for _, text := range texts {
			if got := dining(t, locale, "Low").say(text); got != "field: Which day?" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	// Nor is it told apart which of two days is meant.
	if got := dining(t, "en", "Low", release.Field{Name: "until", Prompt: "Until when?", Type: release.FieldDate, Required: true}).say("a table for 12 May"); got != "field: Which day?" {
		t.Errorf("got %q", got)
	}
	// Nor is what was done done for another day without a yes.
	plays(t, dining(t, "en", "Medium"), []string{"a table for 12 May", "and on 13 May?"}, []string{"answer: Booked for 2026-05-12.", "confirm: Shall I go ahead: Book (2026-05-13)?"})
}

func TestWhichFigureIsTheMonthIsAskedAndNotGuessed(t *testing.T) {
	unclear := release.TextsFor(nil, "en").DayOrMonth
	w := hotel(t, "en", "High", hotels["en"])
	plays(t, w, []string{"book a room for 2 nights", "12/5", "12 May", "no, 7/6", "7 June", "make it 13/6", "yes"}, []string{
		"field: On which day?", "field: " + unclear + " On which day?", "confirm: ? room 2026-05-12 2",
		"field: " + unclear + " On which day?", "confirm: ? room 2026-06-07 2", "confirm: ? room 2026-06-13 2", "answer: room 2026-06-13 2",
	})
	for locale, want := range map[string]string{"en-US": "2026-12-05", "en-GB": "2026-05-12"} {
		w := hotel(t, "en", "High", hotels["en"])
		w.state.Locale = locale
		plays(t, w, []string{"book a room for 2 nights", "12/5"}, []string{"field: On which day?", "confirm: ? room " + want + " 2"})
	}
}
