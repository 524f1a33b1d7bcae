// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/understanding/glossary"
	"github.com/intentops/intentops/internal/contract/utterances"
)

//go:embed functionwords.txt
var functionWordLists string

// Hashes of words that say nothing about a subject. A text that shares only these with the utterances shares a
// language, not a topic, and a bot of a hundred utterances cannot find that out by counting.
var (
	// functionWords are those of English, and fillers what English customers say besides.
	functionWords, fillers = map[uint64]bool{}, map[uint64]bool{}
	// otherFunctionWords are those of the other languages, with a bit for each language, and their weekdays and months.
	otherFunctionWords = map[uint64]uint16{}
	// chat are words as English customers spell them on a phone, with what they stand for.
	chat = map[string]string{}
)

// The lists have a name and words a line: "de = der die das".
func init() {
	for line := range strings.Lines(functionWordLists) {
		list, words, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		switch list = strings.TrimSpace(list); list {
		case "en":
			addWords(functionWords, words)
		case "fillers":
			addWords(fillers, words)
		case "chat":
			for pair := range slices.Chunk(strings.Fields(words), 2) {
				chat[pair[0]] = pair[1]
			}
		default:
			bit := uint16(1) << (slices.Index(glossary.Languages, list) + 1) // 1: weekdays and months
			for word := range strings.FieldsSeq(words) {
				otherFunctionWords[hash(wordSeed, word)] |= bit
			}
		}
	}
}

func addWords(to map[uint64]bool, words string) {
	for word := range strings.FieldsSeq(words) {
		to[hash(wordSeed, word)] = true
	}
}

// WithoutAddresses is a text without its e-mail addresses, which are values.
func WithoutAddresses(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return address.ReplaceAllString(text, " ")
}

// address is one, or what was meant as one; in scripts without spaces words stand beside it.
var address = regexp.MustCompile(`[!-~]*@[!-~]*`)

// telling are the words that may tell what a text is about, in the place of all: the utterances have them, or they are
// no values (a number, a code, or a choice of a field), no fillers, and in other languages than English no function
// words. English function words are kept, because the word vectors and the library know them.
func (v *vocabulary) telling(words []string) []string {
	kept := words[:0]
	for _, word := range words {
		h := hash(wordSeed, word)
		if meant := chat[word]; meant != "" && !v.foreign && v.weights[h] == 0 {
			word, h = meant, hash(wordSeed, meant)
		}
		if _, taught := v.weights[h]; taught || !v.idle(h) && !v.values[h] && !strings.ContainsFunc(word, unicode.IsNumber) {
			kept = append(kept, word)
		}
	}
	return kept
}

// idle tells whether a word says nothing of what is asked for, whatever stands beside it.
func (v *vocabulary) idle(word uint64) bool {
	if v.foreign {
		return otherFunctionWords[word] != 0
	}
	return fillers[word]
}

// valueWords are hashes of the words of what fields choose from.
func valueWords(values []string) map[uint64]bool {
	all := map[uint64]bool{}
	for _, value := range values {
		for _, word := range withoutElided(utterances.AppendWords(nil, value)) {
			all[hash(wordSeed, word)] = true
		}
	}
	return all
}

const (
	// maxElided is the most bytes of a word that has lost its vowel before another one, with the apostrophe:
	// "dell'ordine".
	maxElided = 7
	// minAfterElided is the least bytes after it. Fewer are an English ending: "don't", "we'll".
	minAfterElided = 3
)

// withoutElided are words without an article or the like that has lost its vowel, in the place of all: Italian and
// French utterances have "il mio ordine" where customers write "l'ordine".
func withoutElided(words []string) []string {
	for i, word := range words {
		at := strings.IndexByte(word, '\'')
		if at > 0 && at < maxElided && len(word)-at > minAfterElided && strings.IndexByte("cdjlmnstuv", word[at-1]) >= 0 {
			words[i] = word[at+1:]
		}
	}
	return words
}
