// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	shallI      = "confirm: Cancel order AB123456?"
	shallIStill = "confirm: I am not sure whether that was a yes or a no. Cancel order AB123456?"
	cancelled   = "answer: To cancel AB123456, open My orders."
	leftAsIs    = "notice: All right, I leave it as it is. Write again if there is anything else."
	whichOrder  = "field: Which order?"
	orderNo     = "field: What is your order number?"
	newAddress  = "field: What is the new address?"
	offered     = "offer: Did you mean one of these?"
	alsoFirst   = "offer: You also asked about this: Cancel order AB123456. Shall I go on with it?"
	alsoSecond  = "offer: You also asked about this: Cancel order AB123457. Shall I go on with it?"
	alsoMove    = "offer: You also asked about this: Change address. Shall I go on with it?"
	nineToFive  = "answer: Nine to five (1)."
	onItsWay    = "answer: Order AB123456 is on its way. "
	reworded    = "clarify: I did not quite understand that. Could you say it in other words?"
	aPerson     = "handoff: A person will take over from here. They get what you told me, so you need not repeat it."
	welcome     = "notice: You are welcome. Write again if there is anything else."
)

// still is a question whether to go ahead that is asked once more because the answer was not understood.
func still(asked, locale string) string {
	return strings.Replace(asked, "confirm: ", "confirm: "+release.TextsFor(nil, locale).YesOrNo+" ", 1)
}

// plays tells what is answered to each message.
func plays(t *testing.T, w *world, say, want []string) {
	t.Helper()
	var got []string
	for _, text := range say {
		got = append(got, w.say(text))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("replies (-want +got):\n%s", diff)
	}
	checkContract(t, w.ledger)
}

