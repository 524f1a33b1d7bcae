// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestNotThisButThatGivesThat in the order of each language.
func TestNotThisButThatGivesThat(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"en": {"not 9 June but 10 June": "2026-06-10", "not 6 but 7": "7"},
		"de": {"nicht am 9. Juni, sondern am 10. Juni": "2026-06-10", "nicht 6, sondern 7": "7"},
		"es": {"no el 9 de junio sino el 10 de junio": "2026-06-10", "no 6 sino 7": "7"},
		"fr": {"pas le 9 juin mais le 10 juin": "2026-06-10", "pas 6 mais 7": "7"},
		"it": {"non il 9 giugno ma il 10 giugno": "2026-06-10", "non 6 ma 7": "7"},
		"pt": {"não 9 de junho mas 10 de junho": "2026-06-10", "não 6 mas 7": "7"},
		"tr": {"9 Haziran değil 10 Haziran": "2026-06-10", "9 Haziran değil, 10 Haziran olsun": "2026-06-10", "6 tane değil 7 tane": "7", "6 değil 7": "7"},
		"ar": {"ليس 9 يونيو بل 10 يونيو": "2026-06-10", "ليس 6 بل 7": "7"},
		"zh": {"不是6月9号是6月10号": "2026-06-10", "不是9号是10号": "2026-03-10", "不是6个是7个": "7"},
		"ja": {"6月9日じゃなくて6月10日": "2026-06-10", "6個じゃなくて7個": "7"},
	} {
		for text, want := range texts {
			field := release.Field{Name: "day", Prompt: passing[locale].which, Type: release.FieldDate}
			if len(want) == 1 {
				field = release.Field{Name: "n", Prompt: passing[locale].howMany, Type: release.FieldNumber, Minimum: "1"}
			}
			w := asking(t, locale, field)
			w.say("order")
			if got := w.say(text); w.state.Fields[field.Name] != want {
				t.Errorf("%s: %q is answered %q, want %s", locale, text, got, want)
			}
		}
	}
}
