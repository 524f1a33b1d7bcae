// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestOfTwoOppositesTheOneThatIsWantedIsDone although the utterances of both are alike, and nothing where the message
// does not say which.
func TestOfTwoOppositesTheOneThatIsWantedIsDone(t *testing.T) {
	for text, want := range map[string]string{
		"turn on roaming":         "answer: roaming-on",
		"turn off roaming":        "answer: roaming-off",
		"activate roaming please": "answer: roaming-on",
		"roaming":                 offered,
	} {
		w := switching(t)
		w.predictions = func(string) []understanding.Prediction {
			return []understanding.Prediction{{Intent: "roaming-on", Confidence: 0.5}, {Intent: "roaming-off", Confidence: 0.48}, {Intent: "towels", Confidence: 0.01}}
		}
		if got := w.say(text); got != want {
			t.Errorf("%q is answered %q, want %q", text, got, want)
		}
	}
}

// TestAnInterjectionAsksForNothing, whatever the classifier makes of it.
func TestAnInterjectionAsksForNothing(t *testing.T) {
	w := switching(t)
	w.predictions = func(text string) []understanding.Prediction {
		if text == "hang on" {
			return []understanding.Prediction{{Intent: "towels", Confidence: 0.95}}
		}
		return []understanding.Prediction{{Intent: "hours", Confidence: 0.95}}
	}
	plays(t, w, []string{"hang on, when do you open?"}, []string{nineToFive})
}

// TestTheOppositeAtAQuestionIsNotDoneAsWhatWasAskedFor: it is asked about, whether it is understood as what does it or not.
func TestTheOppositeAtAQuestionIsNotDoneAsWhatWasAskedFor(t *testing.T) {
	for locale, says := range map[string]struct{ on, off, texts []string }{
		"en": {[]string{"add damage cover", "put insurance on my hire", "take out damage cover"}, []string{"remove damage cover", "take the insurance off my hire"}, []string{"no, take it off H1234", "take it off H1234 instead", "remove the insurance from H1234"}},
		"de": {[]string{"Schadensschutz hinzufügen", "Versicherung dazubuchen"}, []string{"Schadensschutz entfernen", "Versicherung herausnehmen"}, []string{"nein, nimm ihn von H1234 herunter", "die Versicherung von H1234 herunternehmen"}},
		"es": {[]string{"añadir el seguro", "agregar un seguro al alquiler"}, []string{"quitar el seguro", "eliminar el seguro del alquiler"}, []string{"no, quítalo del H1234", "quitar el seguro del H1234"}},
		"fr": {[]string{"ajouter l'assurance", "rajouter une assurance"}, []string{"retirer l'assurance", "enlever l'assurance de la location"}, []string{"non, enlevez-la du H1234", "retirer l'assurance du H1234"}},
	} {
		for _, text := range says.texts {
			for _, understood := range []bool{false, true} {
				w := newWorld(t)
				field := []release.Field{{Name: "hire", Prompt: "?", Pattern: "H[0-9]{4}", Required: true}}
				intent := func(name string, utterances []string) release.Intent {
					return release.Intent{Name: name, Revision: name + "-1", Risk: "Medium", Locale: locale, Title: name, Utterances: utterances, Reply: release.Reply{Text: "Done."}, Fields: field}
				}
				w.stable = compiled(t, "stable", intent("on", says.on), intent("off", says.off))
				w.stable.Rules, w.state.Locale = nil, locale
				w.predictions = func(said string) []understanding.Prediction {
					switch {
					case said == says.on[0]:
						return []understanding.Prediction{{Intent: "on", Confidence: 0.95}}
					case understood:
						return []understanding.Prediction{{Intent: "off", Confidence: 0.95}}
					}
					return nil
				}
				w.say(says.on[0])
				got := w.say(text)
				if strings.HasPrefix(got, "answer") || w.state.Confirming != nil && w.state.Confirming.Intent == "on" {
					t.Errorf("%s, understood %t: %q is answered %q", locale, understood, text, got)
				}
			}
		}
	}
}
