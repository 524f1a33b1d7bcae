// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"testing"
	"time"
)

func TestDaysAndNumbersAreLeftOut(t *testing.T) {
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	for locale, texts := range map[string]map[string]string{
		"en": {
			"a court this coming Saturday please":            "a court please",
			"book a court for 13 June, there are four of us": "book a court",
			"is the court wet?":                              "",
			"Saturday":                                       "",
		},
		"de": {"Platz buchen für Samstag, wir sind zu viert": "Platz buchen", "in drei Tagen hätten wir gern einen Platz, 2 Personen": "hätten wir gern einen Platz"},
		"fr": {"je voudrais un court pour samedi": "je voudrais un court"},
		"es": {"quiero una pista el 13 de junio": "quiero una pista"},
		"zh": {"我想预订6月13日的场地": "我想预订 的场地"},
		"ja": {"明日コートを予約したいです": "コートを予約したいです"},
	} {
		for text, want := range texts {
			if got := Bare(text, locale, now); got != want {
				t.Errorf("%s: %q without its values is %q, want %q", locale, text, got, want)
			}
		}
	}
}
