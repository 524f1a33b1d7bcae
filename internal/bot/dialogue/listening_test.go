// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// shop is a bot that cancels orders, changes addresses and knows its hours.
func shop(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), orderStatus(),
		release.Intent{
			Name: "cancel-order", Revision: "cancel-order-1", Risk: "High",
			Utterances:   []string{"cancel my order", "stop the purchase", "I do not want it any more"},
			Fields:       []release.Field{{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}},
			Confirmation: "Cancel order {orderId}?", Reply: release.Reply{Text: "To cancel {orderId}, open My orders."},
		},
		release.Intent{
			Name: "change-address", Revision: "change-address-1", Risk: "Medium", Utterances: []string{"new address", "I have moved"},
			Fields: []release.Field{{Name: "address", Prompt: "What is the new address?", Required: true}},
			Reply:  release.Reply{Text: "Enter {address} under My orders."},
		},
		release.Intent{
			Name: "book-table", Revision: "book-table-1", Risk: "Low", Utterances: []string{"book a table"},
			Fields: []release.Field{{Name: "seats", Prompt: "For how many?", Type: release.FieldNumber, Minimum: "1", Maximum: "9", Required: true}},
			Reply:  release.Reply{Text: "A table for {seats}."},
			Locale: "en", Locales: []release.IntentLocale{{
				Locale: "de", Title: "Tisch bestellen", Prompts: []release.Prompt{{Field: "seats", Prompt: "Für wie viele?"}},
				Reply: release.Reply{Text: "Ein Tisch für {seats}."},
			}},
		},
	)
	w.stable.Rules = nil
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(text, "perhaps") {
			return []understanding.Prediction{{Intent: "hours", Confidence: 0.4}, {Intent: "order-status", Confidence: 0.3}}
		}
		var found []understanding.Prediction
		for _, p := range []struct{ word, intent string }{
			{"cancel", "cancel-order"}, {"address", "change-address"}, {"open", "hours"}, {"parcel", "order-status"}, {"table", "book-table"},
		} {
			if strings.Contains(text, p.word) {
				found = append(found, understanding.Prediction{Intent: p.intent, Confidence: 0.95})
			}
		}
		if len(found) > 1 { // torn between them
			for i := range found {
				found[i].Confidence = 0.55 - 0.1*float64(i)
			}
		}
		return found
	}
	return w
}

