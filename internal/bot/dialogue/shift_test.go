// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
)

// TestAShiftFromAnUnknownDayIsNoDay: "three days later" counts from the day that the visit has, which the bot does not know;
// "in three days" counts from today. It is the second of March.
func TestAShiftFromAnUnknownDayIsNoDay(t *testing.T) {
	for locale, says := range map[string]struct {
		shifts []string
		days   map[string]string
	}{
		"en": {[]string{"three days later", "a day earlier", "by a week", "3 days", "two weeks earlier please"}, map[string]string{"in three days": "2026-03-05", "3 days from now": "2026-03-05", "two days after 5 May": "2026-05-07"}},
		"de": {[]string{"drei Tage später", "einen Tag früher", "um eine Woche"}, map[string]string{"in drei Tagen": "2026-03-05"}},
		"es": {[]string{"tres días después", "un día antes", "una semana más tarde"}, map[string]string{"dentro de tres días": "2026-03-05", "en 3 días": "2026-03-05"}},
		"fr": {[]string{"trois jours plus tard", "un jour plus tôt", "de trois jours"}, map[string]string{"dans trois jours": "2026-03-05"}},
		"it": {[]string{"tre giorni dopo", "un giorno prima", "di tre giorni"}, map[string]string{"fra tre giorni": "2026-03-05"}},
		"pt": {[]string{"três dias depois", "um dia antes", "uma semana mais tarde"}, map[string]string{"daqui a três dias": "2026-03-05"}},
		"tr": {[]string{"bir gün önce", "bir gün öncesine", "üç gün"}, map[string]string{"üç gün sonra": "2026-03-05"}},
		"ar": {[]string{"قبل يوم", "ثلاثة أيام"}, map[string]string{"بعد ثلاثة أيام": "2026-03-05"}},
		"zh": {[]string{"提前一天", "晚三天", "推迟3天"}, map[string]string{"三天后": "2026-03-05"}},
		"ja": {[]string{"1日早く", "3日遅く", "三日早めに"}, map[string]string{"三日後": "2026-03-05", "5月12日の早い時間に": "2026-05-12"}},
	} {
		ask, prompt := movedVisits[locale][0], movedVisits[locale][1]
		for _, shift := range says.shifts {
			w := movingVisit(t, locale)
			if w.say(ask); w.say(shift) == "" || w.state.Collecting == nil {
				t.Errorf("%s: %q does not ask %q", locale, shift, prompt)
			}
			if got := movingVisit(t, locale).say(ask + " " + shift); strings.HasPrefix(got, "answer: ") || strings.HasPrefix(got, "confirm: ") {
				t.Errorf("%s: %q in a first message is answered %q", locale, shift, got)
			}
		}
		for said, day := range says.days {
			w := movingVisit(t, locale)
			w.say(ask)
			if got := w.say(said); got != "answer: done "+day && got != "confirm: ? "+day {
				t.Errorf("%s: %q is answered %q, want %s", locale, said, got, day)
			}
		}
	}
}
