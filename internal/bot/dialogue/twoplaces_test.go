// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestNobodyGoesFromAPlaceToItself: the other end is asked for, and what is said of it does not change the first.
func TestNobodyGoesFromAPlaceToItself(t *testing.T) {
	for locale, says := range map[string]struct{ ask, from, to, same, other string }{
		"en": {"hire a van", "From which town?", "To which town?", "from Leeds to Leeds", "not Leeds but York"}, "de": {"einen Transporter mieten", "Von welcher Stadt?", "In welche Stadt?", "von Leeds nach Leeds", "nicht Leeds, sondern York"},
		"es": {"alquilar una furgoneta", "¿Desde qué ciudad?", "¿A qué ciudad?", "de Leeds a Leeds", "no Leeds, sino York"}, "fr": {"louer une camionnette", "De quelle ville ?", "Vers quelle ville ?", "de Leeds à Leeds", "pas Leeds mais York"},
	} {
		van := func() *world {
			towns := []string{"Leeds", "York", "Hull"}
			return doing(t, locale, says.ask,
				release.Field{Name: "from", Prompt: says.from, Type: release.FieldChoice, Choices: towns}, release.Field{Name: "to", Prompt: says.to, Type: release.FieldChoice, Choices: towns})
		}
		plays(t, van(), []string{says.ask, "Leeds", "York"}, []string{"field: " + says.from, "field: " + says.to, "answer: done Leeds York"})
		if got := van().say(says.ask + " " + says.same); got != "field: "+says.to {
			t.Errorf("%s: %q is answered %q", locale, says.same, got)
		}
		w := van()
		if w.say(says.ask); w.say("Leeds") != "field: "+says.to || w.say("Leeds") == "answer: done Leeds Leeds" || w.state.Collecting == nil || w.state.Collecting.Field != "to" {
			t.Errorf("%s: the same town twice is taken", locale)
		}
		if got := w.say("Hull"); got != "answer: done Leeds Hull" {
			t.Errorf("%s: after the same town twice, another one is answered %q", locale, got)
		}
		w = van()
		w.say(says.ask)
		if w.say("Leeds"); w.say(says.other) != "confirm: ? Leeds York" {
			t.Errorf("%s: %q gives %v", locale, says.other, w.state.Fields)
		}
	}
}
