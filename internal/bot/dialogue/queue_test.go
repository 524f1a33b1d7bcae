// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
	"pgregory.net/rapid"
)

const (
	alsoTable   = "offer: You also asked about this: Book table. Shall I go on with it?"
	forHowMany  = "field: For how many?"
	tableFor    = "answer: A table for 4."
	movedTo     = "answer: Enter 12 Mill Lane under My orders."
	tooMuch     = "notice: That was a lot at once. If I have left something out, please ask for it again."
	second      = "confirm: Cancel order AB123457?"
	secondDone  = "answer: To cancel AB123457, open My orders."
	hello       = "notice: Hello! What can I do for you?"
	alsoTwo     = "offer: You also asked about this: Change address / Book table. Shall I go on with it?"
	alsoTwoMore = "offer: You also asked about this: Cancel order AB123457 / Cancel order AB123458. Shall I go on with it?"
)

// TestNoRequestOfAMessageIsLost plays messages with more requests than are done at once.
func TestNoRequestOfAMessageIsLost(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"four of which three can be answered": {[]string{"when do you open, can I book a table, where is parcel AB123456 and where is parcel AB123457?", "yes", "4"},
			[]string{nineToFive + "\n" + onItsWay + "\nanswer: Order AB123457 is on its way. \n" + alsoTable, forHowMany, tableFor}},
		"three with a question each":         {[]string{"cancel AB123456, change the address and also book a table", "yes", "yes", "12 Mill Lane", "yes", "4"}, []string{shallI, cancelled + "\n" + alsoTwo, newAddress, movedTo + "\n" + alsoTable, forHowMany, tableFor}},
		"the last of them is chosen":         {[]string{"cancel AB123456, change the address and also book a table", "yes", "book table", "4", "no"}, []string{shallI, cancelled + "\n" + alsoTwo, forHowMany, tableFor + "\n" + alsoMove, leftAsIs}},
		"one is chosen beside a question":    {[]string{"cancel AB123456, change the address and also book a table", "change address", "12 Mill Lane", "yes"}, []string{shallI, newAddress, movedTo + "\noffer: You also asked about this: Cancel order AB123456 / Book table. Shall I go on with it?", shallI}},
		"three values":                       {[]string{"cancel AB123456, AB123457 and AB123458", "yes", "yes", "yes", "yes"}, []string{shallI, cancelled + "\n" + alsoTwoMore, second, secondDone + "\noffer: You also asked about this: Cancel order AB123458. Shall I go on with it?", "confirm: Cancel order AB123458?"}},
		"two values and something else":      {[]string{"cancel AB123456 and AB123457 and say when you open", "yes", "yes", "yes"}, []string{nineToFive + "\n" + shallI, cancelled + "\n" + alsoSecond, second, secondDone}},
		"what is let go of is not offered":   {[]string{"cancel AB123456, change the address and also book a table", "never mind"}, []string{shallI, leftAsIs}},
		"no to what is offered lets go":      {[]string{"when do you open and a new address please", "no"}, []string{nineToFive + "\n" + alsoMove, leftAsIs}},
		"no, and something else":             {[]string{"when do you open and a new address please", "no, but track parcel AB123456"}, []string{nineToFive + "\n" + alsoMove, onItsWay}},
		"it waits through a digression":      {[]string{"when do you open and a new address please", "track parcel AB123456", "yes"}, []string{nineToFive + "\n" + alsoMove, onItsWay + "\n" + alsoMove, newAddress}},
		"through thanks":                     {[]string{"when do you open and a new address please", "thanks", "yes"}, []string{nineToFive + "\n" + alsoMove, welcome + "\n" + alsoMove, newAddress}},
		"once":                               {[]string{"when do you open and a new address please", "hello", "track parcel AB123456", "12 Mill Lane"}, []string{nineToFive + "\n" + alsoMove, hello + "\n" + alsoMove, onItsWay, reworded}},
		"and beside another question":        {[]string{"when do you open and a new address please", "book a table", "4", "yes"}, []string{nineToFive + "\n" + alsoMove, forHowMany, tableFor + "\n" + alsoMove, newAddress}},
		"and what a value was asked for":     {[]string{"book a table", "I need a new address", "12 Mill Lane", "yes", "4"}, []string{forHowMany, newAddress, movedTo + "\n" + alsoTable, forHowMany, tableFor}},
		"unless it is to be instead":         {[]string{"book a table", "no, a new address instead", "12 Mill Lane"}, []string{forHowMany, newAddress, movedTo}},
		"what was asked about before, too":   {[]string{"cancel AB123456 and also change the address", "book a table", "4"}, []string{shallI, forHowMany, tableFor + "\noffer: You also asked about this: Cancel order AB123456 / Change address. Shall I go on with it?"}},
		"but not when it was said otherwise": {[]string{"perhaps my hours", "hours: when do you open", "yes"}, []string{offered, nineToFive, reworded}},
		"nor when it is none of them":        {[]string{"perhaps", "none of these, a new address please"}, []string{offered, newAddress}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}

// mostRequests is how many requests of a message are done something about.
const mostRequests = 6

// TestWhatIsTooMuchIsSaid asks for eight things at once, of which six are done something about.
func TestWhatIsTooMuchIsSaid(t *testing.T) {
	w := newWorld(t)
	var intents []release.Intent
	names := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel")
	for _, name := range names {
		intents = append(intents, release.Intent{Name: name, Revision: name + "-1", Risk: "Low", Utterances: []string{name}, Reply: release.Reply{Text: name}})
	}
	w.stable = compiled(t, "stable", intents...)
	w.stable.Rules = nil
	w.predictions = func(text string) []understanding.Prediction {
		var found []understanding.Prediction
		for _, name := range names {
			if strings.Contains(text, name) {
				found = append(found, understanding.Prediction{Intent: name, Confidence: 0.9})
			}
		}
		for i := range found {
			found[i].Confidence /= float64(len(found))
		}
		return found
	}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, len(names)).Draw(rt, "requests")
		asked := rapid.Permutation(names).Draw(rt, "names")[:n]
		w.state = newWorld(t).state
		got := w.say("is there " + strings.Join(asked, ", is there ") + "?")
		for i, name := range asked {
			if said := strings.Contains(got, "answer: "+name); said != (i < mostRequests) {
				rt.Fatalf("%d requests, %s is answered %t: %s", n, name, said, got)
			}
		}
		if told := strings.Contains(got, tooMuch); told != (n > mostRequests) {
			rt.Fatalf("%d requests, told %t: %s", n, told, got)
		}
	})
}

