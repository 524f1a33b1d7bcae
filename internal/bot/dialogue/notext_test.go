// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// movers is a bot that asks for an address, or for a reason, where any text may be the value.
func movers(t *testing.T, locale, utterance, prompt string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "move", Revision: "move-1", Risk: "Medium", Locale: locale, Utterances: []string{utterance},
		Fields: []release.Field{{Name: "text", Prompt: prompt, Required: true}}, Reply: release.Reply{Text: "{text}"},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == utterance {
			return []understanding.Prediction{{Intent: "move", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// addresses are what is said, and the question, in each language; what is no address, and what is one.
var addresses = map[string]struct {
	utterance, prompt string
	none              []string
	some              map[string]string
}{
	"en": {"change my address", "What is your new address?", []string{"I don't know it yet", "not decided yet", "my sister will send it to you", "he'll tell you", "better ask my landlord", "not Elm Road"}, map[string]string{"not Elm Road, Oak Road": "Oak Road", "Elm Road": "Elm Road"}},
	"de": {"neue Adresse", "Wie lautet die neue Adresse?", []string{"das weiß ich leider noch nicht", "habe ich noch nicht", "meine Schwester schreibt Ihnen die", "fragen Sie meinen Vermieter", "nicht Ulmenweg"}, map[string]string{"Ulmenweg": "Ulmenweg"}},
	"es": {"cambiar la dirección", "¿Cuál es la nueva dirección?", []string{"aún no la sé", "no lo sé todavía", "mi hermana se la dirá"}, map[string]string{"Calle Olmo": "Calle Olmo"}},
	"fr": {"changer d'adresse", "Quelle est la nouvelle adresse ?", []string{"je ne la connais pas encore", "ma sœur vous la donnera", "pas Rue Haute"}, map[string]string{"Rue Haute": "Rue Haute"}},
	"it": {"cambiare indirizzo", "Qual è il nuovo indirizzo?", []string{"non lo so ancora", "glielo dirà mia sorella"}, map[string]string{"Via Olmo": "Via Olmo"}},
	"pt": {"mudar a morada", "Qual é o novo endereço?", []string{"ainda não sei", "a minha irmã diz-lhe"}, map[string]string{"Rua Alta": "Rua Alta"}},
	"tr": {"adres değiştir", "Yeni adresiniz nedir?", []string{"henüz bilmiyorum", "kardeşim size yazar"}, map[string]string{"Karaağaç Sokak": "Karaağaç Sokak"}},
	"ar": {"تغيير العنوان", "ما هو العنوان الجديد؟", []string{"لا اعرف بعد", "اختي ستخبركم"}, map[string]string{"شارع النخيل": "شارع النخيل"}},
	"ja": {"住所を変更", "新しい住所を教えてください。", []string{"まだ分かりません", "妻がお伝えします"}, map[string]string{"東京都港区": "東京都港区"}},
	"zh": {"更改地址", "新地址是什么？", []string{"还不知道", "我老婆会告诉你"}, map[string]string{"北京路": "北京路"}},
}

// TestWhatPutsAnAddressOffIsNoAddress and neither is one that it is not: it is asked for again.
func TestWhatPutsAnAddressOffIsNoAddress(t *testing.T) {
	for locale, a := range addresses {
		for _, said := range a.none {
			w := movers(t, locale, a.utterance, a.prompt)
			w.say(a.utterance)
			if got := w.say(said); !strings.HasSuffix(got, a.prompt) || w.state.Fields["text"] != "" {
				t.Errorf("%s: %q is answered %q with %v", locale, said, got, w.state.Fields)
			}
		}
		for said, want := range a.some {
			w := movers(t, locale, a.utterance, a.prompt)
			w.say(a.utterance)
			if got := w.say(said); got != "answer: "+want {
				t.Errorf("%s: %q is answered %q, want %q", locale, said, got, want)
			}
		}
	}
}

// TestAReasonMayDenySomething and is taken as it stands.
func TestAReasonMayDenySomething(t *testing.T) {
	for locale, talk := range map[string][]string{
		"en": {"return it", "Why do you return it?", "not what I expected", "not yet delivered", "it does not fit my wife", "except for the colour it is good"},
		"de": {"zurückschicken", "Warum schicken Sie es zurück?", "nicht wie beschrieben", "gefällt meiner Frau nicht"},
		"fr": {"renvoyer", "Pourquoi le renvoyez-vous ?", "pas conforme"},
	} {
		for _, said := range talk[2:] {
			w := movers(t, locale, talk[0], talk[1])
			w.say(talk[0])
			if got := w.say(said); got != "answer: "+said {
				t.Errorf("%s: %q is answered %q", locale, said, got)
			}
		}
	}
}
