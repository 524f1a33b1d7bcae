// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatIsNotToBeDoneForAnotherThingIsNotAskedAbout: neither after it was done for one, nor at the question whether to do
// that, which stays as it is. What corrects the first names it behind a pause.
func TestWhatIsNotToBeDoneForAnotherThingIsNotAskedAbout(t *testing.T) {
	thing := release.Field{Name: "thing", Prompt: "Which one?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}
	for locale, texts := range map[string][]string{
		"en": {"but not for AB654321", "not AB654321 though", "but leave AB654321 alone"},
		"de": {"und für AB654321 nicht", "aber nicht AB654321", "AB654321 bitte nicht"},
		"es": {"pero no la AB654321", "y para AB654321 no"},
		"fr": {"pas pour AB654321", "mais pas AB654321", "et AB654321 non"},
		"it": {"ma non per AB654321", "e AB654321 no"},
		"pt": {"mas não a AB654321", "e para AB654321 não"},
		"tr": {"ama AB654321 değil", "AB654321 hariç"},
		"ar": {"لكن ليس AB654321", "و AB654321 لا"},
		"zh": {"但不要AB654321", "AB654321不要"},
		"ja": {"でもAB654321はしないで", "AB654321はそのままで"},
	} {
		for _, text := range texts {
			w := withLaundry(t, locale, []string{"wash"}, thing)
			w.say("wash")
			w.say("AB123456")
			if got := w.say(text); strings.Contains(got, "confirm: ") || strings.Contains(got, "field: ") || strings.Contains(got, "answer: ") {
				t.Errorf("%s: %q after it was done is answered %q", locale, text, got)
			}
			w = withCourt(t, locale, thing)
			w.say("AB123456")
			if w.say(text); w.state.Confirming == nil || w.state.Fields["thing"] != "AB123456" || w.state.Offered != nil {
				t.Errorf("%s: after %q it is asked about %v", locale, text, w.state.Fields)
			}
		}
	}
	for text, locale := range map[string]string{"no, AB654321": "en", "No, la AB654321": "es", "nein, AB654321": "de", "não, a AB654321": "pt"} {
		w := withCourt(t, locale, thing)
		w.say("AB123456")
		if w.say(text); w.state.Confirming == nil || w.state.Fields["thing"] != "AB654321" {
			t.Errorf("%s: after %q it is asked about %v", locale, text, w.state.Fields)
		}
	}
}
