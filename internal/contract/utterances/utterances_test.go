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
		"invalid bytes are not words": {"a\xff\xfeb \xff", "a b"},
		"nothing but marks":           {"?! … \u200b --", ""},
		"nothing that anybody sees":   {"\u3164\u200f \u2800", ""},
		"an apostrophe of any kind":   {"Where’s my bill", "where's my bill"},
		"an accent as apostrophe":     {"isn´t, don`t", "isn't don't"},
		"elisions":                    {"l’adresse dell’ordine", "l'adresse dell'ordine"},
		"invisible characters":        {"my\u200e par\u00adcel\u200f", "my parcel"},
		"skin tones":                  {"👍🏽", "👍"},
		"Arabic vowel marks":          {"أَيْنَ طَلَبِي", "أين طلبي"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Normalise(tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestReleasesOfBeforeAreJudgedAsTheyWere: what Served gives may not change, or releases that
// customers have could not be made any more.
func TestReleasesOfBeforeAreJudgedAsTheyWere(t *testing.T) {
	for text, want := range map[string]string{
		"Where's my ＢＩＬＬ?": "where's my bill", "where’s my bill": "where’s my bill", "don`t": "don t", "👍🏽": "👍🏽", "\u3164": "\u1160",
		"par\u00adcel": "par\u00adcel", "a\xffb": "a b",
	} {
		if got := Served(text); got != want {
			t.Errorf("%+q: got %+q, want %+q", text, got, want)
		}
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
