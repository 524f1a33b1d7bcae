// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package chars

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClipCutsBetweenCharactersAndMarksTheCut(t *testing.T) {
	for name, tc := range map[string]struct {
		text  string
		limit int
		want  string
	}{
		"a text that fits":                      {"parcel", 6, "parcel"},
		"a text that is one byte too long":      {"parcels", 6, "par…"},
		"a character of two bytes is not split": {"caféééé", 7, "caf…"},
		"a character of four bytes":             {"a👍👍👍", 8, "a👍…"},
		"the mark alone":                        {"parcel", 3, "…"},
		"no room for the mark":                  {"parcel", 2, "pa"},
		"no room for a character":               {"👍👍", 2, ""},
		"nothing may be left":                   {"parcel", 0, ""},
		"a limit below zero":                    {"parcel", -1, ""},
		"an empty text":                         {"", 0, ""},
		"bytes that are not UTF-8":              {strings.Repeat("\x80", 9), 8, strings.Repeat("\x80", 5) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Clip(tc.text, tc.limit); got != tc.want {
				t.Errorf("Clip(%q, %d) is %q, want %q", tc.text, tc.limit, got, tc.want)
			}
		})
	}
}

func TestAClippedTextFitsAtEveryLimitAndStaysUTF8(t *testing.T) {
	text := strings.Repeat("aé€👍", 5)
	for limit := range len(text) + 2 {
		got := Clip(text, limit)
		if len(got) > max(limit, 0) || !utf8.ValidString(got) {
			t.Errorf("Clip to %d bytes is %q, of %d bytes", limit, got, len(got))
		}
		if !strings.HasPrefix(text, strings.TrimSuffix(got, ellipsis)) {
			t.Errorf("Clip to %d bytes is %q, which is not the beginning of the text", limit, got)
		}
	}
}
