// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhoCountsOthersBesideThemselvesIsOneMore in a request and in an answer. Where others are named who are not counted,
// and where there are two counts, it is asked.
func TestWhoCountsOthersBesideThemselvesIsOneMore(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {
			"reserve a table for my three kids and me": "4", "reserve a table for me and my two friends": "3", "reserve a table for my 6 guests and I": "7",
			"reserve a table for my husband and 3 kids": "", "reserve a table for three adults and two kids": "", "reserve a table for 3 people and call me": "3",
		},
		"de": {"einen Tisch für meine drei Kinder und mich reservieren": "4", "einen Tisch für meine Frau und drei Kinder reservieren": ""},
		"es": {"reservar una mesa para mis 4 amigos y yo": "5"}, "fr": {"réserver une table pour mes trois enfants et moi": "4"},
		"it": {"prenotare un tavolo per 4 amici e me": "5"}, "pt": {"reservar uma mesa para 4 amigos e eu": "5"}, "zh": {"预订餐桌，我和三个孩子": "4"},
	} {
		for text, want := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			if got := w.say(text); w.state.Fields["people"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %s", locale, text, got, w.state.Fields, want)
			}
		}
	}
	for said, want := range map[string]string{"my two kids and me": "3", "my 5 friends and I": "6", "two": "2"} {
		w := hotel(t, "en", "High", hotels["en"])
		w.say("reserve a table")
		if got := w.say(said); w.state.Fields["people"] != want {
			t.Errorf("%q is answered %q with %v, want %s", said, got, w.state.Fields, want)
		}
	}
}

// TestTheNumberOfARoomIsNoOtherNumber and of two it is asked which.
func TestTheNumberOfARoomIsNoOtherNumber(t *testing.T) {
	for locale, talk := range map[string]struct {
		utterance, prompt string
		texts             map[string]string
	}{
		"en": {"clean my room", "What is your room number?", map[string]string{
			"clean my room 7": "7", "clean room 7 for 3 days": "7", "clean my room for 3 days": "", "clean my room 2 times a day": "", "clean room 7 or 9": "", "clean room 7 and 9": "", "clean my room for 2 people": "",
		}},
		"de": {"mein Zimmer putzen", "Wie ist Ihre Zimmernummer?", map[string]string{"Zimmer 7 putzen": "7", "mein Zimmer 3 Tage lang putzen": "", "Zimmer 7 oder 9 putzen": ""}},
		"es": {"limpiar mi habitación", "¿Cuál es el número de su habitación?", map[string]string{"limpiar la habitación 7": "7", "limpiar mi habitación 3 veces": "", "limpiar la habitación 7 o 9": ""}},
		"fr": {"nettoyer ma chambre", "Quel est le numéro de votre chambre ?", map[string]string{"nettoyer la chambre 7": "7", "nettoyer ma chambre pendant 3 jours": "", "nettoyer la chambre 7 ou 9": ""}},
	} {
		for text, want := range talk.texts {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "clean", Revision: "clean-1", Risk: "Medium", Locale: locale, Utterances: []string{talk.utterance}, Reply: release.Reply{Text: "{room}"},
				Fields: []release.Field{{Name: "room", Prompt: talk.prompt, Type: release.FieldNumber, Required: true}},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "clean", Confidence: 0.95}}
			}
			if got := w.say(text); w.state.Fields["room"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
	}
}
