// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// towels is a bot in one language that asks for one number.
func towels(t *testing.T, locale, utterance, prompt string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "towels", Revision: "towels-1", Risk: "High", Locale: locale, Utterances: []string{utterance}, Reply: release.Reply{Text: "towels {number}"}, Confirmation: "? towels {number}",
		Fields: []release.Field{{Name: "number", Prompt: prompt, Type: release.FieldNumber, Minimum: "1", Maximum: "90", Required: true}},
	}, hours("1"))
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "towels", Confidence: 0.95}}
	}
	return w
}

// TestTheNumberOfAThingIsTaken where a question asks for that, in a first message and in an answer.
func TestTheNumberOfAThingIsTaken(t *testing.T) {
	for locale, of := range map[string]struct {
		utterance, prompt string
		texts             []string
	}{
		"en": {"please bring towels", "What is your room number?", []string{"bring towels to room 14 please", "towels for room number 14 today", "bring towels please, it's room 14"}},
		"de": {"bitte Handtücher bringen", "Wie lautet Ihre Zimmernummer?", []string{"bitte Handtücher auf Zimmer 14 bringen", "Zimmer 14 braucht Handtücher", "Handtücher bitte, Zimmer Nummer 14"}},
		"es": {"traigan toallas", "¿Cuál es su número de habitación?", []string{"traigan toallas a la habitación 14"}},
		"fr": {"apportez des serviettes", "Quel est votre numéro de chambre ?", []string{"apportez des serviettes à la chambre 14"}},
		"it": {"portate degli asciugamani", "Qual è il numero della camera?", []string{"portate degli asciugamani alla camera 14"}},
		"pt": {"tragam toalhas", "Qual é o número do seu quarto?", []string{"tragam toalhas ao quarto 14"}},
		"tr": {"havlu getirin", "Oda numaranız kaç?", []string{"14 numaralı odaya havlu getirin", "oda 14, havlu getirin"}},
		"ar": {"احضروا مناشف", "ما رقم الغرفة؟", []string{"احضروا مناشف الى الغرفة 14"}},
		"zh": {"请送毛巾", "您的房间号是多少？", []string{"请送毛巾到14号房间", "请送毛巾，房间14"}},
		"ja": {"タオルをお願いします", "お部屋番号は？", []string{"部屋14にタオルをお願いします"}},
	} {
		for _, text := range of.texts {
			for _, before := range []string{"", of.utterance} {
				w := towels(t, locale, of.utterance, of.prompt)
				if before != "" {
					w.say(before)
				}
				if got, want := w.say(text), "confirm: ? towels 14"; got != want {
					t.Errorf("%s: %q after %q is answered %q, want %q", locale, text, before, got, want)
				}
			}
		}
	}
}

// TestTheNumberOfAThingIsNoOther number: no count, none of what was, and of two neither.
func TestTheNumberOfAThingIsNoOther(t *testing.T) {
	for _, of := range []struct{ locale, utterance, prompt, text string }{
		{"en", "please bring towels", "How many towels?", "bring towels to room 14 please"},
		{"en", "please book rooms", "How many rooms?", "please book room 14"},
		{"en", "please bring towels", "What is your room number?", "bring towels to room 14, or room 15"},
		{"en", "please bring towels", "What is your room number?", "bring towels, my old room was room 14"},
		{"en", "please bring towels", "What is your room number?", "bring 14 towels"},
		{"de", "bitte Handtücher bringen", "Wie viele Handtücher?", "bitte Handtücher auf Zimmer 14 bringen"},
		{"de", "bitte Handtücher bringen", "Wie lautet Ihre Zimmernummer?", "bitte Handtücher bringen, Seite 14"},
		{"zh", "请送毛巾", "要几条毛巾？", "请送毛巾到14号房间"},
	} {
		w := towels(t, of.locale, of.utterance, of.prompt)
		if got, want := w.say(of.text), "field: "+of.prompt; got != want {
			t.Errorf("%s: %q to %q is answered %q, want %q", of.locale, of.text, of.prompt, got, want)
		}
	}
}
