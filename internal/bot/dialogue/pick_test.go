// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
)

const (
	shallIOther = "confirm: Cancel order AB654321?"
	otherDone   = "answer: To cancel AB654321, open My orders."
)

func TestOneOfTwoThingsIsMeant(t *testing.T) {
	for name, tc := range map[string][2][]string{
		"the second one at the question whether": {{"cancel AB123456 and AB654321", "the second one", "yes"}, {shallI, shallIOther, otherDone}},
		"the first one is asked about once more": {{"cancel AB123456 and AB654321", "the first one", "yes"}, {shallI, shallI, cancelled + "\noffer: You also asked about this: Cancel order AB654321. Shall I go on with it?"}},
		"both, one after the other":              {{"cancel AB123456 and AB654321", "both please", "yes"}, {shallI, cancelled + "\n" + shallIOther, otherDone}},
		"both, of which the other is not wanted": {{"cancel AB123456 and AB654321", "both", "no"}, {shallI, cancelled + "\n" + shallIOther, leftAsIs}},
		"one of an alternative":                  {{"cancel AB123456 or AB654321", "the latter", "yes"}, {"field: Which order?", shallIOther, otherDone}},
		"both of an alternative":                 {{"cancel AB123456 or AB654321", "both"}, {"field: Which order?", shallI}},
		"in another message":                     {{"parcel AB123456 or AB654321", "AB123456", "cancel the second one"}, {"field: What is your order number?", "answer: Order AB123456 is on its way. ", shallIOther}},
		"none of three is both":                  {{"cancel AB123456 or AB654321 or AB111111", "both"}, {"field: Which order?", "field: That does not look right. Which order?"}},
		"not the second one":                     {{"cancel AB123456 and AB654321", "not the second one"}, {shallI, shallIStill}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc[0], tc[1]) })
	}
	for locale, says := range map[string][2]string{
		"de": {"die zweite", "beide"}, "es": {"el segundo", "los dos"}, "fr": {"la deuxième", "les deux"}, "it": {"il secondo", "entrambi"}, "pt": {"o segundo", "ambos"},
		"tr": {"ikincisi", "ikisini de"}, "ar": {"الثاني", "كلاهما"}, "zh": {"第二个", "两个都要"}, "ja": {"二つ目", "両方"},
	} {
		for i, want := range []string{shallIOther, cancelled + "\n" + shallIOther} {
			w := shop(t)
			w.state.Locale = locale
			w.say("cancel AB123456, AB654321")
			if got := w.say(says[i]); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, says[i], got, want)
			}
		}
	}
}