// TestABotThatListens plays conversations in which customers do not simply answer.
func TestABotThatListens(t *testing.T) {
	const (
		confirm   = "confirm: Cancel order AB123456?"
		cancelled = "answer: To cancel AB123456, open My orders."
		left      = "notice: All right, I leave it as it is. Write again if there is anything else."
		askOrder  = "field: Which order?"
		askPlace  = "field: What is the new address?"
		handoff   = "handoff: A person will take over from here. They get what you told me, so you need not repeat it."
		offer     = "offer: Did you mean one of these?"
		nine      = "answer: Nine to five (1)."
		welcome   = "notice: You are welcome. Write again if there is anything else."
	)
	tests := map[string]struct {
		locale    string
		say, want []string
	}{
		"a high risk is confirmed":                      {say: []string{"cancel AB123456", "yes please"}, want: []string{confirm, cancelled}},
		"and let go of without a yes":                   {say: []string{"cancel AB123456", "no wait"}, want: []string{confirm, left}},
		"another question is no yes":                    {say: []string{"cancel AB123456", "when do you open"}, want: []string{confirm, nine + "\n" + confirm}},
		"what is denied is not done":                    {say: []string{"please don't cancel my order AB123456"}, want: []string{left}},
		"nor what is denied in German":                  {locale: "de", say: []string{"bitte nicht cancel order"}, want: []string{"notice: In Ordnung, es bleibt, wie es ist. Schreiben Sie einfach, wenn noch etwas ist."}},
		"nor what might be":                             {say: []string{"if my exam is moved I will cancel my order AB123456"}, want: []string{offer}},
		"an utterance may hold a negation":              {say: []string{"I do not want it any more, cancel AB123456"}, want: []string{confirm}},
		"never mind is no order number":                 {say: []string{"cancel my order", "never mind"}, want: []string{askOrder, left}},
		"actually no, forget it":                        {say: []string{"cancel my order", "actually no, forget it"}, want: []string{askOrder, left}},
		"a value in small letters with a space":         {say: []string{"cancel my order", "ab 123456"}, want: []string{askOrder, confirm}},
		"a question is no address":                      {say: []string{"new address", "what will that cost?"}, want: []string{askPlace, "clarify: I did not quite understand that. Could you say it in other words?\n" + askPlace}},
		"a wish for a person is no address":             {say: []string{"new address", "I want to talk to a human"}, want: []string{askPlace, handoff}},
		"another topic is answered, and the rest asked": {say: []string{"new address", "when do you open", "12 Mill Lane"}, want: []string{askPlace, nine + "\n" + askPlace, "answer: Enter 12 Mill Lane under My orders."}},
		"a value is corrected before the answer":        {say: []string{"cancel AB123457", "no sorry, it's AB123456", "yes"}, want: []string{"confirm: Cancel order AB123457?", confirm, cancelled}},
		"and after it":                                  {say: []string{"parcel AB123456", "no, AB123457"}, want: []string{"answer: Order AB123456 is on its way. ", "answer: Order AB123457 is on its way. "}},
		"a part of an address is corrected":             {say: []string{"new address", "Flat 2, 8 Dock Road", "8a, not 8"}, want: []string{askPlace, "answer: Enter Flat 2, 8 Dock Road under My orders.", "answer: Enter Flat 2, 8a Dock Road under My orders."}},
		"a number out of bounds is asked for again":     {say: []string{"book a table", "twelve", "four"}, want: []string{"field: For how many?", "field: That does not look right. For how many?", "answer: A table for 4."}},
		"a choice by its place":                         {say: []string{"perhaps", "the first one"}, want: []string{offer, nine}},
		"a choice by its title":                         {say: []string{"perhaps", "hours"}, want: []string{offer, nine}},
		"a person is the last choice":                   {say: []string{"perhaps", "3"}, want: []string{offer, handoff}},
		"or by its words":                               {say: []string{"perhaps", "Talk to a person"}, want: []string{offer, handoff}},
		"a question that goes on":                       {say: []string{"when do you open", "and on Sunday?"}, want: []string{nine, nine}},
		"that goes on after thanks":                     {say: []string{"when do you open", "ok thanks, and on Sunday?"}, want: []string{nine, nine}},
		"and after thanks that were a message":          {say: []string{"when do you open", "great, thanks", "oh and on Sunday?"}, want: []string{nine, welcome, nine}},
		"and after a sound":                             {say: []string{"when do you open", "oh, and on Sunday?"}, want: []string{nine, nine}},
		"with another value":                            {say: []string{"parcel AB123456", "and AB654321?"}, want: []string{"answer: Order AB123456 is on its way. ", "answer: Order AB654321 is on its way. "}},
		"small talk":                                    {say: []string{"hi, how are you?"}, want: []string{"notice: I am well, thank you. What can I do for you?"}},
		"what does not let one is not refused":          {say: []string{"the app won't let me cancel AB123456"}, want: []string{confirm}},
		"of course is a yes":                            {say: []string{"cancel AB123456", "of course"}, want: []string{confirm, cancelled}},
		"who asks for a moment gets it":                 {say: []string{"cancel my order", "hang on, let me look it up", "ab 123456"}, want: []string{askOrder, askOrder, confirm}},
		"a moment is no address":                        {say: []string{"new address", "just a second", "12 Mill Lane"}, want: []string{askPlace, askPlace, "answer: Enter 12 Mill Lane under My orders."}},
		"what the customer has not got":                 {say: []string{"cancel my order", "I don't have the number"}, want: []string{askOrder, handoff}},
		"nor got in Spanish":                            {locale: "es", say: []string{"cancel", "no lo encuentro"}, want: []string{askOrder, "handoff: A partir de aquí le atiende una persona. Recibe lo que me ha contado, así que no hace falta repetirlo."}},
		"the question once more is no wrong value":      {say: []string{"cancel my order", "cancel my order please"}, want: []string{askOrder, askOrder}},
		"what was meant as a value is":                  {say: []string{"cancel my order", "AB1234"}, want: []string{askOrder, "field: That does not look right. Which order?"}},
		"thanks after letting go":                       {say: []string{"cancel my order", "never mind", "thank you"}, want: []string{askOrder, left, welcome}},
		"great is not always thanks":                    {say: []string{"great, one more bot"}, want: []string{"clarify: I did not quite understand that. Could you say it in other words?"}},
		"letting go of the choices":                     {say: []string{"perhaps", "never mind"}, want: []string{offer, left}},
		"letting go after an answer":                    {say: []string{"when do you open", "ok never mind"}, want: []string{nine, left}},
		"a number alone is offered to what takes it":    {say: []string{"it's AB123456", "the first one"}, want: []string{offer, confirm}},
		"a number said digit by digit":                  {say: []string{"cancel my order", "a b one two three four five six"}, want: []string{askOrder, confirm}},
		"a number in Arabic figures":                    {say: []string{"cancel my order", "AB١٢٣٤٥٦"}, want: []string{askOrder, confirm}},
		"an address without what introduces it":         {say: []string{"new address", "ok, it's 12 Mill Lane"}, want: []string{askPlace, "answer: Enter 12 Mill Lane under My orders."}},
		"one language in a turn, the intent's":          {locale: "de-CH", say: []string{"table", "zwölf", "vier"}, want: []string{"field: Für wie viele?", "field: Das scheint nicht zu stimmen. Für wie viele?", "answer: Ein Tisch für 4."}},
		"one language in a turn, where it has no other": {locale: "fr", say: []string{"table", "douze"}, want: []string{"field: For how many?", "field: That does not look right. For how many?"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := shop(t)
			w.state.Locale = tc.locale
			var got []string
			for _, text := range tc.say {
				got = append(got, w.say(text))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("replies (-want +got):\n%s", diff)
			}
			checkContract(t, w.ledger)
		})
	}
}

