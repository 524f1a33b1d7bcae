// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// turning are a lesson that is booked and a parcel that is stopped, in ten languages, and how customers who are asked
// about the former turn to the latter: something first, in its place, or only with a moment's pause.
var turning = map[string]struct {
	lesson, parcel              string
	books, first, instead, back string
}{
	"en": {"lesson", "parcel", "book a lesson", "wait, before that please stop my parcel AB123456", "no, forget it, please stop my parcel AB123456", "now back to the lesson, on 5 May"},
	"de": {"stunde", "paket", "stunde buchen", "Moment, vorher bitte mein Paket AB123456 anhalten", "nein, vergiss es, bitte mein Paket AB123456 anhalten", "und jetzt die Stunde, am 5. Mai"},
	"es": {"clase", "paquete", "reservar una clase", "espere, antes quiero detener mi paquete AB123456", "déjelo, quiero detener mi paquete AB123456", "ahora la clase, el 5 de mayo"},
	"fr": {"cours", "colis", "réserver un cours", "attendez, d'abord je voudrais bloquer mon colis AB123456", "non, laissez tomber, je voudrais bloquer mon colis AB123456", "et maintenant le cours, le 5 mai"},
	"it": {"lezione", "pacco", "prenotare una lezione", "un attimo, prima vorrei fermare il pacco AB123456", "no, lasci stare, vorrei fermare il pacco AB123456", "ora la lezione, il 5 maggio"},
	"pt": {"aula", "pacote", "marcar uma aula", "espere, antes disso quero parar o pacote AB123456", "não, esqueça, quero parar o pacote AB123456", "agora a aula, dia 5 de maio"},
	"tr": {"ders", "paket", "ders ayırtmak", "bir dakika, önce AB123456 numaralı paketi durdurun lütfen", "hayır, boşver, AB123456 numaralı paketi durdurun lütfen", "şimdi ders, 5 Mayıs"},
	"ar": {"درس", "طرد", "حجز درس", "لحظة، أولا أريد إيقاف طرد AB123456", "", ""},
	"zh": {"课程", "包裹", "预订课程", "等一下,先帮我拦截包裹AB123456", "", ""},
	"ja": {"レッスン", "荷物", "レッスンを予約", "待ってください、先に荷物AB123456を止めてください", "", ""},
}

// lessons is a bot that knows both, by a word of the utterance. What begins with words of turning is not sure as a whole.
func lessons(t *testing.T, locale string) *world {
	t.Helper()
	says := turning[locale]
	w := newWorld(t)
	w.stable = compiled(t, "stable",
		release.Intent{
			Name: "lesson", Revision: "lesson-1", Risk: "Medium", Locale: locale, Utterances: []string{says.books},
			Fields: []release.Field{{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}}, Reply: release.Reply{Text: "Booked for {day}."},
		},
		release.Intent{
			Name: "parcel", Revision: "parcel-1", Risk: "High", Locale: locale, Utterances: []string{"stop " + says.parcel},
			Fields: []release.Field{{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}}, Confirmation: "Stop {orderId}?", Reply: release.Reply{Text: "Stopped {orderId}."},
		},
	)
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		sure := 0.95
		if _, rest := wording.Turning(text, ""); rest != "" {
			sure = 0.5
		}
		switch lower := strings.ToLower(text); {
		case strings.Contains(lower, says.parcel):
			return []understanding.Prediction{{Intent: "parcel", Confidence: sure}}
		case strings.Contains(lower, says.lesson):
			return []understanding.Prediction{{Intent: "lesson", Confidence: sure}}
		}
		return nil
	}
	return w
}

// TestWhatIsToComeFirstIsAskedAboutAndTheRestIsOfferedAfterwards turns to something else while the bot asks for a day.
func TestWhatIsToComeFirstIsAskedAboutAndTheRestIsOfferedAfterwards(t *testing.T) {
	for locale, says := range turning {
		w := lessons(t, locale)
		if got := w.say(says.books); got != "field: Which day?" {
			t.Fatalf("%s: %q is answered %q", locale, says.books, got)
		}
		if got := w.say(says.first); got != "confirm: Stop AB123456?" {
			t.Errorf("%s: %q is answered %q", locale, says.first, got)
			continue
		}
		yes := release.TextsFor(nil, locale).Yes
		if got := w.say(yes); !strings.HasPrefix(got, "answer: Stopped AB123456.\noffer: ") {
			t.Errorf("%s: %q is answered %q", locale, yes, got)
		}
		if got := w.say(yes); got != "field: Which day?" {
			t.Errorf("%s: %q to the offer is answered %q", locale, yes, got)
		}
	}
}

