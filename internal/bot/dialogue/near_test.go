// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// atOnce is a bot with one intent, of which the classifier is sure whatever is said.
func atOnce(t *testing.T, locale, risk string, utterances ...string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{Name: "act", Revision: "act-1", Risk: risk, Locale: locale, Utterances: utterances, Reply: release.Reply{Text: "act"}})
	w.state.Locale = locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "act", Confidence: 0.98}}
	}
	return w
}

var (
	roaming   = []string{"turn on roaming", "activate roaming", "I need roaming abroad", "How do I switch roaming on?", "roaming please"}
	moving    = []string{"change my postal address", "I want to change my address", "I have moved house", "How do I update my mailing address?", "my new address"}
	breakfast = []string{"add breakfast to my booking", "I want to book breakfast", "how do I add breakfast?", "please include breakfast in my reservation"}
	technique = []string{"Techniker bestellen", "ich möchte einen Techniker buchen", "bitte schicken Sie einen Techniker", "wie bekomme ich einen Techniker?"}
	morada    = []string{"mudar a minha morada", "quero alterar a morada", "como altero a minha morada?", "nova morada"}
	kahvalti  = []string{"rezervasyonuma kahvaltı ekleyin", "kahvaltı eklemek istiyorum", "kahvaltıyı nasıl eklerim?"}
	zaocan    = []string{"给我的预订加早餐", "我想加早餐", "怎么加早餐", "请在订单里加上早餐"}
	leaving   = []string{"don't clean my room", "no cleaning please", "please do not clean the room", "I don't want housekeeping"}
	missing   = []string{"my parcel has not come", "no parcel yet", "where is my parcel", "parcel is late"}
)

// TestWhatIsNotAskedForIsConfirmed at the risk Medium: what a message negates without asking for anything, what
// it takes back, and what is only near to the intent. A request is still done at once.
func TestWhatIsNotAskedForIsConfirmed(t *testing.T) {
	for _, c := range []struct {
		name, locale string
		utterances   []string
		asked, done  []string
	}{
		{
			"a negation without a wish", "en", roaming,
			[]string{"roaming should stay off", "roaming is not to be touched", "there is nothing to turn on, roaming is fine as it is"},
			[]string{"turn on roaming", "I don't have roaming, please turn it on: roaming", "roaming was never on, turn roaming on", "turn on roaming instead of the hotspot"},
		},
		{
			"a negation that tells why", "en", moving,
			[]string{"I haven't moved house", "my address is still the same"},
			[]string{"I don't live in Elm Street any more, please send it to my new address", "I no longer live there, change my address"},
		},
		{
			"what is taken back in the same message", "en", moving,
			[]string{"change my address - no, sorry, wrong chat", "change my address, no, forget it", "change my address. Never mind"},
			[]string{"change my address, sorry for the trouble"},
		},
		{
			"another thing", "en", breakfast,
			[]string{"add a parking space to my booking", "add dinner to my reservation"},
			[]string{"add breakfast for two", "we would like breakfast with the room"},
		},
		{
			"the thing of another kind", "en", moving,
			[]string{"change my email address", "new bank address please", "my address has changed"},
			[]string{"change my home postal address"},
		},
		{
			"another act on the thing", "de", technique,
			[]string{"den Techniker bitte verschieben", "Techniker absagen"},
			[]string{"Techniker bestellen bitte"},
		},
		{"in Portuguese", "pt", morada, []string{"a morada continua a mesma", "quero mudar a senha", "a morada fica como está"}, []string{"já não vivo aí, mudem a minha morada"}},
		{"in Turkish", "tr", kahvalti, []string{"kahvaltı istemedik", "rezervasyona transfer ekleyin"}, []string{"odaya kahvaltı ekleyin"}},
		{"in Chinese", "zh", zaocan, []string{"给我的预订加停车位", "我们没要过早餐"}, []string{"订的房间再加两份早餐"}},
		{
			"the opposite where nearly all utterances negate", "en", leaving,
			[]string{"please clean my room today", "we need the room cleaned"},
			[]string{"please don't clean the room today", "no cleaning today"},
		},
		{"where utterances negate, a negation asks for it", "en", missing, nil, []string{"the parcel has not arrived", "no parcel came"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, text := range c.asked {
				if got := atOnce(t, c.locale, "Medium", c.utterances...).say(text); got == "answer: act" {
					t.Errorf("%q is done", text)
				}
			}
			for _, text := range c.done {
				if got := atOnce(t, c.locale, "Medium", c.utterances...).say(text); got != "answer: act" {
					t.Errorf("%q is answered %q", text, got)
				}
			}
		})
	}
	if got := atOnce(t, "en", "Low", breakfast...).say("add a parking space to my booking"); got != "answer: act" {
		t.Errorf("of low risk, it is answered %q", got)
	}
}