func TestAChoiceIsAClarificationAndAProposedUtterance(t *testing.T) {
	w := shop(t)
	w.say("perhaps")
	if diff := cmp.Diff([]string{"Hours", "Order status", "Talk to a person"}, w.state.Turns[1].Suggestions); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
	w.say("Hours")
	if got, want := strings.Join(w.counted("turn_confidence"), " "), "turn_confidence{intent=hours,outcome=clarify}"; got != want {
		t.Errorf("counted %s, want %s: what was chosen was not understood", got, want)
	}
	if diff := cmp.Diff([]conversation.Proposed{{Intent: "hours", Text: "perhaps"}}, w.state.Proposed); diff != "" {
		t.Errorf("proposed (-want +got):\n%s", diff)
	}
}

func TestTwoQuestionsAreBothAnsweredOrTheSecondIsOffered(t *testing.T) {
	w := shop(t)
	part := func(text string) wording.Part {
		return wording.Part{Text: text, Signals: signals.Read(text, "en"), Predictions: w.predictions(text)}
	}
	w.parts = []wording.Part{part("when do you open"), part("can I book a table")}
	if got, want := w.say("when do you open and can I book a table?"), "answer: Nine to five (1).\noffer: You also asked about this: Book table. Shall I go on with it?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w = shop(t)
	w.parts = []wording.Part{part("when do you open"), part("can I book a table for 4")}
	if got, want := w.say("when do you open and can I book a table for 4?"), "answer: Nine to five (1).\nanswer: A table for 4."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w = shop(t)
	w.parts = []wording.Part{part("where is my parcel"), part("when do you open")}
	if got, want := w.say("where is my parcel? when do you open?"), "answer: Nine to five (1).\nfield: What is your order number?"; got != want {
		t.Errorf("the first needs a value: got %q, want %q", got, want)
	}
	w = shop(t)
	w.parts = []wording.Part{part("I don't want to cancel"), part("I only want to cancel the text messages")}
	if got := w.say("I don't want to cancel, I only want to cancel the text messages"); strings.Contains(got, "Which order?") || strings.Contains(got, "confirm") {
		t.Errorf("what one part denies is asked for by the other: %q", got)
	}
	w = shop(t)
	w.parts = []wording.Part{part("I don't want to cancel"), part("I need the parcel AB123456")}
	if got, want := w.say("I don't want to cancel, I need the parcel AB123456"), "answer: Order AB123456 is on its way. "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
