// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package chars

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestTextsThatReadTheSameHaveOneForm(t *testing.T) {
	for name, tc := range map[string]struct {
		want  string
		texts []string
	}{
		"apostrophes": {"don't", []string{
			"don't", "don’t", "don‘t", "don`t", "don´t", "donʼt", "don＇t", "don′t", "don‛t", "donʹt", "don‵t", "donʻt", "don｀t",
		}},
		"French and Italian elisions": {"l'adresse dell'ordine", []string{"l’adresse dell’ordine", "lʼadresse dell´ordine", "l`adresse dell′ordine"}},
		"hyphens":                     {"AB-12", []string{"AB‐12", "AB‑12", "AB−12", "AB－12", "AB﹣12"}},
		"dashes stay":                 {"one – two — three", []string{"one – two — three"}},
		"characters that nobody sees": {"AB123456", []string{
			"AB123456\u200e", "\u200fAB123456", "AB\u200b123456", "\ufeffAB123456", "AB12\u00ad3456", "AB\u2060123456", "\u202eAB123456\u202c",
			"\u2066AB123456\u2069", "AB123456\ufe0f", "AB\u034f123456", "AB\u115f123456", "AB\u1160123456", "AB\u17b4123456", "AB\u180b123456",
			"AB\u180f123456", "AB\u3164123456", "AB\uffa0123456", "AB123456\U000e0041", "AB123456\U000e01ef", "AB\u061c123456", "AB\u180e123456",
			"AB\u2064123456", "AB\u206f123456", "AB\U0001d173123456", "AB123456\ufffc", "AB\u0000123456", "AB\u001b123456", "AB\u0080123456", "AB123456\x7f",
		}},
		"full-width letters":                  {"ORDER 12!", []string{"ＯＲＤＥＲ　１２！", "ORDER\u00a012!"}},
		"an accent of two characters":         {"café", []string{"cafe\u0301", "cafe\u034f\u0301", "café"}},
		"accents in any order":                {"q̣̇", []string{"q\u0307\u0323", "q\u0323\u0307", "q\u0307\u200b\u0323"}},
		"skin tones":                          {"👍", []string{"👍🏻", "👍🏽", "👍🏿"}},
		"emoji or text presentation":          {"❤", []string{"❤\ufe0f", "❤\ufe0e"}},
		"emoji put together":                  {"👩💻", []string{"👩\u200d💻", "👩🏾\u200d💻"}},
		"Arabic vowel marks":                  {"كتاب", []string{"كِتَابٌ", "كتـــاب", "كِتـاب"}},
		"Arabic letters in their forms":       {"سلام", []string{"\ufeb3\ufefc\ufee1"}},
		"hamza makes another letter":          {"سأل", []string{"سأل", "سا\u0654ل"}},
		"Hebrew points":                       {"שלום", []string{"שָׁלוֹם", "\ufb2aלום"}},
		"Hebrew geresh":                       {"צ'ק", []string{"צ׳ק"}},
		"Persian, with the joint and without": {"میخواهم", []string{"می\u200cخواهم"}},
		"Hindi, with the joint and without":   {"क्ष", []string{"क्\u200dष", "क्\u200cष"}},
		"Hangul in parts":                     {"한글", []string{"\u1112\u1161\u11ab\u1100\u1173\u11af"}},
		"letters that are others stay":        {"Où est ß, ı, Ω?", []string{"Où est ß, ı, Ω?", "Où est ß, ı, \u2126?"}},
		"case, lines and tabs stay":           {"One\n\tTwo", []string{"One\n\tTwo"}},
		"bytes that are no text":              {"a\ufffdb", []string{"a\xffb"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range tc.texts {
				if got := Fold(text); got != tc.want {
					t.Errorf("%+q: got %+q, want %+q", text, got, tc.want)
				}
			}
		})
	}
}

// TestEveryCharacterIsFoldedOnce goes through the planes with letters and formats: the short way
// of Fold agrees with the long one, and a folded text is folded.
func TestEveryCharacterIsFoldedOnce(t *testing.T) {
	for r := rune(0); r <= 0xE1000; r++ {
		if r == 0x20000 {
			r = 0xE0000 // ideographs
		}
		if !utf8.ValidRune(r) {
			continue
		}
		for _, s := range []string{string(r), "a" + string(r) + "\u0301"} {
			got := Fold(s)
			long := norm.NFC.String(strings.Map(fold, norm.NFKD.String(strings.Map(spacingApostrophe, s))))
			if got != long {
				t.Errorf("%+q: %+q by the short way, %+q by the long", s, got, long)
			}
			if again := Fold(got); again != got {
				t.Errorf("%+q: %+q, folded again %+q", s, got, again)
			}
			if !norm.NFKC.IsNormalString(got) {
				t.Errorf("%+q: %+q is not NFKC", s, got)
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("don’t ＡＢ\u200e 👍🏽 كِتَاب")
	f.Add("e\u034f\u0301\u00b4\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		if again := Fold(got); again != got {
			t.Errorf("%+q: %+q, folded again %+q", s, got, again)
		}
		if !norm.NFKC.IsNormalString(got) || !utf8.ValidString(got) {
			t.Errorf("%+q: %+q is not NFKC", s, got)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"English": "where is my parcel, it's two days late", "French": "où est ma commande, elle a deux jours de retard",
		"French, typed on a phone": "où est l’adresse de livraison, je n’ai rien reçu", "Chinese": "我的订单在哪里",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
