// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	_ "embed"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed content/frequent.txt
var frequentWords string

// frequent are the most used words of each language, by name.
var frequent = sync.OnceValue(func() map[string]set {
	all := map[string]set{}
	for line := range strings.Lines(frequentWords) {
		if name, words, found := strings.Cut(line, " = "); found && !strings.HasPrefix(line, "#") {
			all[name] = list(words)
		}
	}
	return all
})

// IsFrequent tells whether a word, as Words returns it, is among the most used ones of a language: it is no slip for
// another.
func IsFrequent(word string) bool {
	_, words := frequentIn()
	return words[word] != 0
}

// IsMostUsed tells whether a word, as Words returns it, is among the most used ones of the language of a locale.
func IsMostUsed(word, locale string) bool {
	names, words := frequentIn()
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	at := slices.Index(names, language)
	return at >= 0 && words[word]&(1<<at) != 0
}

// frequentIn are the languages that have frequent words or signs of their own, sorted, and which of them
// have a word among the frequent ones, a bit for each.
var frequentIn = sync.OnceValues(func() (names []string, words map[string]uint32) {
	names = slices.Sorted(maps.Keys(frequent()))
	words = map[string]uint32{}
	for i, name := range names {
		for word := range frequent()[name] {
			words[word] |= 1 << i
		}
	}
	return names, words
})

const (
	// minFrequent is the fewest frequent words by which a language shows: "ok", "danke" and "la
	// 2" are written in any conversation.
	minFrequent = 3
	// minLead is by how many words it must be ahead of each other language: near ones share many.
	minLead = 2
	// minShare is one in how many words must be a frequent one. In running text it is every second.
	minShare = 4
	// minOwnLetters is the fewest letters of a script that only one of the languages uses.
	minOwnLetters = 4
)

// Language returns the language that a text is clearly written in: one of the ten with word lists;
// empty: it is too short to tell, or another one.
func Language(text string) string {
	text = normal(text)
	if name, own := byScript(text); own {
		return name
	}
	names, frequent := frequentIn()
	counts := make([]int, len(names))
	words := 0
	for _, s := range sentences(text) {
		for _, word := range s.words {
			if strings.ContainsFunc(word, unicode.IsNumber) {
				continue
			}
			words++
			for in := frequent[word]; in != 0; in &= in - 1 {
				counts[bits.TrailingZeros32(in)]++
			}
		}
	}
	small := strings.ToLower(text)
	best := 0
	for i, name := range names {
		for _, sign := range ownSigns[name] {
			counts[i] += strings.Count(small, sign)
		}
		if counts[i] > counts[best] {
			best = i
		}
	}
	if counts[best] < minFrequent || minShare*counts[best] < words || ownLanguage(names[best]) == nil {
		return ""
	}
	for i, n := range counts {
		if i != best && n+minLead > counts[best] {
			return ""
		}
	}
	return names[best]
}

// ownSigns are letters and signs that only one of the languages writes.
var ownSigns = map[string][]string{
	"de": {"ß"}, "es": {"ñ", "¿", "¡"}, "pt": {"ã", "õ"}, "tr": {"ğ", "ı", "ş"}, "pl": {"ł", "ż"}, "sv": {"å"},
}

// chinese are characters that Japanese does not write.
const chinese = "的了吗嗎我你您们們这這那哪怎么麼什呢请没沒说說吧给給还還"

// byScript is the language whose script most letters of a text are of. own is true when no other
// of the languages has that script; then an empty name says that the text is too short, or may be in
// another language of the script.
func byScript(text string) (name string, own bool) {
	letters, latin, arabic, han, kana := 0, 0, 0, 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	switch {
	case latin > letters/2:
		return "", false
	case arabic > letters/2:
		// Persian and Urdu have more letters.
		if arabic < minOwnLetters || strings.ContainsAny(text, "پچژگٹڈڑں") {
			return "", true
		}
		return "ar", true
	case han+kana > letters/2:
		switch {
		case kana > 1 && han+kana >= minOwnLetters:
			return "ja", true
		case kana == 0 && han >= minOwnLetters && strings.ContainsAny(text, chinese):
			return "zh", true
		}
	}
	return "", true
}
