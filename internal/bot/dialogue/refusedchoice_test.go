// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// salon is a bot that books a hairdresser, or ends a subscription, in one language.
func salon(t *testing.T, locale, prompt, booking, ending string) *world {
	t.Helper()
	w := newWorld(t)
	intent := func(name, utterance string, choices ...string) release.Intent {
		return release.Intent{
			Name: name, Revision: name + "-1", Risk: "Medium", Locale: locale, Utterances: []string{utterance}, Confirmation: "? {who}",
			Fields: []release.Field{{Name: "who", Prompt: prompt, Type: release.FieldChoice, Choices: choices, Required: true}},
			Reply:  release.Reply{Text: name + " {who}"},
		}
	}
	w.stable = compiled(t, "stable", intent("book", booking, "Mia Roth", "Olga", "Ken"), intent("end", ending, "Mia Roth", "Olga", "Ken"))
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		switch {
		case strings.Contains(text, booking):
			return []understanding.Prediction{{Intent: "book", Confidence: 0.95}}
		case strings.Contains(text, ending):
			return []understanding.Prediction{{Intent: "end", Confidence: 0.95}}
		}
		return nil
	}
	return w
}

// salons are how it asks and is asked in each language, what refuses a choice beside the request, and as an answer.
var salons = map[string]struct {
	prompt, booking, ending string
	beside, answers         []string
}{
	"en": {"With whom?", "book a haircut", "cancel my pass", []string{"not Olga", "anyone but Olga", "but not with Olga", "everyone except Olga", "other than Olga"}, []string{"not Olga", "anybody but Olga", "neither Olga nor Mia Roth"}},
	"de": {"Bei wem?", "Haarschnitt buchen", "Abo kündigen", []string{"nicht bei Olga", "aber nicht Olga", "alle außer Olga", "keine Olga"}, []string{"nicht Olga", "alle außer Olga", "weder Olga noch Mia Roth"}},
	"es": {"¿Con quién?", "reservar un corte", "cancelar mi abono", []string{"no con Olga", "todos menos Olga"}, []string{"no con Olga", "excepto Olga"}},
	"fr": {"Avec qui ?", "réserver une coupe", "résilier mon abonnement", []string{"pas avec Olga", "tous sauf Olga"}, []string{"pas Olga", "sauf Olga"}},
	"it": {"Con chi?", "prenotare un taglio", "disdire il mio abbonamento", []string{"non con Olga", "tutti tranne Olga"}, []string{"non Olga", "tranne Olga"}},
	"pt": {"Com quem?", "marcar um corte", "cancelar a minha assinatura", []string{"não com a Olga", "todos menos a Olga"}, []string{"não a Olga", "exceto Olga"}},
	"tr": {"Kiminle?", "saç kesimi ayırt", "aboneliğimi iptal et", []string{"Olga değil", "Olga hariç"}, []string{"Olga değil", "Olga olmasın"}},
	"ar": {"مع من؟", "احجز قصة شعر", "الغ اشتراكي", []string{"ليس مع Olga", "الجميع ما عدا Olga"}, []string{"ليس Olga", "غير Olga"}},
	"ja": {"どなたをご希望ですか。", "カットを予約", "契約を解約", []string{"Olga以外で", "Olgaではなく"}, []string{"Olgaはダメ", "Olgaではない"}},
	"zh": {"请问找谁？", "预约剪发", "取消套餐", []string{"不要Olga", "除了Olga"}, []string{"不是Olga", "不要Olga"}},
}

// TestAChoiceThatIsRefusedIsNotTaken in a first message, nor in an answer: it is asked for again.
func TestAChoiceThatIsRefusedIsNotTaken(t *testing.T) {
	for locale, words := range salons {
		asked := "field: " + words.prompt
		for _, said := range words.beside {
			w := salon(t, locale, words.prompt, words.booking, words.ending)
			if got := w.say(words.booking + ", " + said); got != asked || w.state.Fields["who"] != "" {
				t.Errorf("%s: beside the request, %q is answered %q with %v", locale, said, got, w.state.Fields)
			}
		}
		for _, said := range words.answers {
			w := salon(t, locale, words.prompt, words.booking, words.ending)
			w.say(words.booking)
			if got := w.say(said); got != asked || w.state.Fields["who"] != "" {
				t.Errorf("%s: as an answer, %q is answered %q with %v", locale, said, got, w.state.Fields)
			}
		}
	}
}

// TestTheChoiceBesideARefusedOneIsTaken and not asked for.
func TestTheChoiceBesideARefusedOneIsTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"book a haircut with Mia Roth, not Olga", "book a haircut, not Olga or Ken, Mia Roth"}, "de": {"Haarschnitt buchen, nicht Olga, lieber Mia Roth", "Haarschnitt buchen bei Mia Roth statt Olga"},
		"fr": {"réserver une coupe avec Mia Roth, pas Olga"}, "es": {"reservar un corte con Mia Roth, no con Olga"}, "tr": {"saç kesimi ayırt, Olga değil, Mia Roth"},
		"ja": {"カットを予約、OlgaじゃなくてMia Rothで"}, "zh": {"预约剪发，不要Olga，Mia Roth"},
	} {
		words := salons[locale]
		for _, text := range texts {
			w := salon(t, locale, words.prompt, words.booking, words.ending)
			if got := w.say(text); !strings.HasSuffix(got, " Mia Roth") {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestAChoiceOfWhichSomethingIsDeniedIsStillTaken: what is not wanted any more is what is to end.
func TestAChoiceOfWhichSomethingIsDeniedIsStillTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"cancel my pass, I am not using Olga any more", "cancel my pass, I do not need Olga now"}, "de": {"Abo kündigen, ich brauche kein Olga mehr", "Abo kündigen, Olga nicht mehr"},
		"es": {"cancelar mi abono, no quiero más Olga"}, "fr": {"résilier mon abonnement, je ne veux plus de Olga", "résilier mon abonnement, je ne veux pas Olga"},
	} {
		words := salons[locale]
		for _, text := range texts {
			w := salon(t, locale, words.prompt, words.booking, words.ending)
			if w.say(text); w.state.Fields["who"] == "" && w.state.Confirming == nil {
				t.Errorf("%s: %q gives no value: %v", locale, text, w.state.Collecting)
			}
		}
	}
}

// TestAChoiceIsPutInThePlaceOfAnother at "shall I", whichever of them is named first.
func TestAChoiceIsPutInThePlaceOfAnother(t *testing.T) {
	for locale, answers := range map[string][]string{
		"en": {"Olga, not Ken", "I meant Olga not Ken", "not Ken but Olga"}, "de": {"Olga, nicht Ken", "nicht Ken, sondern Olga"},
		"es": {"Olga, no Ken", "no Ken, sino Olga"}, "fr": {"Olga, pas Ken", "pas Ken mais Olga"},
		"it": {"Olga, non Ken", "non Ken ma Olga"}, "pt": {"Olga, não Ken"},
	} {
		words := salons[locale]
		for _, said := range answers {
			w := salon(t, locale, words.prompt, words.booking, words.ending)
			w.stable.Intents["book"].Risk = "High"
			w.say(words.booking + ", Ken")
			if got := w.say(said); got != "confirm: ? Olga" {
				t.Errorf("%s %q: %s", locale, said, got)
			}
		}
	}
}
