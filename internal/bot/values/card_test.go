// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestTheEndOfACardsNumberInPassing(t *testing.T) {
	r, err := Compile(release.Field{Name: "card", Type: release.FieldCardLastFour, Prompt: "Which card?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ text, want string }{
		"an end":                              {"please block the card ending in 4821", "4821"},
		"a card":                              {"card 4821 was stolen", "4821"},
		"beside a day and a phone number":     {"lost my card 4821 on 12 May, call 0161 496 0345", ""},
		"beside a code":                       {"order KW20415, paid with card 4821", "4821"},
		"the whole number":                    {"my card 4929 1234 5678 4821 is gone", "4821"},
		"two cards":                           {"card 4821 or card 4822", ""},
		"a year":                              {"my card since 2019 is broken", ""},
		"an end like a year":                  {"my card ends in 2019", "2019"},
		"an amount":                           {"somebody took €4000 with my card", ""},
		"an amount with its sign behind":      {"somebody took 4000 € with my card", ""},
		"an amount in words":                  {"4000 dollars are gone from my card", ""},
		"an amount with a mark":               {"they charged 4.000 to my card", ""},
		"a time":                              {"my card was stolen at 14:30", ""},
		"the date to which it is valid":       {"my card 4821, valid to 12/27", "4821"},
		"four figures that are no card's":     {"PIN is 4821", ""},
		"German, in one word":                 {"Karte mit der Endnummer 4821 sperren", "4821"},
		"French":                              {"ma carte se terminant par 4821", "4821"},
		"Italian":                             {"la carta che finisce con 4821", "4821"},
		"Turkish, the word with an ending":    {"4821 ile biten kartımı kapatın", "4821"},
		"Chinese, without a space":            {"请冻结尾号4821的卡", "4821"},
		"Japanese, without a space":           {"下4桁4821のカードを止めてください", "4821"},
		"Arabic figures are read as ordinary": {"بطاقة ٤٨٢١", "4821"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := r.InPassing(tc.text, today, ""); got != tc.want {
				t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}
