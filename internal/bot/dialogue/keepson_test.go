// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestWhatIsNotToStopGoesOn: "don't stop it" neither stops a thing nor asks whether to, also where the intent is taught
// by refusing the thing, "I don't want it any more"; and who asks for it is heard.
func TestWhatIsNotToStopGoesOn(t *testing.T) {
	for locale, tc := range map[string]struct{ taught, goesOn, stops []string }{
		"en": {[]string{"switch the delivery alerts off", "I don't want any more alerts"}, []string{"don't stop the alerts", "please never switch the alerts off"}, []string{"please switch the alerts off"}},
		"de": {[]string{"Benachrichtigungen ausschalten", "ich will keine Benachrichtigungen mehr"}, []string{"bitte die Benachrichtigungen nicht ausschalten"}, []string{"bitte Benachrichtigungen ausschalten"}},
		"es": {[]string{"desactivar las alertas de entrega", "ya no quiero más alertas"}, []string{"no desactive las alertas", "no quites las alertas", "no paren las alertas"}, []string{"desactiva las alertas de entrega"}},
		"fr": {[]string{"désactiver les notifications", "je ne veux plus de notifications"}, []string{"n'arrêtez pas les notifications", "ne pas couper les notifications"}, []string{"coupez les notifications"}},
		"it": {[]string{"disattivare le notifiche", "non voglio più notifiche"}, []string{"non fermare le notifiche", "non togliete le notifiche"}, []string{"disattivate le notifiche"}},
		"pt": {[]string{"desativar as notificações", "não quero mais notificações"}, []string{"não parem as notificações", "não desligue as notificações"}, []string{"desligue as notificações"}},
		"ar": {[]string{"إيقاف الإشعارات", "لا أريد الإشعارات بعد اليوم"}, []string{"لا توقف الإشعارات", "لا توقفوا الإشعارات"}, []string{"أوقفوا الإشعارات"}},
		"zh": {[]string{"关闭配送通知", "不要再发通知了"}, []string{"别关通知", "不要关闭配送通知"}, []string{"把通知关闭"}},
		"ja": {[]string{"配達の通知をオフにする", "通知はもういりません"}, []string{"配達の通知を止めないで", "通知を切らないでね", "通知を止めちゃだめ", "通知を消してはいけません"}, []string{"配達の通知を止めて"}},
	} {
		world := func() *world {
			w := newWorld(t)
			w.state.Locale = locale
			w.stable = compiled(t, "stable", release.Intent{
				Name: "quiet", Revision: "quiet-1", Risk: "Medium", Reply: release.Reply{Text: "quiet"}, Locale: locale, Utterances: tc.taught,
			})
			w.stable.Rules = nil
			w.predictions = func(string) []understanding.Prediction {
				return []understanding.Prediction{{Intent: "quiet", Confidence: 0.95}}
			}
			return w
		}
		for _, text := range tc.goesOn {
			if w := world(); w.say(text) == "answer: quiet" || w.state.Confirming != nil {
				t.Errorf("%s: %q stops it", locale, text)
			}
		}
		for _, text := range tc.stops {
			if w := world(); w.say(text) != "answer: quiet" && w.state.Confirming == nil {
				t.Errorf("%s: %q is not heard", locale, text)
			}
		}
	}
}
