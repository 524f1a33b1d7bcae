// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"testing"
)

// kindOf are the acts of an intent with these utterances.
func kindOf(utterances ...string) Acts {
	acts := make([]Acts, len(utterances))
	for i, u := range utterances {
		acts[i] = ActsOf(u)
	}
	return Common(acts)
}

func TestWhoWantsTheOppositeIsHeard(t *testing.T) {
	raise := kindOf("raise my limit", "increase my credit limit", "I want a higher limit")
	end := kindOf("cancel my membership", "end my contract", "I want to leave")
	invite := kindOf("invite a colleague", "add a user", "new team member")
	both := kindOf("add a user", "remove a user", "manage users")
	track := kindOf("where is my order", "track my parcel")
	for name, tc := range map[string]struct {
		of   Acts
		say  string
		want bool
	}{
		"lower instead of raise":                 {raise, "lower my limit, I spend too much", true},
		"the same in other words":                {raise, "could you lift my daily limit", false},
		"no word of either":                      {raise, "I need to pay for a car tomorrow", false},
		"both, so it is not sure which":          {raise, "you lowered my limit, raise it again", false},
		"pause instead of end":                   {end, "can I pause my membership over the summer", true},
		"the end undone":                         {end, "please undo the cancellation", true},
		"what is not to be renewed ends":         {end, "make sure that it doesn't renew", false},
		"remove instead of add":                  {invite, "remove Tom from our team", true},
		"an intent for both":                     {both, "remove Tom from our team", false},
		"an intent that does nothing of a group": {track, "cancel my order", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ActsOf(tc.say).Contradict(tc.of); got != tc.want {
				t.Errorf("%q contradicts: %t, want %t", tc.say, got, tc.want)
			}
		})
	}
}

// TestEveryLanguageHasWordsForEveryAct: an act without words would never be heard.
func TestEveryLanguageHasWordsForEveryAct(t *testing.T) {
	for _, l := range actLanguages() {
		known := Acts(0)
		for i := range l.patterns {
			known |= actBits[l.patterns[i].section]
		}
		for section, bit := range actBits {
			if known&bit == 0 {
				t.Errorf("acts/%s.txt has no pattern for %s", l.name, section)
			}
		}
	}
}