// TestEveryRequestOfAMessageIsHeard plays messages that ask for more than one thing.
func TestEveryRequestOfAMessageIsHeard(t *testing.T) {
	for name, tc := range map[string]struct {
		locale    string
		say, want []string
	}{
		"both are answered":                             {say: []string{"say when you open and track parcel AB123456"}, want: []string{nineToFive + "\n" + onItsWay}},
		"what can be answered is, before the question":  {say: []string{"track my parcel, then tell me when you open", "AB123456"}, want: []string{nineToFive + "\n" + orderNo, onItsWay}},
		"an answer comes before what needs a yes":       {say: []string{"cancel AB123456. also when do you open", "yes"}, want: []string{nineToFive + "\n" + shallI, cancelled}},
		"a field of the first is asked for":             {say: []string{"a new address and say when you open", "12 Mill Lane"}, want: []string{nineToFive + "\n" + newAddress, "answer: Enter 12 Mill Lane under My orders."}},
		"what needs more than the first is alsoMove":    {say: []string{"when do you open and a new address please", "yes", "12 Mill Lane"}, want: []string{nineToFive + "\n" + alsoMove, newAddress, "answer: Enter 12 Mill Lane under My orders."}},
		"the second waits until the first is done":      {say: []string{"cancel AB123456 and also change the address", "yes", "yes", "12 Mill Lane"}, want: []string{shallI, cancelled + "\n" + alsoMove, newAddress, "answer: Enter 12 Mill Lane under My orders."}},
		"or is not wanted":                              {say: []string{"cancel AB123456 and also change the address", "no", "yes"}, want: []string{shallI, leftAsIs + "\n" + alsoMove, newAddress}},
		"letting go is letting go of both":              {say: []string{"cancel AB123456 and also change the address", "never mind"}, want: []string{shallI, leftAsIs}},
		"the second is chosen by its title":             {say: []string{"cancel AB123456 and also change the address", "change address"}, want: []string{shallI, newAddress}},
		"or by its number":                              {say: []string{"cancel AB123456 and also change the address", "3"}, want: []string{shallI, newAddress}},
		"the second waits through a digression":         {say: []string{"cancel AB123456 and also change the address", "when do you open", "yes"}, want: []string{shallI, nineToFive + "\n" + shallI, cancelled + "\n" + alsoMove}},
		"each takes the value of its part":              {say: []string{"track parcel AB123456 and cancel AB654321", "yes"}, want: []string{onItsWay + "\noffer: You also asked about this: Cancel order AB654321. Shall I go on with it?", "confirm: Cancel order AB654321?"}},
		"three":                                         {say: []string{"cancel AB123456, change the address and say when you open", "yes"}, want: []string{nineToFive + "\n" + shallI, cancelled + "\n" + alsoMove}},
		"in German":                                     {locale: "de", say: []string{"parcel AB123456 und außerdem wann open"}, want: []string{onItsWay + "\n" + nineToFive}},
		"in Arabic":                                     {locale: "ar", say: []string{"أريد open وأريد parcel AB123456"}, want: []string{nineToFive + "\n" + onItsWay}},
		"in Chinese":                                    {locale: "zh", say: []string{"open几点,还有parcel AB123456"}, want: []string{nineToFive + "\n" + onItsWay}},
		"in Japanese":                                   {locale: "ja", say: []string{"open何時ですか。それとparcel AB123456"}, want: []string{nineToFive + "\n" + onItsWay}},
		"a half that says nothing changes nothing":      {say: []string{"cancel AB123456 and thank you very much"}, want: []string{shallI}},
		"what is denied is not asked for":               {say: []string{"don't cancel AB123456 and tell me when you open"}, want: []string{nineToFive}},
		"nor what might be":                             {say: []string{"if it takes long, cancel AB123456 and change the address"}, want: []string{offered}},
		"what is asked beside a value":                  {say: []string{"cancel my order", "AB123456 and when do you open?", "yes"}, want: []string{whichOrder, nineToFive + "\n" + shallI, cancelled}},
		"and beside an address":                         {say: []string{"new address", "12 Mill Lane, Rose and Crown Yard, and when do you open?"}, want: []string{newAddress, "answer: Enter 12 Mill Lane, Rose and Crown Yard under My orders.\n" + nineToFive}},
		"and what needs more is offered":                {say: []string{"new address", "12 Mill Lane, and please cancel AB123456", "yes"}, want: []string{newAddress, "answer: Enter 12 Mill Lane under My orders.\n" + alsoFirst, shallI}},
		"an address is not taken apart":                 {say: []string{"new address", "Flat 3, Rose and Crown Yard"}, want: []string{newAddress, "answer: Enter Flat 3, Rose and Crown Yard under My orders."}},
		"a question alone is no address with a request": {say: []string{"new address", "before that, when do you open?"}, want: []string{newAddress, nineToFive + "\n" + newAddress}},
		"the same for two orders":                       {say: []string{"track parcel AB123456 and AB123457"}, want: []string{onItsWay + "\nanswer: Order AB123457 is on its way. "}},
		"one after the other where a yes is needed":     {say: []string{"cancel AB123456 and AB123457", "yes", "yes", "yes"}, want: []string{shallI, cancelled + "\n" + alsoSecond, "confirm: Cancel order AB123457?", "answer: To cancel AB123457, open My orders."}},
		"two values for one":                            {say: []string{"cancel my order", "AB123456 and AB123457", "yes", "yes"}, want: []string{whichOrder, shallI, cancelled + "\n" + alsoSecond, "confirm: Cancel order AB123457?"}},
		"a value put right in the same message":         {say: []string{"cancel AB123457, no wait, AB123456", "yes"}, want: []string{shallI, cancelled}},
		"and without letting go":                        {say: []string{"cancel AB123457, sorry AB123456"}, want: []string{shallI}},
		"but not what is let go of":                     {say: []string{"cancel AB123456, wait, forget it"}, want: []string{leftAsIs}},
		"no, something else":                            {say: []string{"cancel AB123456", "no, track the parcel instead"}, want: []string{shallI, onItsWay}},
		"in the order of the message":                   {say: []string{"a new address and cancel AB123456"}, want: []string{newAddress}},
		"forget it, something else":                     {say: []string{"cancel my order", "forget it. I want to know when you open"}, want: []string{whichOrder, nineToFive}},
	} {
		t.Run(name, func(t *testing.T) {
			w := shop(t)
			w.state.Locale = tc.locale
			for _, reply := range tc.want {
				if tc.locale != "" && !strings.HasPrefix(reply, "answer") {
					t.Fatal("texts of the bot are in the customer's language")
				}
			}
			plays(t, w, tc.say, tc.want)
		})
	}
}

