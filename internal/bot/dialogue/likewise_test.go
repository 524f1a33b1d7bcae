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
		"with a story":                 {"en", "same again for the lady who lives next door to us, MB00002, same weeks please", again},
		"in German with a story":       {"de", "das Gleiche noch mal für meine Nachbarin von nebenan, MB00002, gleiche Dauer", again},
		"in Spanish with a story":      {"es", "lo mismo otra vez para mi vecina de al lado, MB00002, las mismas semanas", again},
		"in French with a story":       {"fr", "la même chose encore une fois pour ma voisine d'à côté, MB00002, même durée", again},
		"in Italian with a story":      {"it", "lo stesso di nuovo per la mia vicina di casa, MB00002, stessa durata", again},
		"in Portuguese with a story":   {"pt", "o mesmo outra vez para a minha vizinha do lado, MB00002, a mesma duração", again},
		"in Turkish with a story":      {"tr", "aynısını yan dairede oturan komşum için de istiyorum, MB00002, aynı süre", again},
		"in Arabic with a story":       {"ar", "نفس الشيء لجارتي التي تسكن بجانبنا MB00002 ونفس المدة", again},
		"a story that asks nothing":    {"en", "my neighbour who lives next door has the same thing, it is MB00002, for three years now", ""},
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
