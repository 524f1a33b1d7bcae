// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/contract/utterances"
)

//go:embed functionwords.txt
var functionWordLists string

// Hashes of words that say nothing about a subject. A text that shares only these with the utterances shares a
// language, not a topic, and a bot of a hundred utterances cannot find that out by counting.
var (
	// functionWords are those of English.
	functionWords = wordHashes(functionWordLists, func(list string) bool { return list == "en" })
	// otherFunctionWords are those of all other languages of the lists, and their weekdays and months.
	otherFunctionWords = wordHashes(functionWordLists, func(list string) bool { return list != "en" && list != "fillers" && list != "chat" })
	// fillers are what English customers say besides.
	fillers = wordHashes(functionWordLists, func(list string) bool { return list == "fillers" })
	// chat are words as English customers spell them on a phone.
	chat = pairs(functionWordLists, "chat")
)

// wordHashes are the hashes of the words of lists, which have a name and words a line: "de = der die das".
func wordHashes(lists string, wanted func(list string) bool) map[uint64]bool {
	all := map[uint64]bool{}
	for line := range strings.Lines(lists) {
		if name, words, ok := strings.Cut(line, "="); ok && wanted(strings.TrimSpace(name)) {
			for word := range strings.FieldsSeq(words) {
				all[hash(wordSeed, word)] = true
			}
		}
	}
	return all
}

// pairs are the words of the lists of that name, by the words before them.
func pairs(lists, name string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(lists) {
		if list, words, ok := strings.Cut(line, "="); ok && strings.TrimSpace(list) == name {
			for pair := range slices.Chunk(strings.Fields(words), 2) {
				all[pair[0]] = pair[1]
			}
		}
	}
	return all
}

// withoutAddresses is a text without its e-mail addresses, which are values.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return strings.Join(slices.DeleteFunc(strings.Fields(text), func(word string) bool { return strings.Contains(word, "@") }), " ")
}

// telling are the words that may tell what a text is about, in the place of all: the utterances have them, or
// they are no values (a number, a code, or a choice of a field) and, where the bot's language is not English, no function words.
// English ones are kept, because the word vectors and the library know them.
func (v *vocabulary) telling(words []string) []string {
	kept, idle := words[:0], fillers
	if v.foreign {
		idle = otherFunctionWords
	}
	for _, word := range words {
		h := hash(wordSeed, word)
		if meant := chat[word]; meant != "" && !v.foreign && v.weights[h] == 0 {
			word, h = meant, hash(wordSeed, meant)
		}
		if _, taught := v.weights[h]; taught || !idle[h] && !v.values[h] && !strings.ContainsFunc(word, unicode.IsNumber) {
			kept = append(kept, word)
		}
	}
	return kept
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
	// maxElided is the most letters of a word that has lost its vowel before another one, with the apostrophe:
	// "dell'ordine", "jusqu'au".
	maxElided = 7
	// minAfterElided is the least letters after it. Fewer are an English ending: "don't", "we'll".
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
