// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"
)

// TestTheWayThereAndBackAreTwoDaysOfATrip: who leaves begins a trip, and who comes back ends it, whatever comes first; a
// stretch and a length give both, and a day of the way back is not taken for the way there.
func TestTheWayThereAndBackAreTwoDaysOfATrip(t *testing.T) {
	const both = "answer: ordered 2026-05-08 2026-05-20"
	for locale, tc := range map[string]struct {
		asked     [2]string
		said      []string
		back      string
		first, at string // the day of the way there alone, and what then gives the other one
	}{
		"en": {[2]string{"On which day do you sail?", "On which day do you come back?"}, []string{"out 8 May, back 20 May", "8 to 20 May", "returning 20 May, outbound 8 May"}, "return on 20 May", "8 May", "twelve days later"},
		"de": {[2]string{"Wann ist die Hinfahrt?", "Wann ist die Rückfahrt?"}, []string{"Hinfahrt 8. Mai, Rückfahrt 20. Mai", "vom 8. bis 20. Mai"}, "zurück am 20. Mai", "8. Mai", "zwölf Tage später"},
		"es": {[2]string{"¿Qué día es la ida?", "¿Qué día es la vuelta?"}, []string{"la ida el 8 de mayo y la vuelta el 20 de mayo", "del 8 al 20 de mayo"}, "la vuelta el 20 de mayo", "8 de mayo", "20 de mayo"},
		"fr": {[2]string{"Quel jour partez-vous ?", "Quel jour revenez-vous ?"}, []string{"aller le 8 mai, retour le 20 mai", "du 8 au 20 mai", "retour 20 mai, départ 8 mai"}, "le retour le 20 mai", "le 8 mai", "le 20 mai"},
		"it": {[2]string{"In che giorno parte?", "In che giorno torna?"}, []string{"andata l'8 maggio, ritorno il 20 maggio", "dal 8 al 20 maggio"}, "ritorno il 20 maggio", "8 maggio", "dodici giorni dopo"},
		"pt": {[2]string{"Em que dia é a ida?", "Em que dia é a volta?"}, []string{"ida a 8 de maio, volta a 20 de maio", "de 8 a 20 de maio"}, "volta a 20 de maio", "8 de maio", "20 de maio"},
		"tr": {[2]string{"Gidiş hangi gün?", "Dönüş hangi gün?"}, []string{"gidiş 8 Mayıs, dönüş 20 Mayıs", "8-20 Mayıs"}, "dönüş 20 Mayıs", "8 Mayıs", "20 Mayıs"},
		"ar": {[2]string{"متى الذهاب؟", "متى العودة؟"}, []string{"الذهاب 8 مايو والعودة 20 مايو", "من 8 إلى 20 مايو"}, "العودة 20 مايو", "8 مايو", "20 مايو"},
		"zh": {[2]string{"去程是哪天？", "返程是哪天？"}, []string{"5月8日去程，5月20日返程", "5月8日到20日"}, "返程5月20日", "5月8日", "5月20日"},
		"ja": {[2]string{"往路の日はいつですか？", "復路の日はいつですか？"}, []string{"行きは5月8日、帰りは5月20日", "5月8日から20日まで"}, "帰りは5月20日", "5月8日", "5月20日"},
	} {
		for _, text := range tc.said {
			if got := stretching(t, locale, tc.asked).say(text); got != both {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
		if got := stretching(t, locale, tc.asked).say(tc.back); !strings.HasSuffix(got, tc.asked[0]) {
			t.Errorf("%s: %q is answered %q, and the way there is not asked for", locale, tc.back, got)
		}
		w := stretching(t, locale, tc.asked)
		w.say(tc.first)
		if got := w.say(tc.at); got != both {
			t.Errorf("%s: %q after %q is answered %q", locale, tc.at, tc.first, got)
		}
	}
}
