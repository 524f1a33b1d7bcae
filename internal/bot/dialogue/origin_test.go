// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestWhatSomethingChangesFromIsLeftOut(t *testing.T) {
	for _, c := range []struct{ locale, text, want string }{
		{"en", "change my postcode from 20095 to 10115", "change my postcode to 10115"},
		{"de-AT", "PLZ von 20095 auf 10115 ändern", "PLZ auf 10115 ändern"},
		{"es", "cambien el código de 20095 a 10115", "cambien el código a 10115"},
		{"it", "cambiare il CAP da 20095 a 10115", "cambiare il CAP a 10115"},
		{"en", "my order from 2025, AB123456", "my order from 2025, AB123456"},
		{"en", "from Monday to Friday", "from Monday to Friday"},
		{"en", "to 10115 from 20095", "to 10115 from 20095"},
		{"", "", ""},
	} {
		if got := withoutOrigin(c.text, c.locale); got != c.want {
			t.Errorf("%q is left as %q, want %q", c.text, got, c.want)
		}
	}
}

// TestAFormerValueIsNotTaken where the same answer gives the one of now.
func TestAFormerValueIsNotTaken(t *testing.T) {
	for _, c := range []struct{ locale, say, want string }{
		{"en", "my old address is bob@example.org but use rob@example.net", "rob@example.net"},
		{"en", "old one was bob@example.org, now rob@example.net", "rob@example.net"},
		{"de", "früher max@example.org, jetzt moritz@example.net", "moritz@example.net"},
		{"es", "antes ana@example.org, ahora luz@example.net", "luz@example.net"},
		{"fr", "mon ancienne adresse est jean@example.org, utilisez paul@example.net", "paul@example.net"},
		{"tr", "eski adresim ali@example.org, yenisi can@example.net", "can@example.net"},
		{"en", "my old one is bob@example.org", "bob@example.org"},
	} {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "records", Revision: "records-1", Risk: "Medium", Utterances: []string{"email me the records"}, Reply: release.Reply{Text: "to {email}"},
			Fields: []release.Field{{Name: "email", Type: release.FieldEmail, Prompt: "Which address?", Required: true}},
		})
		w.stable.rules, w.state.Locale = nil, c.locale
		w.predictions = func(text string) []understanding.Prediction {
			if text == "email me the records" {
				return []understanding.Prediction{{Intent: "records", Confidence: 0.95}}
			}
			return nil
		}
		w.say("email me the records")
		if got := w.say(c.say); got != "answer: to "+c.want {
			t.Errorf("%s: %q is answered %q, want %s", c.locale, c.say, got, c.want)
		}
	}
}
