// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestADayStandsBesideWordsThatAddNothing in requests and answers. It is the second of March, a Monday.
func TestADayStandsBesideWordsThatAddNothing(t *testing.T) {
	for locale, of := range map[string]struct {
		utterance, prompt string
		requests, answers map[string]string
	}{
		"en": {"have the gardener come", "On which day should they come?", map[string]string{"have the gardener come on Thursday": "2026-03-05"},
			map[string]string{"well we are only back in town on the 24th so let's say then": "2026-03-24", "ok got that, the 19th works": "2026-03-19"}},
		"de": {"den Gärtner bestellen", "An welchem Tag soll er kommen?",
			map[string]string{"den Gärtner bitte erst am 20. kommen lassen": "2026-03-20", "ich müsste den Gärtner am Donnerstag bestellen": "2026-03-05", "den Gärtner bestellen, und zwar heute in zwei Wochen": "2026-03-16"}, nil},
		"es": {"cambiar el día del jardinero", "¿Qué día debe venir?", map[string]string{"ponedme el jardinero el 17": "2026-03-17"}, map[string]string{"el 17 no puedo, mejor el 18": "2026-03-18", "el 17 o el 18": ""}},
		"fr": {"faire venir le jardinier", "Quel jour doit-il venir ?", map[string]string{"le jardinier pourrait venir jeudi": "2026-03-05"}, nil},
	} {
		in := one(t, locale, of.utterance, release.Field{Name: "day", Type: release.FieldDate, Prompt: of.prompt, Required: true})
		for text, want := range of.requests {
			if got := in.Given(said(text, locale))["day"]; got != want {
				t.Errorf("%s: %q gives %q, want %q", locale, text, got, want)
			}
		}
		for text, want := range of.answers {
			m := said(text, locale)
			reading := in.Read(&in.Fields[0], text, m)
			if reading.Value != want || want != "" && !in.Fields[0].Accepts(reading, m, nil, in) {
				t.Errorf("%s: %q is read as %v, want %q", locale, text, reading, want)
			}
		}
	}
}

// TestEightIsACountOfWeeksToo and not only how many come along, as in "zu acht".
func TestEightIsACountOfWeeksToo(t *testing.T) {
	in := one(t, "de", "Abo anhalten", release.Field{Name: "weeks", Type: release.FieldNumber, Prompt: "Für wie viele Wochen?", Required: true},
		release.Field{Name: "start", Type: release.FieldDate, Prompt: "Ab welchem Tag?", Required: true})
	for text, want := range map[string]string{"acht Wochen": "8", "acht Wochen bitte": "8", "sieben Wochen": "7"} {
		if got := in.Read(&in.Fields[0], text, said(text, "de")); got.Value != want {
			t.Errorf("%q is read as %v, want %q", text, got, want)
		}
		if got := in.Given(said(text, "de")); got["start"] != "" {
			t.Errorf("%q gives a day, too: %v", text, got)
		}
	}
}
