// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// withLaundry is a bot that does the laundry at once, or for a day that it asks for, and understands every message as that.
func withLaundry(t *testing.T, locale string, utterances []string, fields ...release.Field) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", release.Intent{
		Name: "wash", Revision: "wash-1", Risk: "Medium", Locale: locale, Title: "Wash", Utterances: utterances, Reply: release.Reply{Text: "Washed."}, Fields: fields,
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(string) []understanding.Prediction {
		return []understanding.Prediction{{Intent: "wash", Confidence: 0.95}}
	}
	return w
}

// TestWhetherSomethingIsNeededIsNoWishForIt, nor is it a wish to tell that it was done, in a bot with two utterances; a
// wish in the same words is.
func TestWhetherSomethingIsNeededIsNoWishForIt(t *testing.T) {
	for locale, says := range map[string]struct{ utterances, spoken, wished []string }{
		"en": {[]string{"wash my shirts", "I need my shirts washed"}, []string{"Do I need my shirts washed?", "Must I have the shirts washed?"}, []string{"I need my shirts washed please", "I need shirts washed, can you help?", "I need my shirts washed, what must I do?"}},
		"de": {[]string{"Hemden waschen", "Ich brauche saubere Hemden"}, []string{"Brauche ich saubere Hemden?", "Muss ich die Hemden waschen lassen?"}, []string{"Ich brauche bitte saubere Hemden"}},
		"es": {[]string{"lavar mis camisas", "necesito camisas limpias"}, []string{"¿Necesito camisas limpias?", "¿Tengo que lavar las camisas?"}, []string{"necesito camisas limpias, ¿pueden ayudarme?", "necesito camisas limpias por favor"}},
		"fr": {[]string{"laver mes chemises", "j'ai besoin de chemises propres"}, []string{"Ai-je besoin de chemises propres ?", "Faut-il laver les chemises ?"}, []string{"j'ai besoin de chemises propres svp"}},
		"it": {[]string{"lavare le camicie", "ho bisogno di camicie pulite"}, []string{"Ho bisogno di camicie pulite?", "Devo lavare le camicie?"}, []string{"ho bisogno di camicie pulite per favore"}},
		"pt": {[]string{"lavar as camisas", "preciso de camisas lavadas"}, []string{"Preciso de camisas lavadas?", "Tenho de lavar as camisas?"}, []string{"preciso de camisas lavadas por favor"}},
		"tr": {[]string{"gömleklerimi yıkayın", "gömlek yıkama"}, []string{"gömleklerim yıkandı", "gömleklerimi yıkadılar", "gömleklerimin yıkanmasına ihtiyacım var mı?", "gömlekler yıkanmış"}, []string{"gömleklerimi yıkayın lütfen", "gömleklerimi yıkar mısınız"}},
		"ar": {[]string{"غسل القمصان", "اغسلوا قمصاني"}, []string{"غسلتم قمصاني", "تم غسل القمصان", "هل أحتاج غسل القمصان؟"}, []string{"اغسلوا قمصاني من فضلكم", "أريد غسل القمصان"}},
		"zh": {[]string{"洗衬衫", "我需要洗衬衫"}, []string{"我需要洗衬衫吗？"}, []string{"我需要洗衬衫"}},
		"ja": {[]string{"シャツを洗ってください", "シャツの洗濯が必要です"}, []string{"シャツの洗濯は必要ですか", "シャツを洗わなければなりませんか"}, []string{"シャツの洗濯が必要です"}},
	} {
		for answered, texts := range map[bool][]string{false: says.spoken, true: says.wished} {
			for _, text := range texts {
				w := withLaundry(t, locale, says.utterances)
				if got := w.say(text); strings.HasPrefix(got, "answer: Washed.") != answered {
					t.Errorf("%s: %q is answered %q", locale, text, got)
				}
			}
		}
	}
}

// TestWhatMayNotBeNeededIsInDoubtAfterItsValuesToo: the day that is asked for does not say that it is.
func TestWhatMayNotBeNeededIsInDoubtAfterItsValuesToo(t *testing.T) {
	w := withLaundry(t, "en", []string{"wash my shirts", "I need my shirts washed"}, release.Field{Name: "day", Prompt: "When?", Type: release.FieldDate, Required: true})
	plays(t, w, []string{"Do I need my shirts washed?"}, []string{"field: When?"})
	if got := w.say("on Friday"); !strings.HasPrefix(got, "confirm: ") {
		t.Errorf("the day is answered %q", got)
	}
}
