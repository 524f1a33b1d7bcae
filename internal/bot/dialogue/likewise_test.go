// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestTheSameForAnotherThingIsConfirmed plays what customers say when something was done: each wants it again, or does
// not.
func TestTheSameForAnotherThingIsConfirmed(t *testing.T) {
	const again = "confirm: Renew MB00002 for 2?"
	for name, tc := range map[string]struct{ locale, text, want string }{
		"too":                          {"en", "and MB00002 too", again},
		"the same":                     {"en", "the same for MB00002 please", again},
		"as well":                      {"en", "MB00002 as well", again},
		"goes on":                      {"en", "and MB00002", again},
		"with another count":           {"en", "and MB00002 for 3 weeks too", "confirm: Renew MB00002 for 3?"},
		"in German":                    {"de", "und MB00002 auch bitte", "confirm: Renew MB00002 for 2?"},
		"in Spanish":                   {"es", "y MB00002 también", "confirm: Renew MB00002 for 2?"},
		"in French":                    {"fr", "pareil pour MB00002", "confirm: Renew MB00002 for 2?"},
		"in Italian":                   {"it", "e anche MB00002", "confirm: Renew MB00002 for 2?"},
		"in Portuguese":                {"pt", "e MB00002 também", "confirm: Renew MB00002 for 2?"},
		"in Turkish":                   {"tr", "MB00002 de lütfen", "confirm: Renew MB00002 for 2?"},
		"in Arabic":                    {"ar", "و MB00002 أيضا", "confirm: Renew MB00002 for 2?"},
		"in Chinese":                   {"zh", "MB00002也要", "confirm: Renew MB00002 for 2?"},
		"in Japanese":                  {"ja", "MB00002も", "confirm: Renew MB00002 for 2?"},
		"the same thing once more":     {"en", "and MB00001 too", ""},
		"a question about another one": {"en", "is MB00002 renewed too?", ""},
		"thanks":                       {"en", "thanks, you too", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.state.Locale = tc.locale
			w.stable = compiled(t, "stable", release.Intent{
				Name: "renew", Title: "Renew", Revision: "renew-1", Risk: "Medium", Utterances: []string{"parcel"}, Locale: tc.locale,
				Fields: []release.Field{
					{Name: "member", Prompt: "Member?", Pattern: "MB[0-9]{5}", Required: true},
					{Name: "weeks", Prompt: "How many weeks?", Type: release.FieldNumber, Required: true},
				},
				Reply: release.Reply{Text: "Renewed {member} for {weeks}."}, Confirmation: "Renew {member} for {weeks}?",
			}, hours("1"))
			w.stable.Rules = nil
			w.state.Answered, w.state.Intent, w.state.GoesOn = true, "renew", "renew"
			w.state.Fields = map[string]string{"member": "MB00001", "weeks": "2"}
			if got := w.say(tc.text); tc.want != "" && got != tc.want || tc.want == "" && got == again {
				t.Errorf("%q gives %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}
