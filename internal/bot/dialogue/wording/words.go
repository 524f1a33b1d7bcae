// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package wording knows languages and no intent: it takes texts apart into the parts that may be requests of their own
// (Split), clauses, words and numbers (TokensOf), and tells what words are in themselves: units, verbs, courtesies, a
// yes that only says that something was read. What a whole message says is told by package signals, and what a value is
// by package values; both are below. What any of it means for an intent is told above, in package intents.
//
// Begin with parts.go for messages, and with tokens.go and lexis.go for the words around a number. This file holds the
// small questions that all others ask of a text or a word.
package wording

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
)

// LanguageOf is the language of a locale.
func LanguageOf(locale string) string {
	own, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return own
}

// WordCount is how many words a text has.
func WordCount(text string) int { return len(signals.Words(text)) }

// OnlySigns tells whether a text is nothing but those signs.
func OnlySigns(text, signs string) bool {
	text = strings.Join(strings.Fields(chars.Fold(text)), "")
	return text != "" && strings.Trim(text, signs) == ""
}

// HasNumber tells whether a text has a number, as addresses do.
func HasNumber(text string) bool { return strings.ContainsFunc(text, unicode.IsNumber) }

// IsFigure tells whether a text is nothing but a number in figures.
func IsFigure(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsNumber(r) }) < 0
}

// IsValue tells whether a text is nothing but numbers and the like: it is no utterance.
func IsValue(text string) bool {
	return !slices.ContainsFunc(signals.Words(text), func(word string) bool {
		return strings.IndexFunc(word, unicode.IsNumber) < 0
	})
}

// IsNo tells whether a word is a no, after which something else may be asked for.
func IsNo(text, locale string) bool {
	return !strings.ContainsFunc(text, unicode.IsSpace) && signals.Read(text, locale).No
}

// TermOf is the term of a word; empty: it has none.
func TermOf(word string) string {
	if terms := signals.TermsOf([]string{word}); len(terms) > 0 {
		return terms[0]
	}
	return ""
}

// HasTerm tells whether one of the words is among terms.
func HasTerm(terms map[string]bool, words []string) bool {
	return slices.ContainsFunc(signals.TermsOf(words), func(term string) bool { return terms[term] })
}

// AlikeIn tells whether two texts share a word that says what they are about.
func AlikeIn(a, b string) bool {
	terms := signals.Terms(a)
	return slices.ContainsFunc(signals.Terms(b), func(term string) bool { return slices.Contains(terms, term) })
}

// IsUnspacedRune tells whether a character is of a script that puts no spaces between words: Chinese or Japanese.
func IsUnspacedRune(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// IsUnspaced tells whether a word is a run of a script without spaces.
func IsUnspaced(word string) bool { return strings.ContainsFunc(word, IsUnspacedRune) }

// IsHiragana tells whether a character is of the Japanese script for endings and particles.
func IsHiragana(r rune) bool { return unicode.Is(unicode.Hiragana, r) }

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// LastPair are the last two characters of a run.
func LastPair(run string) string {
	runes := []rune(run)
	return string(runes[max(0, len(runes)-2):])
}

// SharedBeginning is the longest beginning of a run that stands in a text, of two characters at least.
func SharedBeginning(run, text string) string {
	longest := ""
	const least = 2
	n := 0
	for i, r := range run {
		if n++; n < least {
			continue
		}
		if part := run[:i+len(string(r))]; strings.Contains(text, part) {
			longest = part
		} else {
			break
		}
	}
	return longest
}

// One are the words for the number one, which are also articles.
var One = signals.ListOf("one")

// Referring are words with which customers go on with a thing that was named before.
var Referring = signals.ListOf("referring")

// others are words with which customers speak of another one than before.
var others = SetOf(
	"other another different second new next", "andere anderen anderes anderer zweite zweiten neue neuen", "otro otra segundo segunda nuevo nueva",
	"autre second deuxieme nouveau nouvelle", "altro altra secondo seconda nuovo nuova", "outro outra segundo segunda novo nova",
	"diger baska ikinci yeni", "اخر اخري ثاني ثانيه جديد",
)

// NamesOther tells whether one of some words is such a word.
func NamesOther(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return others[word] })
}

// SetOf are the words of some lines, which spaces part.
func SetOf(lines ...string) map[string]bool {
	words := map[string]bool{}
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
}
