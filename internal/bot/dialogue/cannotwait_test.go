// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
)

// TestWhatIsWantedOnAnotherDayIsNotDoneAtOnce by an intent that takes no day; what is wanted today, or is taught with such
// days, is.
func TestWhatIsWantedOnAnotherDayIsNotDoneAtOnce(t *testing.T) {
	for locale, says := range map[string]struct{ utterance, later, now string }{
		"en": {"turn the heating on", "tomorrow turn the heating on", "turn the heating on today"},
		"de": {"Heizung einschalten", "morgen bitte die Heizung einschalten", "heute bitte die Heizung einschalten"},
		"es": {"encender la calefacción", "encender la calefacción pasado mañana", "encender la calefacción hoy"},
		"fr": {"allumer le chauffage", "allumer le chauffage demain svp", "allumer le chauffage aujourd'hui"},
		"it": {"accendere il riscaldamento", "domani accendere il riscaldamento", "accendere il riscaldamento oggi"},
		"pt": {"ligar o aquecimento", "ligar o aquecimento amanhã", "ligar o aquecimento hoje"},
		"zh": {"打开暖气", "明天打开暖气", "今天打开暖气"},
		"ja": {"暖房をつけてください", "明日暖房をつけてください", "今日暖房をつけてください"},
	} {
		for text, want := range map[string]string{says.later: "confirm: ", says.now: "answer: "} {
			w := withLaundry(t, locale, []string{says.utterance})
			if got := w.say(text); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		taught := withLaundry(t, locale, []string{says.utterance, says.later})
		if got := taught.say(says.later); !strings.HasPrefix(got, "answer: ") {
			t.Errorf("%s: %q, as it is taught, is answered %q", locale, says.later, got)
		}
	}
}
