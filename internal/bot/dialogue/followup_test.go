// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// gym is a bot whose intents share words, and a classifier that is sure of none of them but by a word
// of its own.
func gym(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	intent := func(name, risk string, utterances ...string) release.Intent {
		return release.Intent{Name: name, Revision: name + "-1", Risk: risk, Utterances: utterances, Reply: release.Reply{Text: name}}
	}
	w.stable = compiled(t, "stable",
		intent("prices", "Low", "membership prices", "what does it cost"), intent("end", "High", "end my membership"),
		intent("pause", "Medium", "pause my membership"), intent("times", "Low", "opening times", "when are you open"))
	w.stable.Rules = nil
	w.stable.Policy.UnresolvedTurns = 3
	w.predictions = func(text string) []understanding.Prediction {
		for _, p := range []struct{ word, intent string }{{"price", "prices"}, {"cost", "prices"}, {"end", "end"}, {"pause", "pause"}, {"open", "times"}, {"membership", "pause"}} {
			if strings.Contains(text, p.word) {
				return []understanding.Prediction{{Intent: p.intent, Confidence: 0.9}, {Intent: "end", Confidence: 0.05}, {Intent: "prices", Confidence: 0.04}}
			}
		}
		if strings.Contains(text, "much") {
			return []understanding.Prediction{{Intent: "prices", Confidence: 0.5}, {Intent: "times", Confidence: 0.4}}
		}
		return []understanding.Prediction{{Intent: "times", Confidence: 0.005}}
	}
	return w
}

func TestAMessageGoesOnWithTheLastAnswer(t *testing.T) {
	const prices, times = "answer: prices", "answer: times"
	for name, tc := range map[string]struct{ say, want []string }{
		"with a joining word":                  {[]string{"when are you open", "and on Sunday?"}, []string{times, times}},
		"with a day alone":                     {[]string{"when are you open", "Tuesdays?", "tomorrow also?", "holidays the same?"}, []string{times, times, times, times}},
		"after a sentence of thanks":           {[]string{"when are you open", "gr8 thx. n sundays?"}, []string{times, times}},
		"with who it is for":                   {[]string{"what does it cost", "4 kids?"}, []string{prices, prices}},
		"in more words about the same":         {[]string{"what does it cost", "how much is that then for two?"}, []string{prices, prices}},
		"not with what asks for nothing":       {[]string{"when are you open", "why?"}, []string{times, reworded}},
		"nor when nothing was answered before": {[]string{"Tuesdays?"}, []string{reworded}},
		"nor as a statement":                   {[]string{"when are you open", "Tuesdays"}, []string{times, reworded}},
		"nor about another intent":             {[]string{"when are you open", "much?"}, []string{times, offered}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, gym(t), tc.say, tc.want) })
	}
}

// TestASubjectAloneIsNoRequest: a word that several intents share does not say which is meant.
func TestASubjectAloneIsNoRequest(t *testing.T) {
	for _, text := range []string{"membership", "my membership", "the membership please", "membership stuff"} {
		w := gym(t)
		if got := w.say(text); got != offered {
			t.Errorf("%q is answered %q", text, got)
		}
		if got := strings.Join(w.state.Offered.Intents, " "); got != "pause end prices" {
			t.Errorf("%q: offered %s", text, got)
		}
	}
	for text, want := range map[string]string{
		"membership prices": "answer: prices", "pause membership": "answer: pause", "can I pause my membership?": "answer: pause", "membership 12345": "answer: pause",
		"membership card lost": "answer: pause", "open membership": "answer: times",
	} {
		if got := gym(t).say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

func TestAChoiceMayBeSaidInOtherWords(t *testing.T) {
	const shall = "confirm: Shall I go ahead: End?"
	for name, tc := range map[string]struct{ say, want []string }{
		"by a word of the title":            {[]string{"membership", "the pausing one"}, []string{offered, "answer: pause"}},
		"by what it asks":                   {[]string{"membership", "what it costs"}, []string{offered, "answer: prices"}},
		"by its place":                      {[]string{"membership", "the second"}, []string{offered, shall}},
		"by what is likeliest":              {[]string{"membership", "how much"}, []string{offered, offered}},
		"none, and what else":               {[]string{"membership", "neither, when are you open"}, []string{offered, "answer: times"}},
		"what is no choice is offered anew": {[]string{"membership", "blue whale"}, []string{offered, offered}},
		"and then a person helps":           {[]string{"membership", "blue whale", "green"}, []string{offered, offered, aPerson}},
		"after an answer in between":        {[]string{"membership", "when are you open", "3"}, []string{offered, "answer: times\n" + offered, "answer: prices"}},
		"asked once more and no oftener":    {[]string{"membership", "when are you open", "and on Sunday?"}, []string{offered, "answer: times\n" + offered, "answer: times"}},
		"but not when it is said otherwise": {[]string{"membership", "what does it cost", "yes"}, []string{offered, "answer: prices", reworded}},
		"a yes chooses none of three":       {[]string{"membership", "yes"}, []string{offered, offered}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, gym(t), tc.say, tc.want) })
	}
}

// TestAValueIsCarriedOnToTheNextRequest: "can you cancel it?" after an answer about an order.
func TestAValueIsCarriedOnToTheNextRequest(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"what may do harm is asked about":     {[]string{"track parcel AB123456", "can you cancel it?", "yes"}, []string{onItsWay, shallI, cancelled}},
		"another value is that one":           {[]string{"track parcel AB123456", "cancel AB123457"}, []string{onItsWay, second}},
		"another order is asked for":          {[]string{"track parcel AB123456", "cancel the other one"}, []string{onItsWay, whichOrder}},
		"and so it is later":                  {[]string{"track parcel AB123456", "when do you open", "cancel my order"}, []string{onItsWay, nineToFive, whichOrder}},
		"the next order, too, is asked about": {[]string{"cancel AB123456", "yes", "and AB123457", "yes"}, []string{shallI, cancelled, second, secondDone}},
		"a yes that names another":            {[]string{"cancel AB123456", "yes but AB123457", "yes"}, []string{shallI, second, secondDone}},
		"what is denied is not":               {[]string{"track parcel AB123456", "cancel all but AB123456"}, []string{onItsWay, whichOrder}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}

// TestARefusalWhileAValueIsAskedForLetsGo plays customers who do not want it after all.
func TestARefusalWhileAValueIsAskedForLetsGo(t *testing.T) {
	plays(t, shop(t), []string{"book a table", "sorry, I don't need it"}, []string{forHowMany, leftAsIs})
	plays(t, shop(t), []string{"cancel AB123456", "no, leave it open"}, []string{shallI, leftAsIs})
	w := unsureOfHours(t)
	plays(t, w, []string{"cancel AB123456", "no sorry I meant your times", "yes"}, []string{shallI, leftAsIs + "\n" + offered, nineToFive})
}
