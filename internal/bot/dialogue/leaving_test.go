// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// atTheDesk is a bot that irons at once, or after a yes, and orders a cab for a day.
func atTheDesk(t *testing.T, locale, risk, cab string) *world {
	t.Helper()
	w := newWorld(t)
	w.stable = compiled(t, "stable",
		release.Intent{Name: "iron", Revision: "iron-1", Risk: risk, Locale: locale, Title: "Iron", Utterances: []string{"ironing"}, Reply: release.Reply{Text: "Ironed."}},
		release.Intent{Name: "cab", Revision: "cab-1", Risk: "Medium", Locale: locale, Title: "Cab", Utterances: []string{cab}, Reply: release.Reply{Text: "Cab on {day}."},
			Fields: []release.Field{{Name: "day", Prompt: "When?", Type: release.FieldDate, Required: true}}})
	w.stable.Rules, w.state.Locale = nil, locale
	w.predictions = func(text string) []understanding.Prediction {
		for word, intent := range map[string]string{"ironing": "iron", cab: "cab"} {
			if strings.Contains(strings.ToLower(text), word) {
				return []understanding.Prediction{{Intent: intent, Confidence: 0.95}}
			}
		}
		return nil
	}
	return w
}

var afterLeaving = map[string]struct {
	cab         string
	asked, told []string
}{
	"en": {"cab", []string{"forget that, a cab for tomorrow", "scrap it. A cab instead please", "never mind, I need a cab"}, []string{"forget it, no cab either", "forget that cab"}},
	"de": {"taxi", []string{"vergiss es, lieber ein Taxi", "lassen Sie das, ein Taxi für morgen bitte"}, []string{"lass es, das Taxi ist schon da", "egal, kein Taxi", "lass das Taxi"}},
	"es": {"taxi", []string{"olvida eso, un taxi mañana", "déjalo, mejor un taxi"}, []string{"no hace falta taxi", "ya no quiero taxi"}},
	"fr": {"taxi", []string{"laisse tomber, un taxi pour demain", "non oubliez ça, plutôt un taxi"}, []string{"tant pis, pas de taxi", "pas la peine de prendre un taxi"}},
	"it": {"taxi", []string{"lascia stare, un taxi", "niente, vorrei un taxi per domani"}, []string{"niente taxi"}},
	"pt": {"táxi", []string{"esquece, um táxi", "deixa lá, quero um táxi"}, []string{"esquece, o táxi já chegou"}},
	"tr": {"taksi", []string{"boşver, yarın için taksi", "unut onu, taksi istiyorum"}, []string{"boşver, taksi geldi"}},
	"ar": {"تاكسي", []string{"انس ذلك، تاكسي غدا", "خلاص، أريد تاكسي"}, []string{"خلاص، تاكسي وصل"}},
	"zh": {"出租车", []string{"算了，帮我叫出租车", "别管了，我要叫出租车"}, nil},
	"ja": {"タクシー", []string{"やっぱりいいです、タクシーをお願いします", "やめます、タクシーを呼んでください"}, nil},
}

// TestWhatIsAskedForAfterLettingGoIsHeard: of what was let go of nothing is done, and what is not wanted either
// is no request.
func TestWhatIsAskedForAfterLettingGoIsHeard(t *testing.T) {
	for locale, says := range afterLeaving {
		for _, text := range says.asked {
			w := atTheDesk(t, locale, "High", says.cab)
			w.say("ironing")
			if got := w.say(text); w.state.Intent != "cab" || w.state.Collecting == nil && w.state.Confirming == nil {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
			w = atTheDesk(t, locale, "Medium", says.cab)
			w.say("ironing")
			if got := w.say(text); w.state.Intent != "cab" && (w.state.Offered == nil || !slices.Contains(w.state.Offered.Intents, "cab")) {
				t.Errorf("%s: %q after the ironing is answered %q", locale, text, got)
			}
		}
		for _, text := range says.told {
			w := atTheDesk(t, locale, "High", says.cab)
			w.say("ironing")
			if got := w.say(text); w.state.Collecting != nil || w.state.Confirming != nil && w.state.Confirming.Intent == "cab" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}

// TestTheDayOfWhatIsAskedForAfterLettingGoIsNotThatOfTheFirst, though it would answer the question.
func TestTheDayOfWhatIsAskedForAfterLettingGoIsNotThatOfTheFirst(t *testing.T) {
	for text, locale := range map[string]string{"forget it, I'd rather have the ironing on Friday": "en", "vergiss es, lieber ironing am Freitag": "de"} {
		w := atTheDesk(t, locale, "High", "cab")
		w.say("cab")
		if got := w.say(text); strings.HasPrefix(got, "answer: Cab") {
			t.Errorf("%s: %q is answered %q", locale, text, got)
		}
	}
}