func TestWhatIsKeptIsNotActedOn(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"I want to keep AB123456, cancel AB654321", "keep AB123456 and cancel AB654321", "cancel AB654321 and keep AB123456", "leave AB123456 alone and cancel AB654321", "AB123456 stays, cancel AB654321", "cancel AB654321 but not AB123456", "cancel AB654321, AB123456 I still want"},
		"de": {"AB123456 behalte ich, cancel AB654321", "cancel AB654321 und lass AB123456", "AB123456 bleibt, AB654321 cancel"},
		"es": {"quiero conservar AB123456, cancel AB654321", "deja AB123456 y cancel AB654321"},
		"fr": {"je garde AB123456, cancel AB654321", "laissez AB123456 et cancel AB654321"},
		"it": {"tengo AB123456, cancel AB654321", "lascia AB123456 e cancel AB654321"},
		"pt": {"fica AB123456, cancel AB654321", "quero manter AB123456 e cancel AB654321"},
		"tr": {"AB123456 kalsın, AB654321 cancel"}, "ar": {"احتفظ ب AB123456، cancel AB654321"}, "zh": {"保留AB123456，cancel AB654321"}, "ja": {"AB123456は残して、AB654321をcancel"},
	} {
		for _, text := range texts {
			w := shop(t)
			w.state.Locale = locale
			if got := w.say(text); got != shallIOther {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
	for text, want := range map[string]string{
		"cancel AB123456, I want to keep my money":            shallI,
		"I keep waiting for it, cancel AB123456":              shallI,
		"parcel AB123456, I want to keep AB123456":            "answer: Order AB123456 is on its way. ",
		"cancel AB123456, it has to stay under 100 euros all": shallI,
	} {
		if got := shop(t).say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

func TestAValueIsCarriedWhereTheNextRequestRefersToIt(t *testing.T) {
	for name, tc := range map[string][2][]string{
		"after it was done":           {{"cancel AB123456", "yes", "and when will the parcel arrive?"}, {shallI, cancelled, onItsWay}},
		"and another answer":          {{"cancel AB123456", "yes", "when do you open", "and the parcel, when will it arrive?"}, {shallI, cancelled, nineToFive, onItsWay}},
		"after it was let go of":      {{"cancel AB123456", "no", "is it a parcel then?"}, {shallI, leftAsIs, onItsWay}},
		"to what may harm with a yes": {{"parcel AB123456", "when do you open", "cancel it"}, {onItsWay, nineToFive, shallI}},
		"not to another one":          {{"parcel AB123456", "when do you open", "cancel my other order, I need it no more"}, {onItsWay, nineToFive, "field: Which order?"}},
		"not where nothing refers":    {{"parcel AB123456", "when do you open", "cancel an order"}, {onItsWay, nineToFive, "field: Which order?"}},
		"not where two were named":    {{"parcel AB123456 or AB654321", "hi", "cancel it"}, {"field: What is your order number?", "notice: Hello! What can I do for you?\nfield: What is your order number?", "field: Which order?"}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc[0], tc[1]) })
	}
}

func TestOnlyTheLastOfWhatWasTakenBackCounts(t *testing.T) {
	for text, want := range map[string]string{
		"cancel AB123456 … no wait, track the parcel":          onItsWay,
		"cancel AB123456, no wait, track the parcel":           onItsWay,
		"cancel AB123456... actually no, where is the parcel?": onItsWay,
		"cancel AB123456. oh sorry, track the parcel instead":  onItsWay,
		"track the parcel AB123456, no wait, cancel it":        shallI,
		"cancel AB123456, no wait, AB654321":                   shallIOther,
	} {
		if got := shop(t).say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{ // none of these takes the first back
		"cancel AB123456, no parcel came":                   shallI,
		"where is parcel AB123456, sorry, when do you open": onItsWay + "\n" + nineToFive,
		"when do you open, no cancel fee?":                  nineToFive,
	} {
		if got := shop(t).say(text); !strings.HasPrefix(got, want) && !strings.Contains(got, want) {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
	for locale, text := range map[string]string{
		"de": "cancel AB123456, nein warte, wo ist parcel?", "es": "cancel AB123456, no espera, dónde está parcel?", "fr": "cancel AB123456, non attendez, où est parcel ?",
		"it": "cancel AB123456, no aspetta, dov'è parcel?", "pt": "cancel AB123456, não espere, onde está parcel?", "tr": "cancel AB123456, hayır dur, parcel nerede?",
		"ar": "cancel AB123456، لا انتظر، اين parcel؟", "zh": "cancel AB123456，等一下，查parcel", "ja": "cancel AB123456、待って、parcelはどこ？",
	} {
		w := shop(t)
		w.state.Locale = locale
		if got := w.say(text); got != onItsWay {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}

// TestAChosenRequestIsForAllThatItNames, one after the other, unless it may not mean them all.
func TestAChosenRequestIsForAllThatItNames(t *testing.T) {
	for text, later := range map[string]string{
		"AB123456 and AB654321 are to go":         "AB654321",
		"AB123456 is to go, no sorry, AB654321":   "",
		"my aunt's is AB654321, mine is AB123456": "",
	} {
		w := shop(t)
		w.state.Locale = "en"
		w.predictions = func(said string) []understanding.Prediction {
			if said == text {
				return []understanding.Prediction{{Intent: "cancel-order", Confidence: 0.4}, {Intent: "order-status", Confidence: 0.3}}
			}
			return nil
		}
		if got := w.say(text); got != offered {
			t.Fatalf("%q is answered %q", text, got)
		}
		w.say("Cancel order")
		got := ""
		if o := w.state.Offered; o != nil {
			got = o.TextOf(0)
		}
		if got != later || w.state.Confirming == nil || later == "" && w.state.Fields["orderId"] == "" {
			t.Errorf("%q: the other one is %q, want %q; values %v", text, got, later, w.state.Fields)
		}
	}
}
