// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"slices"
	"testing"
)

func TestComparisonsThatAlwaysComeOutTheSameAreDoubted(t *testing.T) {
	const risk = `intent.risk is never "high", so this comparison `
	for name, tc := range map[string]struct{ when, want string }{
		"a risk as it is written":               {"intent.risk == 'High'", ""},
		"a risk in small letters":               {"intent.risk == 'high'", risk + "never holds: write 'High'"},
		"a risk on the other side":              {"'high' == intent.risk", risk + "never holds: write 'High'"},
		"any risk but one that there is not":    {"intent.risk != 'high'", risk + "always holds: write 'High'"},
		"a risk among others":                   {"message.anger && intent.risk in ['high', 'Medium']", risk + "never holds: write 'High'"},
		"a risk that there is not":              {"intent.risk == 'Severe'", `intent.risk is never "Severe", so this comparison never holds: write 'Low' or 'Medium' or 'High'`},
		"no risk, as nothing was understood":    {"intent.risk == ''", ""},
		"confidence in percent":                 {"intent.confidence > 70.0", "intent.confidence is 0 to 1, so this comparison never holds: write 0.7"},
		"little confidence in percent":          {"intent.confidence < 70", "intent.confidence is 0 to 1, so this comparison always holds: write 0.7"},
		"percent before the confidence":         {"70.0 < intent.confidence", "intent.confidence is 0 to 1, so this comparison never holds: write 0.7"},
		"all confidence that there is":          {"intent.confidence >= 1.0", ""},
		"more confidence than there is":         {"intent.confidence > 1.0", "intent.confidence is 0 to 1, so this comparison never holds"},
		"a sentiment in stars":                  {"message.sentiment <= -5.0", "message.sentiment is -1 to 1, so this comparison never holds"},
		"a sentiment of any ill will":           {"message.sentiment < 0", ""},
		"before the first message":              {"conversation.turns < 1", "conversation.turns is at least 1, so this comparison never holds"},
		"a long conversation":                   {"conversation.turns > 100000", ""},
		"a channel of the Bot":                  {"customer.channel == 'web'", ""},
		"a channel of no Bot":                   {"customer.channel == 'sms'", `no channel is named "sms", so this comparison never holds: write 'api' or 'web'`},
		"what may be anything":                  {"customer.tier == 'gold' && customer.locale == 'xx'", ""},
		"a rule that does not compile":          {"intent.risk == 'high' &&", ""},
		"a comparison of two fields":            {"intent.risk == customer.tier", ""},
		"a text that begins with what there is": {"intent.risk.startsWith('H')", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, doubt := range Doubts(rules("true", tc.when), []string{"api", "web"}) {
				got += doubt.Message
				if doubt.Index != 1 {
					t.Errorf("said of rule %d", doubt.Index)
				}
			}
			if got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
	if doubts := Doubts(rules("customer.channel == 'sms'"), nil); len(doubts) > 0 {
		t.Errorf("channels that are not known are doubted: %v", doubts)
	}
}

func TestRulesNameIntents(t *testing.T) {
	got := Intents(rules("intent.name == 'a' || 'b' != intent.name", "intent.name in ['c', customer.tier] && intent.name != ''"))
	want := []Named{{0, "a", "never holds"}, {0, "b", "always holds"}, {1, "c", "never holds"}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
