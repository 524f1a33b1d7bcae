// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// stretches are the questions for the first and the last day in each language, by several names, and what says the eighth
// and the twentieth of May for both. It is the second of March.
var stretches = map[string]struct {
	asked [][2]string
	said  []string
	// lasts are the eighth of May and twelve nights, or the twentieth in another way.
	lasts []string
}{
	"en": {[][2]string{{"Which day do you arrive?", "Which day do you leave?"}, {"When do you pick it up?", "When will you bring it back?"}, {"From which day?", "Until which day?"}},
		[]string{"from the 8th to the 20th of May", "8-20 May", "8–20 May", "May 8 to 20", "8 May - 20 May", "from 8 May until 20 May"}, []string{"8 May, for twelve nights", "from 8 May for 12 days"}},
	"de": {[][2]string{{"Wann reisen Sie an?", "Wann reisen Sie ab?"}, {"Wann holen Sie es ab?", "Wann bringen Sie es zurück?"}, {"Ab welchem Tag?", "Bis zu welchem Tag?"}},
		[]string{"vom 8. bis 20. Mai", "vom 8. bis zum 20. Mai", "8.-20. Mai", "vom 8. bis 20.5.", "8.5. - 20.5."}, []string{"ab 8. Mai für zwölf Nächte", "am 8. Mai, 12 Nächte"}},
	"es": {[][2]string{{"¿Qué día llega?", "¿Qué día se va?"}, {"¿Cuándo lo recoge?", "¿Cuándo lo devuelve?"}, {"¿Desde qué día?", "¿Hasta qué día?"}},
		[]string{"del 8 al 20 de mayo", "desde el 8 hasta el 20 de mayo", "8-20 de mayo"}, []string{"desde el 8 de mayo, doce noches"}},
	"fr": {[][2]string{{"Quel jour arrivez-vous ?", "Quel jour partez-vous ?"}, {"À partir de quel jour ?", "Jusqu'à quel jour ?"}},
		[]string{"du 8 au 20 mai", "8-20 mai"}, []string{"à partir du 8 mai pour douze nuits"}},
	"it": {[][2]string{{"In che giorno arriva?", "In che giorno parte?"}, {"Da che giorno?", "Fino a che giorno?"}},
		[]string{"dal 8 al 20 maggio", "8-20 maggio"}, []string{"dal 8 maggio per dodici notti"}},
	"pt": {[][2]string{{"Em que dia chega?", "Em que dia parte?"}, {"A partir de que dia?", "Até que dia?"}},
		[]string{"de 8 a 20 de maio", "do dia 8 ao dia 20 de maio"}, []string{"a partir de 8 de maio por doze noites"}},
	"tr": {[][2]string{{"Hangi gün geliyorsunuz?", "Hangi gün ayrılıyorsunuz?"}, {"Hangi günden itibaren?", "Hangi güne kadar?"}},
		[]string{"8-20 Mayıs", "8 Mayıs'tan 20 Mayıs'a kadar", "8 ile 20 Mayıs arası"}, []string{"8 Mayıs'tan itibaren 12 gece"}},
	"ar": {[][2]string{{"في أي يوم تصل؟", "في أي يوم تغادر؟"}, {"من أي يوم؟", "حتى أي يوم؟"}}, []string{"من 8 إلى 20 مايو", "من ٨ حتى ٢٠ مايو"}, nil},
	"zh": {[][2]string{{"哪天入住？", "哪天离店？"}, {"从哪天开始？", "到哪天为止？"}}, []string{"5月8日到20日", "从5月8号到5月20号", "五月八日至二十日"}, []string{"5月8日起住十二晚"}},
	"ja": {[][2]string{{"ご到着日はいつですか？", "ご出発日はいつですか？"}, {"いつからですか？", "いつまでですか？"}}, []string{"5月8日から20日まで", "5月8日〜20日", "5月8日から5月20日まで"}, []string{"5月8日から12泊"}},
}

// stretching is a bot that asks for two days.
func stretching(t *testing.T, locale string, asked [2]string) *world {
	t.Helper()
	w := asking(t, locale, release.Field{Name: "one", Prompt: asked[0], Type: release.FieldDate}, release.Field{Name: "two", Prompt: asked[1], Type: release.FieldDate})
	w.say("order")
	return w
}

