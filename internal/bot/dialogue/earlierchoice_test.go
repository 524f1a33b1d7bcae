// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestAChoiceOfBeforeIsChangedWhileADayIsAskedFor, by a message that says nothing else or corrects.
func TestAChoiceOfBeforeIsChangedWhileADayIsAskedFor(t *testing.T) {
	for name, tc := range map[string]struct{ locale, text, want string }{
		"made another":            {"en", "make it Rear Window", "Rear Window"},
		"by a word of its own":    {"en", "make it Rear", "Rear Window"},
		"its name alone":          {"en", "Rear Window please", "Rear Window"},
		"not that but another":    {"en", "not Vertigo, Rear Window", "Rear Window"},
		"rather another, German":  {"de", "doch lieber Rear Window", "Rear Window"},
		"finally another, French": {"fr", "finalement Rear Window", "Rear Window"},
		"a question about one":    {"en", "is Rear Window any good?", "Vertigo"},
		"told of one":             {"en", "my sister loved Rear Window", "Vertigo"},
	} {
		t.Run(name, func(t *testing.T) {
			w := cinema(t, tc.locale)
			w.say("Vertigo with the card 0918")
			w.say(tc.text)
			if got := w.state.Fields["film"]; got != tc.want {
				t.Errorf("after %q it is %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}
