// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package utterances

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNormalise(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"capitals, space and marks":   {"  Where's   my\tORDER?! ", "where's my order"},
		"full width letters":          {"ＷＨＥＲＥ １２", "where 12"},
		"accents stay":                {"Où est mon café", "où est mon café"},
		"accent as a letter of two":   {"cafe\u0301", "café"},
		"emoji is a word":             {"ok 👍", "ok 👍"},
		"one word a Chinese letter":   {"我的订单", "我 的 订 单"},
		"Devanagari keeps its vowels": {"मेरा पार्सल", "मेरा पार्सल"},
		"numbers stay":                {"order 4711, 2.5 kg", "order 4711 2.5 kg"},
		"invalid bytes are no words":  {"a\xff\xfeb \xff", "a b"},
		"nothing but marks":           {"?! … \u200b --", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Normalise(tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add("Where is my parcel?")
	f.Add("\xf0\x9f\x91\x8d ＡＢ")
	f.Fuzz(func(t *testing.T, text string) {
		got := Normalise(text)
		if !utf8.ValidString(got) || strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
			t.Fatalf("%q is not words separated by single spaces", got)
		}
	})
}