func TestTheFirstAndTheLastDayAreGivenTogether(t *testing.T) {
	for locale, s := range stretches {
		for _, asked := range s.asked {
			for _, text := range append(s.said, s.lasts...) {
				w := stretching(t, locale, asked)
				if got := w.say(text); got != "answer: ordered 2026-05-08 2026-05-20" {
					t.Errorf("%s: %q to %q is answered %q", locale, text, asked[0], got)
				}
			}
		}
	}
}

// TestADayIsGivenByWhatItIsCalled says which of the days is the first, in any order.
func TestADayIsGivenByWhatItIsCalled(t *testing.T) {
	const both = "answer: ordered 2026-05-08 2026-05-20"
	for _, tc := range []struct{ locale, first, then, want string }{
		{"en", "arriving on 8 May, leaving on the 20th", "", "field: " + stretches["en"].asked[0][1]}, // of this month or of that one
		{"en", "arriving on 8 May, leaving on 20 May", "", both}, {"en", "leaving 20 May, arriving 8 May", "", both}, {"en", "8 May arrival, 20 May departure", "", both},
		{"de", "Anreise 8. Mai, Abreise 20. Mai", "", both}, {"es", "llegada 8 de mayo, salida 20 de mayo", "", both}, {"fr", "arrivée le 8 mai, départ le 20 mai", "", both},
		{"it", "arrivo 8 maggio, partenza 20 maggio", "", both}, {"pt", "chegada 8 de maio, partida 20 de maio", "", both}, {"tr", "giriş 8 Mayıs, çıkış 20 Mayıs", "", both},
		{"ar", "الوصول 8 مايو والمغادرة 20 مايو", "", both}, {"zh", "5月8日入住，5月20日离店", "", both}, {"ja", "5月8日到着、5月20日出発", "", both},
		{"en", "leaving on 20 May", "", "field: " + stretches["en"].asked[0][0]}, {"de", "Abreise am 20. Mai", "", "field: " + stretches["de"].asked[0][0]},
		{"en", "8 May", "twelve nights", both}, {"en", "8 May", "for 12 days", both}, {"zh", "5月8日", "十二晚", both}, {"ja", "5月8日", "12泊", both}, {"tr", "8 Mayıs", "12 gece", both},
		{"en", "8 May", "", "field: " + stretches["en"].asked[0][1]}, {"en", "8 May for 12 people", "", "field: " + stretches["en"].asked[0][1]},
		{"es", "desde el 8 de mayo", "el 20 de mayo", both}, {"it", "dal 8 maggio", "20 maggio", both},
	} {
		w := stretching(t, tc.locale, stretches[tc.locale].asked[0])
		got := w.say(tc.first)
		if tc.then != "" {
			got = w.say(tc.then)
		}
		if !strings.HasSuffix(got, tc.want) {
			t.Errorf("%s: %q, %q is answered %q, want %q", tc.locale, tc.first, tc.then, got, tc.want)
		}
	}
}

// TestALengthThatIsAskedForIsNoLastDay has a field for it, and a field for one day alone takes none of two.
func TestALengthThatIsAskedForIsNoLastDay(t *testing.T) {
	w := asking(t, "en", release.Field{Name: "one", Prompt: "Which day do you arrive?", Type: release.FieldDate}, release.Field{Name: "nights", Prompt: "How many nights?", Type: release.FieldNumber},
		release.Field{Name: "two", Prompt: "Which day does your friend leave?", Type: release.FieldDate})
	w.say("order")
	if got := w.say("8 May for 12 nights"); got != "field: Which day does your friend leave?" {
		t.Errorf("the nights are answered %q", got)
	}
	for locale, text := range map[string]string{"en": "8 to 20 May", "de": "vom 8. bis 20. Mai", "ja": "5月8日から20日まで", "zh": "5月8日到20日"} {
		w := asking(t, locale, release.Field{Name: "day", Prompt: passing[locale].which, Type: release.FieldDate})
		w.say("order")
		if got := w.say(text); w.state.Collecting == nil {
			t.Errorf("%s: %q gives one day: %q", locale, text, got)
		}
	}
}
