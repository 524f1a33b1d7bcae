// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestOfWhichYearADayIs names it by how far it is. It is the second of March 2026.
func TestOfWhichYearADayIs(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {"last year on 9 June": "2025-06-09", "9 June last year": "2025-06-09", "9 June next year": "2027-06-09", "9 June": "2026-06-09"},
		"de": {"letztes Jahr am 9. Juni": "2025-06-09", "am 9. Juni letzten Jahres": "2025-06-09", "nächstes Jahr am 9. Juni": "2027-06-09"},
		"es": {"el 9 de junio del año pasado": "2025-06-09", "el 9 de junio del próximo año": "2027-06-09"}, "fr": {"le 9 juin de l'année dernière": "2025-06-09", "le 9 juin l'an prochain": "2027-06-09"},
		"it": {"il 9 giugno dell'anno scorso": "2025-06-09", "il 9 giugno dell'anno prossimo": "2027-06-09"}, "pt": {"9 de junho do ano passado": "2025-06-09", "9 de junho do próximo ano": "2027-06-09"},
		"tr": {"geçen yıl 9 Haziran": "2025-06-09", "seneye 9 Haziran": "2027-06-09"}, "ar": {"9 يونيو من العام الماضي": "2025-06-09", "9 يونيو من العام القادم": "2027-06-09"},
		"zh": {"去年6月9日": "2025-06-09", "明年6月9日": "2027-06-09"}, "ja": {"去年の6月9日": "2025-06-09", "来年の6月9日": "2027-06-09"},
	} {
		for text, want := range texts {
			w := asking(t, locale, release.Field{Name: "day", Prompt: passing[locale].which, Type: release.FieldDate})
			w.say("order")
			if got := w.say(text); got != "answer: ordered "+want {
				t.Errorf("%s: %q is answered %q, want %s", locale, text, got, want)
			}
		}
	}
}

// TestOfTwoDaysNoneIsTaken asks which.
func TestOfTwoDaysNoneIsTaken(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"5 June, 6 June", "5 June or 6 June"}, "de": {"5. Juni, 6. Juni", "Montag, Dienstag"}, "es": {"5 de junio, 6 de junio"}, "fr": {"le 5 juin, le 6 juin"}, "it": {"5 giugno, 6 giugno"},
		"pt": {"5 de junho, 6 de junho"}, "tr": {"5 Haziran, 6 Haziran"}, "ar": {"5 يونيو أو 6 يونيو"},
		"zh": {"周一、周二都行", "6月5日、6月6日都行"}, "ja": {"月曜日または火曜日", "6月5日または6月6日"},
	} {
		for _, text := range texts {
			w := asking(t, locale, release.Field{Name: "day", Prompt: passing[locale].which, Type: release.FieldDate})
			w.say("order")
			if got := w.say(text); w.state.Collecting == nil {
				t.Errorf("%s: %q is answered %q", locale, text, got)
			}
		}
	}
}