// TestAnExceptionWithoutAValueIsNotDoneAsIfItWereNotThere plays intents that ask for no value.
func TestAnExceptionWithoutAValueIsNotDoneAsIfItWereNotThere(t *testing.T) {
	for risk, want := range map[string]string{"High": offered, "Medium": offered, "Low": "answer: Done."} {
		account := closeAccount()
		account.Risk = risk
		w := newWorld(t)
		w.stable = compiled(t, "stable", hours("1"), account)
		w.stable.Rules = nil
		if got := w.say("close everything of my account except the newsletter"); got != want {
			t.Errorf("%s: got %q, want %q", risk, got, want)
		}
	}
	w := shop(t)
	plays(t, w, []string{"cancel AB123456 except for the shoes", "yes"}, []string{offered, shallI})
}

// TestWhatIsLeftOfAMediumRiskIsAskedAbout: another value of the same intent was denied.
func TestWhatIsLeftOfAMediumRiskIsAskedAbout(t *testing.T) {
	pause := release.Intent{
		Name: "pause", Revision: "pause-1", Risk: "Medium", Utterances: []string{"pause my back order"},
		Fields: []release.Field{{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}},
		Reply:  release.Reply{Text: "{orderId} is paused."},
	}
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), pause)
	w.stable.Rules = nil
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "pause", Confidence: 0.95}}
	}
	plays(t, w, []string{"pause AB123456", "don't pause AB123456, pause AB123457", "yes"},
		[]string{"answer: AB123456 is paused.", "confirm: Shall I go ahead: Pause (AB123457)?", "answer: AB123457 is paused."})
}

// TestWhatIsGoneOnWithHasTheValuesItHadAndNoOthers: read as a text, a day and a number might be a telephone number.
func TestWhatIsGoneOnWithHasTheValuesItHadAndNoOthers(t *testing.T) {
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "skip", Revision: "skip-1", Risk: "Medium", Locale: "en", Title: "Skip", Utterances: []string{"hire a skip"}, Reply: release.Reply{Text: "Hired."},
		Fields: []release.Field{
			{Name: "day", Type: release.FieldDate, Prompt: "Which day?", Required: true},
			{Name: "size", Type: release.FieldNumber, Prompt: "Size?", Required: true},
			{Name: "phone", Type: release.FieldPhone, Prompt: "Phone?", Region: "GB", Required: true},
		},
	})
	w.stable.Rules = nil
	begun := map[string]string{"day": "2026-05-05", "size": "2.5"}
	w.state.Offered = &conversation.Offered{Intents: []string{"skip"}, Text: "2.5 2026-05-05", Queued: true, Begun: map[string]map[string]string{"skip": begun}}
	if got := w.say("yes"); got != "field: Phone?" {
		t.Errorf("it goes on with %q", got)
	}
	if diff := cmp.Diff(begun, w.state.Fields); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}
