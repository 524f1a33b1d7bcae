// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNormaliseUtterance(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"case, space and punctuation": {"  Where IS my\tparcel?! ", "where is my parcel"},
		"full width letters":          {"ＯＲＤＥＲ １２", "order 12"},
		"accents stay":                {"Où est mon café", "où est mon café"},
		"composed and decomposed":     {"cafe\u0301", "café"},
		"emoji are words":             {"👍", "👍"},
		"Devanagari keeps its vowels": {"मेरा पार्सल", "मेरा पार्सल"},
		"nothing but punctuation":     {"?!… --", ""},
		"invalid bytes":               {"\xff\xfe", ""},
		"an apostrophe":               {"don't", "don't"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := NormaliseUtterance(tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestExpand(t *testing.T) {
	text := "{name}: order {orderId} { orderId } {missing} {} {name}"
	if diff := cmp.Diff([]string{"name", "orderId", "missing", "name"}, Placeholders(text)); diff != "" {
		t.Errorf("placeholders (-want +got):\n%s", diff)
	}
	got := Expand(text, map[string]string{"name": "{orderId}", "orderId": "$1"})
	const want = "{orderId}: order $1 { orderId } {missing} {} {orderId}"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCompilePatternMatchesWholeValues(t *testing.T) {
	re, err := CompilePattern("a|b")
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]bool{"a": true, "b": true, "ab": false, "a\n": false, "xb": false, "": false} {
		if got := re.MatchString(value); got != want {
			t.Errorf("%q matches: %v, want %v", value, got, want)
		}
	}
}

func FuzzNormaliseUtterance(f *testing.F) {
	f.Add("Where is my parcel?")
	f.Add("\xf0\x9f\x91\x8d ＡＢ")
	f.Fuzz(func(t *testing.T, text string) {
		got := NormaliseUtterance(text)
		if !utf8.ValidString(got) || strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
			t.Fatalf("%q is not words separated by single spaces", got)
		}
	})
}
