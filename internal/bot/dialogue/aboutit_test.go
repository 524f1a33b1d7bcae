// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// more are questions about what was just answered, in ten languages.
var more = map[string][]string{
	"en": {"and on Sunday?", "what about abroad?", "how long does that take?", "how long will it take?", "is that free?", "does that include tax?", "is it the same on Sunday?", "can I get it by email?", "only in Europe?", "why does it take so long?"},
	"de": {"und am Sonntag?", "wie ist es am Wochenende?", "wie lange dauert das?", "gilt das auch sonntags?", "was ist mit Österreich?", "geht das auch per Post?", "ist das kostenlos?"},
	"es": {"¿y el domingo?", "¿qué tal los festivos?", "¿cuánto tarda eso?", "¿es lo mismo el domingo?", "¿también para Francia?", "¿cuánto tiempo tarda?"},
	"fr": {"et le dimanche ?", "et à l'étranger ?", "ça prend combien de temps ?", "c'est pareil pour la Suisse ?", "qu'en est-il de la Belgique ?"},
	"it": {"e la domenica?", "e all'estero?", "quanto ci vuole?", "vale anche per la Svizzera?", "quanto tempo ci vuole?"},
	"pt": {"e ao domingo?", "e para o estrangeiro?", "quanto tempo demora isso?", "também para a Espanha?", "é o mesmo ao domingo?"},
	"tr": {"peki pazar günü?", "ya tatillerde?", "bu ne kadar sürer?", "pazar için de aynı mı?"},
	"ar": {"ويوم الأحد؟", "وماذا عن العطل؟", "كم يستغرق ذلك؟", "هل هذا نفسه لفرنسا؟"},
	"zh": {"那星期天呢？", "节假日呢？", "需要多久？", "两件也一样吗？"},
	"ja": {"日曜日は？", "じゃあ祝日は？", "どのくらいかかりますか？", "日曜も同じですか？"},
}

// lastAnswered is a bot that has answered about an intent of that risk, and understands nothing else.
func lastAnswered(t *testing.T, locale, risk string, other float64) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable", hours("1"), release.Intent{
		Name: "rates", Revision: "rates-1", Risk: risk, Locale: locale, Utterances: []string{"xyzzy plugh"}, Reply: release.Reply{Text: "Rates."},
	})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		if text == "xyzzy plugh" {
			return []understanding.Prediction{{Intent: "rates", Confidence: 0.95}}
		}
		return []understanding.Prediction{{Intent: "hours", Confidence: other}}
	}
	w.say("xyzzy plugh")
	return w
}

func TestAQuestionAboutWhatWasJustAnsweredIsAboutThat(t *testing.T) {
	for locale, texts := range more {
		for _, text := range texts {
			if got := lastAnswered(t, locale, "Low", 0.2).say(text); got != "answer: Rates." {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

func TestWhatIsAskedAboutAnAnswer(t *testing.T) {
	for name, tc := range map[string]struct {
		text, risk string
		other      float64
		want       string
	}{
		"is not done again":                              {"how long does that take?", "Medium", 0.2, offered},
		"nor is it about another intent that is likely":  {"how long does that take?", "Low", 0.6, offered},
		"nor is a statement":                             {"that takes long", "Low", 0.005, reworded},
		"what goes on is, whatever the classifier hears": {"and on Sunday?", "Low", 0.95, "answer: Rates."},
		"but not where a word of another intent is":      {"and when open?", "Low", 0.95, nineToFive},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lastAnswered(t, "en", tc.risk, tc.other).say(tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	plays(t, shop(t), []string{"track parcel AB123456", "how long will it take?"}, []string{onItsWay, onItsWay})
}
