// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// found are messages, in ten languages, that begin with what also lets go of something, where there is nothing yet, and
// ask for a pass to be unlocked. That word tells the classifier.
var found = map[string]struct{ word, taught, says string }{
	"en": {"unlock", "unlock my pass", "found it already, please unlock my pass"},
	"de": {"entsperren", "meinen Pass entsperren", "hat sich erledigt mit dem alten, bitte den Pass entsperren"},
	"es": {"desbloque", "desbloquear mi pase", "da igual el otro, quiero desbloquear mi pase"},
	"fr": {"débloque", "débloquer mon badge", "je l'ai retrouvé, pouvez-vous débloquer mon badge"},
	"it": {"sblocca", "sbloccare il tesserino", "l'ho ritrovato, vorrei sbloccare il tesserino"},
	"pt": {"desbloque", "desbloquear o passe", "já achei o passe, quero desbloquear o passe"},
	"tr": {"kilidini", "kartımın kilidini aç", "kartımı buldum, kartımın kilidini açın"},
	"zh": {"解锁", "解锁我的卡", "卡找到了，请解锁我的卡"},
	"ja": {"ロック解除", "カードのロック解除", "カードが見つかりました。カードのロック解除をお願いします"},
}

// TestNothingIsLetGoOfWhereNothingWasAskedFor: what stands behind such words counts, and is asked about.
func TestNothingIsLetGoOfWhereNothingWasAskedFor(t *testing.T) {
	for locale, says := range found {
		world := func() *world {
			w := newWorld(t)
			w.stable = compiled(t, "stable", hours("1"), release.Intent{
				Name: "unlock", Revision: "unlock-1", Risk: "Medium", Locale: locale, Utterances: []string{says.taught}, Confirmation: "Unlock it?", Reply: release.Reply{Text: "Unlocked."},
			})
			w.stable.Rules, w.state.Locale = nil, locale
			w.predictions = func(text string) []understanding.Prediction {
				if strings.Contains(text, says.word) {
					return []understanding.Prediction{{Intent: "unlock", Confidence: 0.95}}
				}
				return nil
			}
			return w
		}
		if got := world().say(says.says); got != "confirm: Unlock it?" {
			t.Errorf("%s: %q is answered %q", locale, says.says, got)
		}
	}
	for _, text := range []string{"never mind", "never mind, thanks", "unlock my pass, oh never mind", "unlock my pass. No, forget it please"} {
		w := shop(t)
		if got := w.say(strings.ReplaceAll(text, "unlock my pass", "cancel AB123456")); got != leftAsIs {
			t.Errorf("%q is answered %q", text, got)
		}
	}
}
