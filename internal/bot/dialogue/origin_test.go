// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

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
		w.stable.Rules, w.state.Locale = nil, c.locale
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
