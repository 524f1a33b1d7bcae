// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestADayByItsNumberIsAnAnswerInASentence that goes on after it. It is the second of March.
func TestADayByItsNumberIsAnAnswerInASentence(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"let's take the 20th, I'm off then"}, "de": {"am 20. hätte ich gut Zeit dafür"}, "es": {"el día 20 me iría bien", "mejor el día 20, que ya estoy de vuelta"},
		"fr": {"le 20 me conviendrait bien"}, "it": {"il 20 mi andrebbe bene"}, "pt": {"no dia 20 ficava bem para mim"}, "tr": {"ayın 20'si bana uygun olur"},
	} {
		for _, text := range texts {
			w := workshop(t, locale)
			w.say(workshops[locale].visit)
			if got := w.say(text); w.state.Fields["day"] != "2026-03-20" {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
	for locale, text := range map[string]string{"es": "el 20 por ciento", "de": "nicht am 20. oder 21., das weiß ich schon"} {
		w := workshop(t, locale)
		w.say(workshops[locale].visit)
		if got := w.say(text); w.state.Fields["day"] != "" {
			t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
		}
	}
}

// TestADayIsHeardInALongSentence that refers to it once more.
func TestADayIsHeardInALongSentence(t *testing.T) {
	for locale, text := range map[string]string{
		"en": "we are all home again from the 20th on, so let us please take that day", "de": "am Freitag sind wir alle zusammen wieder daheim, nehmen wir also den Tag",
		"es": "el día 20 ya estamos todos otra vez en casa con los niños, mejor ese día",
	} {
		w := workshop(t, locale)
		w.say(workshops[locale].visit)
		if got := w.say(text); w.state.Fields["day"] == "" {
			t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
		}
	}
	w := workshop(t, "en")
	w.say(workshops["en"].visit)
	if got := w.say("we talked for a long time about the 20th with all of them and then we forgot it"); w.state.Fields["day"] != "" {
		t.Errorf("a story is answered %q with %v", got, w.state.Fields)
	}
}

// TestACountIsHeardInALongSentence where the number counts what the question asks for.
func TestACountIsHeardInALongSentence(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {"we are going to be eight of us all together then, including my sister's baby": "8", "I told my friends about it and they all want to come to you too": ""},
		"de": {"wir wären dann alle zusammen acht Personen, meine Oma und die Kleine mit eingerechnet": "8"},
	} {
		for text, want := range texts {
			w := hotel(t, locale, "High", hotels[locale])
			w.say(hotels[locale].table)
			if got := w.say(text); w.state.Fields["people"] != want {
				t.Errorf("%s: %q is answered %q with %v", locale, text, got, w.state.Fields)
			}
		}
	}
}

// TestACountInWordsIsPutRight while another field is asked for. Figures may be a day, and are not taken.
func TestACountInWordsIsPutRight(t *testing.T) {
	for locale, of := range map[string]struct{ first, text, want string }{
		"en": {"reserve a table for five people", "oh wait, six, my brother comes along", "6"},
		"de": {"einen Tisch für fünf Personen reservieren", "ach nein, sechs", "6"},
		"it": {"prenotare un tavolo per cinque persone", "anzi no, sei", "6"},
	} {
		w := hotel(t, locale, "High", hotels[locale])
		w.say(of.first)
		if got := w.say(of.text); w.state.Fields["people"] != of.want {
			t.Errorf("%s: %q is answered %q with %v, want %q", locale, of.text, got, w.state.Fields, of.want)
		}
	}
}

// TestOneChoiceIsChosenBesideAnother of which something else is said. Of two that may both be meant none is taken.
func TestOneChoiceIsChosenBesideAnother(t *testing.T) {
	for locale, of := range map[string]struct {
		utterance, prompt string
		texts             map[string]string
	}{
		"en": {"change my size", "Which size instead?", map[string]string{"change my size to M, the L is too wide": "M", "change my size from L to M": "M", "change my size to M or L": "", "change my size, the L or the M": "", "change my size to L, no, to M": ""}},
		"de": {"meine Größe ändern", "Welche Größe stattdessen?", map[string]string{"meine Größe ändern, Größe M, die L ist zu weit": "M"}},
		"es": {"cambiar mi talla", "¿Qué talla?", map[string]string{"cambiar mi talla por la M, la L me queda ancha": "M", "cambiar mi talla a la M o la L": ""}},
		"fr": {"changer ma taille", "Quelle taille ?", map[string]string{"changer ma taille, taille M, le L est trop large": "M"}},
		"it": {"cambiare la mia taglia", "Quale taglia?", map[string]string{"cambiare la mia taglia con la M, la L è larga": "M"}},
		"pt": {"mudar o meu tamanho", "Que tamanho?", map[string]string{"mudar o meu tamanho para o M, o L é largo": "M"}},
		"zh": {"换尺码", "什么尺码？", map[string]string{"换尺码，换成M，L太大了": "M"}},
	} {
		for text, want := range of.texts {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "size", Revision: "size-1", Risk: "High", Locale: locale, Utterances: []string{of.utterance}, Reply: release.Reply{Text: "{size}"}, Confirmation: "? {size}",
				Fields: []release.Field{{Name: "size", Prompt: of.prompt, Type: release.FieldChoice, Choices: []string{"S", "M", "L"}, Required: true}},
			}, hours("1"))
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "size", Confidence: 0.95}}
			}
			if got := w.say(text); w.state.Fields["size"] != want {
				t.Errorf("%s: %q is answered %q with %v, want %q", locale, text, got, w.state.Fields, want)
			}
		}
	}
}
