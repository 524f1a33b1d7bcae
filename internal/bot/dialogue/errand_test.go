// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// ending are a plan's end and what else a bot knows in ten languages; stop are a thing and a verb of
// stopping, alone is the verb alone, and not is its opposite.
var ending = map[string]struct {
	end, book string
	stop      []string
	alone     []string
	not       []string
}{
	"en": {"cancel my plan", "book a table", []string{"drop the plan", "stop plan", "please stop the plan"}, []string{"stop", "drop it"}, []string{"stop the cancellation", "cancel my plan. Oh never mind", "thanks for cancelling my plan, I did not want that", "don't stop the plan", "stop sending me plans"}},
	"de": {"Abo kündigen", "Tisch reservieren", []string{"Abo abbrechen", "Abo bitte abbrechen", "Abo stoppen"}, []string{"abbrechen", "Vorgang abbrechen"}, []string{"Kündigung abbrechen", "Abo nicht abbrechen"}},
	"es": {"cancelar el plan", "reservar una mesa", []string{"parar el plan", "anular plan"}, []string{"déjalo"}, []string{"no parar el plan", "no anulen el plan"}},
	"fr": {"résilier mon forfait", "réserver une table", []string{"laisser tomber le forfait", "annuler le forfait", "stop forfait"}, []string{"laisse tomber", "annule ça"}, []string{"ne pas annuler le forfait", "annuler la résiliation", "arrêtez de me proposer le forfait"}},
	"it": {"disdire il piano", "prenotare un tavolo", []string{"lasciar perdere il piano", "annullare piano"}, []string{"lasciar perdere", "lascia perdere"}, []string{"non annullare il piano", "annullare la disdetta"}},
	"pt": {"cancelar o plano", "reservar uma mesa", []string{"desistir do plano", "parar o plano"}, []string{"deixa para lá"}, []string{"não parar o plano", "não cancelem o plano"}},
	"tr": {"planı iptal et", "masa ayırt", []string{"plandan vazgeçtim", "plan iptal"}, []string{"vazgeçtim"}, []string{"iptalden vazgeçtim", "planı iptal etme"}},
	"ar": {"إلغاء الباقة", "حجز طاولة", []string{"ايقاف الباقة", "الغاء باقة"}, []string{"خلاص"}, []string{"لا تلغوا الباقة", "لا اريد الغاء الباقة", "تراجعت عن إلغاء الباقة"}},
	"zh": {"取消套餐", "订桌子", []string{"停止套餐", "套餐取消"}, []string{"算了"}, []string{"别取消套餐", "不取消套餐了"}},
	"ja": {"プランを解約したい", "席を予約したい", []string{"プランやめます", "プランを中止"}, []string{"やめます"}, []string{"プランの解約はやめます", "プランをやめないで"}},
}

// planning is a bot that ends plans and books tables. The classifier knows the utterances alone.
func planning(t *testing.T, locale string) *world {
	t.Helper()
	says := ending[locale]
	w := newWorld(t)
	w.stable = compiled(t, "stable",
		release.Intent{Name: "end", Revision: "end-1", Risk: "High", Locale: locale, Utterances: []string{says.end}, Confirmation: "End it?", Reply: release.Reply{Text: "Ended."}},
		release.Intent{Name: "book", Revision: "book-1", Risk: "Low", Locale: locale, Utterances: []string{says.book},
			Fields: []release.Field{{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}}, Reply: release.Reply{Text: "Booked."}},
	)
	w.stable.Rules = nil
	w.state.Locale = locale
	w.predictions = func(text string) []understanding.Prediction {
		switch text {
		case says.end:
			return []understanding.Prediction{{Intent: "end", Confidence: 0.95}}
		case says.book:
			return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
		}
		return []understanding.Prediction{{Intent: "end", Confidence: 0.5}, {Intent: "book", Confidence: 0.2}}
	}
	return w
}

func TestAThingAndAVerbOfStoppingAskToEndTheThing(t *testing.T) {
	const endIt, whichDay = "confirm: End it?", "field: Which day?"
	for locale, says := range ending {
		for _, text := range says.stop {
			if got := planning(t, locale).say(text); got != endIt {
				t.Errorf("%s: %q is answered %q as the first message", locale, text, got)
			}
			w := planning(t, locale)
			if got := w.say(says.book); got != whichDay {
				t.Fatalf("%s: %q is answered %q", locale, says.book, got)
			}
			if got := w.say(text); got != endIt {
				t.Errorf("%s: %q is answered %q while a day is asked for", locale, text, got)
			}
		}
	}
}

func TestAVerbOfStoppingAloneLetsGo(t *testing.T) {
	for locale, says := range ending {
		for _, text := range says.alone {
			w := planning(t, locale)
			w.say(says.book)
			if got, want := w.say(text), "notice: "+release.TextsFor(nil, locale).LeftAsItIs; got != want {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
			w = planning(t, locale)
			w.say(says.end)
			if got, want := w.say(text), "notice: "+release.TextsFor(nil, locale).LeftAsItIs; got != want {
				t.Errorf("%s: %q is answered %q at the question whether to end it", locale, text, got)
			}
		}
	}
}

func TestWhoStopsTheEndOfAThingEndsNothing(t *testing.T) {
	for locale, says := range ending {
		for _, text := range says.not {
			if got := planning(t, locale).say(text); strings.Contains(got, "End it?") || strings.Contains(got, "Ended.") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestWhatIsBeingMadeIsLetGoOf where the words may mean one that was made before: that is offered.
func TestWhatIsBeingMadeIsLetGoOf(t *testing.T) {
	for _, text := range []string{"scrap this table", "I no longer need the table"} {
		w := planning(t, "en")
		w.stable = compiled(t, "stable",
			release.Intent{Name: "end", Revision: "end-1", Risk: "High", Utterances: []string{"cancel my table"}, Confirmation: "End it?", Reply: release.Reply{Text: "Ended."}},
			release.Intent{Name: "book", Revision: "book-1", Risk: "Low", Utterances: []string{"book a table"},
				Fields: []release.Field{{Name: "day", Prompt: "Which day?", Type: release.FieldDate, Required: true}}, Reply: release.Reply{Text: "Booked."}})
		w.stable.Rules = nil
		plays(t, w, []string{"book a table", text, "yes"}, []string{"field: Which day?", leftAsIs + "\n" + offered, "confirm: End it?"})
	}
}

// TestWithoutAnIntentThatEndsTheThingItIsLettingGo: there is nothing to end.
func TestWithoutAnIntentThatEndsTheThingItIsLettingGo(t *testing.T) {
	w := planning(t, "de")
	w.say("Tisch reservieren")
	if got := w.say("Buchung abbrechen"); got != "notice: "+release.TextsFor(nil, "de").LeftAsItIs {
		t.Errorf("got %q", got)
	}
}
