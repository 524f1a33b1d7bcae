// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// cinema is a bot that books seats for a film, at the risk High, so that it says what it took.
func cinema(t *testing.T, locale string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "seats", Revision: "seats-1", Risk: "High", Locale: "en", Utterances: []string{"book seats for a film"},
		Fields: []release.Field{
			{Name: "film", Prompt: "Which film?", Type: release.FieldChoice, Choices: []string{"Vertigo", "Rear Window"}, Required: true},
			{Name: "day", Prompt: "Which evening?", Type: release.FieldDate, Minimum: release.Today, Required: true},
			{Name: "card", Prompt: "Last four digits of the card?", Type: release.FieldCardLastFour, Required: true},
		},
		Reply: release.Reply{Text: "Booked."}, Confirmation: "Book {film} on {day} with {card}?",
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "seats", Confidence: 0.95}}
	}
	return w
}

// TestADayBesideAChoiceIsGivenWithIt whatever else the clause says, and whether or not a card's digits follow. A day that
// is told of, or stands in another clause, is asked for.
func TestADayBesideAChoiceIsGivenWithIt(t *testing.T) {
	const friday, the21st = "2026-03-06", "2026-03-21"
	for name, tc := range map[string]struct{ locale, text, want string }{
		"a weekday":                {"en", "could you squeeze us in for Vertigo on Friday, card 0918", friday},
		"with the part of the day": {"en", "we fancy Vertigo friday night, card ends in 7364", friday},
		"a weekday and its number": {"en", "a comfy pair for Vertigo on Saturday 21, card 0918", the21st},
		"the same in German":       {"de", "zwei schöne Plätze für Vertigo am Samstag, 21., Karte endet auf 5577", the21st},
		"the same in Italian":      {"it", "due poltrone comode per Vertigo di sabato 21, carta che finisce con 6082", the21st},
		"the same in Spanish":      {"es", "un par de butacas para Vertigo el sábado 21, tarjeta 6240", the21st},
		"the same in French":       {"fr", "deux fauteuils pour Vertigo samedi 21, carte 8827", the21st},
		"the same in Portuguese":   {"pt", "dois lugares bons para Vertigo sábado 21, cartão 8827", the21st},
		"of another clause":        {"en", "Vertigo please, my sister arrives on Friday, card 0918", ""},
		"of what was":              {"en", "Vertigo was sold out on Friday, card 0918", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := cinema(t, tc.locale)
			w.say(tc.text)
			if given := w.state.Fields; given["day"] != tc.want {
				t.Errorf("%q gives %v, want the day %q", tc.text, given, tc.want)
			}
		})
	}
}

// TestAChoiceIsNamedByAWordOfItsOwn in a first message, and then confirmed.
func TestAChoiceIsNamedByAWordOfItsOwn(t *testing.T) {
	toolBox := func(locale string) *world {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "hire", Revision: "hire-1", Risk: "Medium", Locale: "en", Utterances: []string{"hire a machine"},
			Fields: []release.Field{{
				Name: "machine", Prompt: "Which machine?", Type: release.FieldChoice, Required: true,
				Choices: []string{"Kubota digger", "Kubota trailer", "Stihl trimmer", "Hilti"},
			}},
			Reply: release.Reply{Text: "Hired: {machine}."}, Confirmation: "Hire {machine}?",
		})
		w.stable.Rules, w.state.Locale = nil, locale
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "hire", Confidence: 0.95}}
		}
		return w
	}
	for name, tc := range map[string]struct{ locale, text, want string }{
		"the whole name":       {"en", "hire the Stihl trimmer", "answer: Hired: Stihl trimmer."},
		"its maker":            {"en", "hire the Stihl for me", "confirm: Hire Stihl trimmer?"},
		"what it is":           {"en", "hire the digger for me", "confirm: Hire Kubota digger?"},
		"with a point above":   {"tr", "Stihl kiralamak istiyorum", "confirm: Hire Stihl trimmer?"},
		"in Japanese":          {"ja", "Stihlを借りたい", "confirm: Hire Stihl trimmer?"},
		"what two have":        {"en", "hire the Kubota for me", "field: Which machine?"},
		"two of them":          {"en", "hire the digger or the trimmer", "field: Which machine?"},
		"the only word it has": {"en", "hire the Hilti", "answer: Hired: Hilti."},
		"what is refused":      {"en", "hire a machine, not the digger", "field: Which machine?"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := toolBox(tc.locale).say(tc.text); got != tc.want {
				t.Errorf("%q is answered %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}
