// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// alarms are switched on in each language, and a no with the opposite.
var alarms = map[string]struct{ on, off string }{
	"en": {"switch the alarm on", "no, switch it off"}, "de": {"den Alarm einschalten", "nein, ausschalten"}, "es": {"activar la alarma", "no, apágala"},
	"fr": {"activer l'alarme", "non, éteins-la"}, "it": {"attivare l'allarme", "no, spegnilo"}, "pt": {"ativar o alarme", "não, desliga"},
	"tr": {"alarmı etkinleştir", "hayır, kapat"}, "ar": {"تفعيل الإنذار", "لا، أوقفه"}, "zh": {"开启闹钟", "不，关掉"}, "ja": {"アラームをオンにする", "いや、オフにして"},
}

// TestANoWithTheOppositeLetsGoWhereNothingDoesIt: what was just refused is not offered, and a yes to the answer does nothing.
func TestANoWithTheOppositeLetsGoWhereNothingDoesIt(t *testing.T) {
	for locale, says := range alarms {
		w := newWorld(t)
		w.stable = compiled(t, "stable", release.Intent{
			Name: "on", Revision: "on-1", Risk: "High", Locale: locale, Title: "On", Utterances: []string{says.on}, Reply: release.Reply{Text: "On now."},
		})
		w.stable.Rules, w.state.Locale = nil, locale
		w.predictions = func(text string) []understanding.Prediction {
			if text != says.on {
				return nil
			}
			return []understanding.Prediction{{Intent: "on", Confidence: 0.95}}
		}
		w.say(says.on)
		if got := w.say(says.off); w.state.Confirming != nil || w.state.Offered != nil {
			t.Errorf("%s: %q is answered %q", locale, says.off, got)
		}
		if got := w.say(release.TextsFor(nil, locale).Yes); strings.Contains(got, "On now.") || w.state.Confirming != nil {
			t.Errorf("%s: the yes after that is answered %q", locale, got)
		}
	}
}
