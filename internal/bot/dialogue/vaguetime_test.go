// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
)

// TestATimeThatIsNoDayIsNoOtherTopic where a day is asked for, whatever it is like.
func TestATimeThatIsNoDayIsNoOtherTopic(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"next week", "this week", "in the afternoon", "some time next week", "any day", "whenever you can"},
		"de": {"nächste Woche", "nachmittags", "egal wann"}, "es": {"la semana que viene", "por la tarde"}, "fr": {"la semaine prochaine", "quand vous voulez"},
		"it": {"la prossima settimana"}, "pt": {"na próxima semana"}, "tr": {"gelecek hafta"}, "ar": {"الأسبوع القادم"}, "zh": {"下周"}, "ja": {"来週", "いつでも"},
	} {
		words := hotels[locale]
		for _, text := range texts {
			w := hotel(t, locale, "Medium", words)
			w.say(words.room)
			was := w.predictions
			w.predictions = func(said string) []understanding.Prediction {
				if said == text {
					return []understanding.Prediction{{Intent: "top-up", Confidence: 0.95}}
				}
				return was(said)
			}
			if got := w.say(text); !strings.HasSuffix(got, words.day) || w.state.Intent != "book-room" {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