// TestWhatIsLetGoOfIsNotOfferedWhenSomethingElseIsAskedFor turns for good.
func TestWhatIsLetGoOfIsNotOfferedWhenSomethingElseIsAskedFor(t *testing.T) {
	for locale, says := range turning {
		if says.instead == "" {
			continue
		}
		w := lessons(t, locale)
		w.say(says.books)
		if got := w.say(says.instead); got != "confirm: Stop AB123456?" {
			t.Errorf("%s: %q is answered %q", locale, says.instead, got)
			continue
		}
		if got := w.say(release.TextsFor(nil, locale).Yes); got != "answer: Stopped AB123456." {
			t.Errorf("%s: a yes after %q is answered %q", locale, says.instead, got)
		}
	}
}

// TestWhatWasBegunIsGoneOnWithByItsNameAndAValue and asked about once, since the words may mean another one.
func TestWhatWasBegunIsGoneOnWithByItsNameAndAValue(t *testing.T) {
	for locale, says := range turning {
		if says.back == "" {
			continue
		}
		w := lessons(t, locale)
		w.say(says.books)
		w.say(says.first)
		w.say(release.TextsFor(nil, locale).Yes)
		if got := w.say(says.back); !strings.HasPrefix(got, "confirm: ") || w.state.Fields["day"] != "2026-05-05" {
			t.Errorf("%s: %q is answered %q with %v", locale, says.back, got, w.state.Fields)
		}
	}
}

// rooms is a bot with two intents about rooms, whose numbers each may take.
func rooms(t *testing.T, risk string) *world {
	t.Helper()
	w := newWorld(t)
	room := release.Field{Name: "room", Prompt: "What is your room number?", Type: release.FieldNumber, Required: true}
	w.stable = compiled(t, "stable",
		release.Intent{
			Name: "stop", Revision: "stop-1", Risk: risk, Utterances: []string{"stop the cleaning", "no more cleaning"},
			Fields: []release.Field{room}, Confirmation: "Stop {room}?", Reply: release.Reply{Text: "Stopped {room}."},
		},
		release.Intent{
			Name: "towels", Revision: "towels-1", Risk: "Medium", Utterances: []string{"bring towels", "fresh towels please"},
			Fields: []release.Field{room}, Reply: release.Reply{Text: "Towels for {room}."},
		},
	)
	w.stable.Rules = nil
	w.predictions = func(text string) []understanding.Prediction {
		switch {
		case strings.Contains(text, "towels"):
			return []understanding.Prediction{{Intent: "towels", Confidence: 0.95}}
		case strings.Contains(text, "stop"):
			return []understanding.Prediction{{Intent: "stop", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// TestAValueOfAnotherRequestChangesNothing at "shall I": "wait, first" turns to what the value is of, and what is only
// told of another room is asked about before it is done.
func TestAValueOfAnotherRequestChangesNothing(t *testing.T) {
	for text, want := range map[string]string{
		"wait, first bring towels to room 14": "answer: Towels for 14.\nconfirm: Stop 12?",
		"room 14 still needs cleaning":        "confirm: Stop 14?",
		"I moved from room 14":                "confirm: Stop 14?",
		"go away":                             leftAsIs,
	} {
		for _, risk := range []string{"Medium", "High"} {
			w := rooms(t, risk)
			w.say("could you stop cleaning, if that is possible")
			w.say("12")
			if w.state.Confirming == nil {
				w.say("stop the cleaning in room 12")
			}
			if w.state.Confirming == nil {
				continue // done at once
			}
			if got := w.say(text); got != want {
				t.Errorf("%s: %q: got %q, want %q", risk, text, got, want)
			}
		}
	}
}