// TestOneRequestInTwoHalvesIsOne looks at what the classifier makes of the whole and of its halves.
func TestOneRequestInTwoHalvesIsOne(t *testing.T) {
	p := func(intent string, confidence float64) understanding.Prediction {
		return understanding.Prediction{Intent: intent, Confidence: confidence}
	}
	for name, tc := range map[string]struct {
		text          string
		whole         []understanding.Prediction
		first, second understanding.Prediction
		want          string
	}{
		"the whole is clearer than its second half": {
			"stop it AB123456 and do that today", []understanding.Prediction{p("cancel-order", 0.93), p("hours", 0.02)}, p("cancel-order", 0.96), p("hours", 0.8), shallI,
		},
		"the whole is torn between both halves": {
			"stop it AB123456 and do that today", []understanding.Prediction{p("cancel-order", 0.75), p("hours", 0.2)}, p("cancel-order", 0.96), p("hours", 0.8), nineToFive + "\n" + shallI,
		},
		"both halves are clearer than the whole": {
			"stop it AB123456 and do that today", []understanding.Prediction{p("cancel-order", 0.8), p("hours", 0.01)}, p("cancel-order", 0.96), p("hours", 0.9), nineToFive + "\n" + shallI,
		},
		"a half is not understood": {
			"stop it AB123456 and do that today", []understanding.Prediction{p("cancel-order", 0.8), p("hours", 0.19)}, p("cancel-order", 0.96), p("hours", 0.6), shallI,
		},
		"neither half is": {
			"white salt and pepper mills for the table", []understanding.Prediction{p("book-table", 0.4), p("hours", 0.3)}, p("book-table", 0.5), p("hours", 0.4), offered,
		},
		"a word says that there are two": {
			"stop it AB123456 and also do that today", []understanding.Prediction{p("cancel-order", 0.95), p("hours", 0.01)}, p("cancel-order", 0.96), p("hours", 0.8), nineToFive + "\n" + shallI,
		},
		"the second of two is plausible": {
			"do that today and also this one", []understanding.Prediction{p("hours", 0.95), p("cancel-order", 0.01)}, p("hours", 0.96), p("cancel-order", 0.5), nineToFive + "\n" + offered,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := shop(t)
			parts := wording.Split(tc.text, "en")
			if len(parts) != 2 {
				t.Fatalf("%q has %d parts", tc.text, len(parts))
			}
			w.predictions = func(text string) []understanding.Prediction {
				switch text {
				case parts[0].Text:
					return []understanding.Prediction{tc.first}
				case parts[1].Text:
					return []understanding.Prediction{tc.second}
				}
				return tc.whole
			}
			if got := w.say(tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestAYesIsToTheLastQuestion plays what customers say while the bot waits for a yes.
func TestAYesIsToTheLastQuestion(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"the question comes again after an answer": {[]string{"cancel AB123456", "when do you open", "yes"}, []string{shallI, nineToFive + "\n" + shallI, cancelled}},
		"and after two": {[]string{"cancel AB123456", "when do you open", "track parcel AB777777", "yes"}, []string{shallI, nineToFive + "\n" + shallI, "answer: Order AB777777 is on its way. \n" + shallI, cancelled}},
		"ok may only mean that the answer was read":     {[]string{"cancel AB123456", "when do you open", "ok", "ok"}, []string{shallI, nineToFive + "\n" + shallI, shallI, cancelled}},
		"also to the first message":                     {[]string{"cancel AB123456. also when do you open", "ok", "ok"}, []string{nineToFive + "\n" + shallI, shallI, cancelled}},
		"so may a thumb":                                {[]string{"cancel AB123456", "when do you open", "👍", "👍🏽"}, []string{shallI, nineToFive + "\n" + shallI, shallI, cancelled}},
		"thanks are no yes":                             {[]string{"cancel AB123456", "thank you", "no"}, []string{shallI, welcome + "\n" + shallI, leftAsIs}},
		"nor is a greeting":                             {[]string{"cancel AB123456", "hello"}, []string{shallI, "notice: Hello! What can I do for you?\n" + shallI}},
		"another value is corrected afterwards":         {[]string{"cancel AB123457", "when do you open", "no, it's AB123456", "yes"}, []string{"confirm: Cancel order AB123457?", nineToFive + "\nconfirm: Cancel order AB123457?", shallI, cancelled}},
		"a no after an answer":                          {[]string{"cancel AB123456", "when do you open", "no thanks"}, []string{shallI, nineToFive + "\n" + shallI, leftAsIs}},
		"a question that is not understood":             {[]string{"cancel AB123456", "what would that mean for me?", "yes"}, []string{shallI, reworded + "\n" + shallI, cancelled}},
		"a request that needs a question of its own":    {[]string{"cancel AB123456", "new address", "yes"}, []string{shallI, newAddress, newAddress}},
		"after which the first is offered again":        {[]string{"cancel AB123456", "new address", "12 Mill Lane", "yes", "yes"}, []string{shallI, newAddress, "answer: Enter 12 Mill Lane under My orders.\n" + alsoFirst, shallI, cancelled}},
		"unless it was to be instead":                   {[]string{"cancel AB123456", "a new address instead", "12 Mill Lane"}, []string{shallI, newAddress, "answer: Enter 12 Mill Lane under My orders."}},
		"a correction after a sound":                    {[]string{"cancel AB123457", "hm", "no, AB123456", "yes"}, []string{"confirm: Cancel order AB123457?", "confirm: Cancel order AB123457?", shallI, cancelled}},
		"a choice stands last":                          {[]string{"cancel AB123456", "perhaps something else", "yes"}, []string{shallI, shallIStill, cancelled}},
		"the same request once more is no yes":          {[]string{"cancel AB123456", "cancel it", "cancel AB123456", "yes"}, []string{shallI, shallIStill, shallIStill, cancelled}},
		"and a person helps who insists":                {[]string{"cancel AB123456", "I said cancel it", "cancel it", "cancel"}, []string{shallI, shallIStill, shallIStill, aPerson}},
		"with another value it is that one":             {[]string{"cancel AB123457", "cancel AB123456", "yes"}, []string{"confirm: Cancel order AB123457?", shallI, cancelled}},
		"sounds and signs decide nothing":               {[]string{"cancel AB123456", "hm", "?", "🤔", "hmmm", "yes"}, []string{shallI, shallI, shallI, shallI, shallI, cancelled}},
		"by number where there are no buttons":          {[]string{"cancel AB123456", "2"}, []string{shallI, leftAsIs}},
		"and yes":                                       {[]string{"cancel AB123456", "1"}, []string{shallI, cancelled}},
		"a few words after a no change nothing":         {[]string{"cancel AB123456", "no rather the other way"}, []string{shallI, leftAsIs}},
		"a thumb down is a no":                          {[]string{"cancel AB123456", "👎"}, []string{shallI, leftAsIs}},
		"a yes that depends on something is none":       {[]string{"cancel AB123456", "yes if it is free", "agreed, but only tomorrow", "yes"}, []string{shallI, shallIStill, shallIStill, cancelled}},
		"nor is one that needs a moment":                {[]string{"cancel AB123456", "ok, one moment", "right, I need to think", "yes"}, []string{shallI, shallIStill, shallIStill, cancelled}},
		"nor one with another request":                  {[]string{"cancel AB123456", "sure, but a new address first", "12 Mill Lane"}, []string{shallI, newAddress, "answer: Enter 12 Mill Lane under My orders.\n" + alsoFirst}},
		"nor what only begins like one":                 {[]string{"cancel AB123456", "perfect timing, my parcel AB777777 just came", "I do wonder"}, []string{shallI, "answer: Order AB777777 is on its way. \n" + shallI, shallIStill}},
		"a yes with another value is for that one":      {[]string{"cancel AB123457", "yes, AB123456", "yes"}, []string{"confirm: Cancel order AB123457?", shallI, cancelled}},
		"yes, and the request once more":                {[]string{"cancel AB123456", "yes cancel my order now"}, []string{shallI, cancelled}},
		"yes to nothing executes nothing":               {[]string{"cancel AB123456", "no", "yes"}, []string{shallI, leftAsIs, reworded}},
		"nor does yes to the hours":                     {[]string{"when do you open", "yes"}, []string{nineToFive, reworded}},
		"a person is asked for after an answer between": {[]string{"cancel AB123456", "when do you open", "let me talk to a human"}, []string{shallI, nineToFive + "\n" + shallI, aPerson}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}

// TestAYesIsOneInTenLanguages: it may come with thanks, and not with what it depends on.
func TestAYesIsOneInTenLanguages(t *testing.T) {
	for locale, says := range map[string]struct{ yes, depends []string }{
		"en": {[]string{"yes please, now", "yes, that would be great", "I do", "fine by me"}, []string{"yes, unless it costs something", "sure, tomorrow"}},
		"de": {[]string{"ja bitte, jetzt", "ja, gerne"}, []string{"ja, aber erst morgen", "ja, wenn es nichts kostet"}},
		"es": {[]string{"sí, por favor", "sí"}, []string{"sí, si es gratis", "vale, mañana"}},
		"fr": {[]string{"oui s'il vous plaît", "oui merci"}, []string{"oui, si c'est gratuit", "oui, demain"}},
		"it": {[]string{"sì grazie", "sì certo", "sì"}, []string{"sì, se è gratis", "sì, ma domani"}},
		"pt": {[]string{"sim, por favor", "sim, pode cancelar"}, []string{"sim, se for grátis", "sim, mas amanhã"}},
		"tr": {[]string{"evet lütfen"}, []string{"evet, ama yarın"}},
		"ar": {[]string{"نعم لو سمحت"}, []string{"نعم، لكن غدا"}},
		"zh": {[]string{"好的"}, []string{"好的，如果免费", "可以，但明天"}},
		"ja": {[]string{"はい、お願いします"}, []string{"はい、無料なら"}},
	} {
		says.yes = append(says.yes, release.TextsFor(nil, locale).Yes)
		for i, text := range append(says.yes, says.depends...) {
			w, want := shop(t), cancelled
			if w.state.Locale = locale; i >= len(says.yes) {
				want = still(shallI, locale)
			}
			w.say("cancel AB123456")
			if got := w.say(text); got != want {
				t.Errorf("%s: %q is answered %q, want %q", locale, text, got, want)
			}
		}
	}
}

// TestAnAddressMayComeWithWordsThatMeanSomethingElseAlone: thanks, and "No." for a number.
func TestAnAddressMayComeWithWordsThatMeanSomethingElseAlone(t *testing.T) {
	for text, address := range map[string]string{"12 Mill Lane, thanks": "12 Mill Lane", "No. 5 Mill Lane": "No. 5 Mill Lane"} {
		plays(t, shop(t), []string{"new address", text}, []string{newAddress, "answer: Enter " + address + " under My orders."})
	}
	plays(t, shop(t), []string{"new address", "thanks a lot", "no, leave it"}, []string{newAddress, welcome + "\n" + newAddress, leftAsIs})
}

// TestAnAnswerInBetweenGivesNoValue: what is asked about another order stays with that question.
func TestAnAnswerInBetweenGivesNoValue(t *testing.T) {
	const where = "where is my parcel AB777777?"
	onIts := "answer: Order AB777777 is on its way. \n"
	plays(t, shop(t), []string{"cancel my order", where, "AB123456", "yes"}, []string{whichOrder, onIts + whichOrder, shallI, cancelled})

	w := shop(t)
	w.stable = compiled(t, "stable", orderStatus(), release.Intent{
		Name: "cancel-order", Revision: "cancel-order-2", Risk: "Medium", Utterances: []string{"cancel my order"},
		Fields: []release.Field{
			{Name: "email", Prompt: "Which email?", Type: release.FieldEmail, Required: true},
			{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true},
		},
		Reply: release.Reply{Text: "{orderId} is cancelled."},
	})
	w.stable.Rules = nil
	plays(t, w, []string{"cancel my order", where, "ann@shop.example"}, []string{"field: Which email?", onIts + "field: Which email?", whichOrder})
}

// TestMoreValuesAreReadOfEachField: those of the second field too.
func TestMoreValuesAreReadOfEachField(t *testing.T) {
	w := shop(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "order-status", Revision: "order-status-2", Risk: "Low", Utterances: []string{"where is my parcel"},
		Fields: []release.Field{
			{Name: "email", Prompt: "Which email?", Type: release.FieldEmail, Required: true},
			{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true},
		},
		Reply: release.Reply{Text: "{orderId} for {email}."},
	})
	w.stable.Rules = nil
	plays(t, w, []string{"parcel AB123456 for ann@shop.example, no sorry AB123457"}, []string{"answer: AB123457 for ann@shop.example."})
}

// TestSoundsAndSignsChangeNothing plays messages that say nothing.
func TestSoundsAndSignsChangeNothing(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"while a value is asked for":       {[]string{"cancel my order", "hm", "ok", "?", "…", "ab123456"}, []string{whichOrder, whichOrder, whichOrder, whichOrder, whichOrder, shallI}},
		"they are no address":              {[]string{"new address", "hmm", "🙂", "ok", "12 Mill Lane"}, []string{newAddress, newAddress, newAddress, newAddress, "answer: Enter 12 Mill Lane under My orders."}},
		"nor is a yes, unless it is meant": {[]string{"new address", "can you do it for me?", "sure", "yes"}, []string{newAddress, reworded + "\n" + newAddress, newAddress, "answer: Enter yes under My orders."}},
		"while a choice is offered":        {[]string{"perhaps", "hm", "🤷", "ok", "1"}, []string{offered, offered, offered, offered, nineToFive}},
		"yes is no choice among several":   {[]string{"perhaps", "yes please", "1"}, []string{offered, offered, nineToFive}},
		"a value chooses what asks for it": {[]string{"perhaps", "AB123456"}, []string{offered, onItsWay}},
		"after an answer they end it":      {[]string{"when do you open", "ok"}, []string{nineToFive, welcome}},
		"and so does a smile":              {[]string{"when do you open", "🙂❤️"}, []string{nineToFive, welcome}},
		"a wave is a greeting":             {[]string{"👋"}, []string{"notice: Hello! What can I do for you?"}},
		"and so does a thumb":              {[]string{"when do you open", "👍"}, []string{nineToFive, welcome}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}

func TestARuleSeesEveryRequestOfAMessage(t *testing.T) {
	w := shop(t)
	w.stable.Rules = rules{}
	if got := w.say("when do you open and cancel AB123456"); got != nineToFive+"\n"+alsoFirst {
		t.Errorf("what is only offered is not handed over: %q", got)
	}
	w = shop(t)
	w.stable.Rules = rules{}
	if got := w.say("cancel AB123456 and say when you open"); got != aPerson {
		t.Errorf("got %q, want a handoff: the rule is about the risk of one of two requests", got)
	}
}

func TestWhatIsOfferedBesideAQuestionIsAButton(t *testing.T) {
	w := shop(t)
	w.say("cancel AB123456 and also change the address")
	last := w.state.Turns[len(w.state.Turns)-1]
	if diff := cmp.Diff([]string{"Yes", "No", "Change address"}, last.Suggestions); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
	w.say("change address")
	if diff := cmp.Diff([]conversation.Proposed{{Intent: "change-address", Text: "change the address"}}, w.state.Proposed); diff != "" {
		t.Errorf("proposed (-want +got):\n%s", diff)
	}
}

// unsureOfHours is a shop whose bot is sure of a cancellation and takes all else for a question about
// its hours, which it is not sure of.
func unsureOfHours(t *testing.T) *world {
	t.Helper()
	w := shop(t)
	w.predictions = func(text string) []understanding.Prediction {
		if strings.Contains(text, "cancel") {
			return []understanding.Prediction{{Intent: "cancel-order", Confidence: 0.95}}
		}
		return []understanding.Prediction{{Intent: "hours", Confidence: 0.5}}
	}
	return w
}

func TestAChoiceBesideAQuestionIsAnsweredBeforeIt(t *testing.T) {
	w := unsureOfHours(t)
	plays(t, w, []string{"cancel AB123456 and also your times please", "hours", "yes"}, []string{shallI, nineToFive + "\n" + shallI, cancelled})
}

func TestWhatIsAskedWhileLettingGoIsOffered(t *testing.T) {
	w := unsureOfHours(t)
	plays(t, w, []string{"cancel AB123456", "forget it. what are your times?", "yes"}, []string{shallI, leftAsIs + "\n" + offered, nineToFive})
}
