// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestAFormerAddressIsNoAnswer: who only says which address it was until now is asked once more for the new one; an address
// with such a word in it is one, and so is the former one that is to be used.
func TestAFormerAddressIsNoAnswer(t *testing.T) {
	for locale, says := range map[string]struct{ ask, prompt, former, other string }{
		"en": {"change the newsletter address", "Which address?", "the previous one was ida@example.org", "just use the old one, ida@example.org"},
		"de": {"Newsletter-Adresse ändern", "Welche Adresse?", "die bisherige ist ida@example.org", "ida@example.org"},
		"es": {"cambiar la dirección del boletín", "¿Qué dirección?", "la antigua es ida@example.org", "antigua.ida@example.org"},
		"fr": {"changer l'adresse de la lettre", "Quelle adresse ?", "l'ancienne est ida@example.org", "ida@example.org"},
		"it": {"cambiare l'indirizzo della newsletter", "Quale indirizzo?", "quello vecchio è ida@example.org", "vecchia.ida@example.org"},
		"pt": {"mudar o endereço do boletim", "Que endereço?", "a antiga é ida@example.org", "ida@example.org"},
		"tr": {"bülten adresini değiştir", "Hangi adres?", "eskisi ida@example.org", "eski.ida@example.org"},
		"ar": {"تغيير عنوان النشرة", "أي عنوان؟", "القديم هو ida@example.org", "ida@example.org"},
		"zh": {"更改简报地址", "哪个地址？", "旧的是ida@example.org", "ida@example.org"},
		"ja": {"ニュースレターのアドレスを変更", "どのアドレスですか。", "古いのはida@example.orgです", "ida@example.orgです"},
	} {
		newAddress := func() *world {
			w := newWorld(t)
			w.stable = compiled(t, "stable", release.Intent{
				Name: "address", Revision: "address-1", Risk: "Medium", Locale: locale, Utterances: []string{says.ask}, Reply: release.Reply{Text: "Now {to}."},
				Fields: []release.Field{{Name: "to", Prompt: says.prompt, Type: release.FieldEmail, Required: true}},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(text string) []understanding.Prediction {
				if text == says.ask {
					return []understanding.Prediction{{Intent: "address", Confidence: 0.95}}
				}
				return nil
			}
			return w
		}
		plays(t, newAddress(), []string{says.ask, says.former, "neu@example.com"}, []string{"field: " + says.prompt, "field: " + says.prompt, "answer: Now neu@example.com."})
		if w := newAddress(); w.say(says.ask) != "" && w.say(says.other) == "field: "+says.prompt {
			t.Errorf("%s: %q is no address", locale, says.other)
		}
	}
}
