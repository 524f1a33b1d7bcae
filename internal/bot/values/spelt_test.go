// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import "testing"

func TestDigitsThatAreSaidOneByOne(t *testing.T) {
	for text, want := range map[string]string{
		"it is C D seven double oh one, thanks": "it is C D 7001, thanks",
		"nine 81 triple two":                    "981222",
		"acht drei drei null":                   "8330",
		"tres, cero, uno y ya":                  "301 y ya",
		"quatre sept sept neuf":                 "4779",
		"dois oito meia meia":                   "2866",
		"üç beş yedi":                           "357",
		"八六一二":                                  "8612",
		"AB٧٧٨":                                 "AB778",
		"the one 123456":                        "the one 123456",
		"one of the two":                        "one of the two",
		"a double room for three":               "a double room for three",
		"Flat 2, 8 Dock Road":                   "Flat 2, 8 Dock Road",
		"between 2 and 4":                       "between 2 and 4",
		"":                                      "",
		"no digits, no change. None!":           "no digits, no change. None!",
	} {
		if got := Spelt(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestWhatIntroducesAnyTextIsNotPartOfIt(t *testing.T) {
	for text, want := range map[string]string{
		"ok, 4 Quay Street":                     "4 Quay Street",
		"um it's 4 Quay Street":                 "4 Quay Street",
		"my new address is 4 Quay Street, Hull": "4 Quay Street, Hull",
		"Meine neue Adresse lautet Am Markt 3":  "Am Markt 3",
		"we have moved to 4 Quay Street":        "4 Quay Street",
		"sí, la dirección es calle Luna 8":      "calle Luna 8",
		"it is broken":                          "it is broken",
		"Sure Street 9":                         "Sure Street 9",
		"Yes":                                   "Yes",
		"The Old Address, 3 Hill Rise":          "The Old Address, 3 Hill Rise",
	} {
		if got := bare(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
