// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package learned

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/fnv1a"
)

const (
	// maxWords bounds how many words are read; signals.MaxTextBytes bounds their letters.
	maxWords = 256
	// stem is how many letters of a word stand for its forms: "connecting", "connected".
	stem = 5
	// minGram and maxGram bound the runs of letters within a word, its edges included.
	minGram, maxGram = 3, 5
	// maxRun is the longest run of characters in scripts that do not separate words.
	maxRun = 5
	// ending is how many letters of a word with accents stand for its form.
	ending = 2
)

// Sentence is the words between two marks of punctuation, in plain letters.
type Sentence struct {
	Words []string
	// Marked are those with accents, as they are written, which tell forms of a word apart: "activé" and "active".
	Marked []string
	// Asked is true when it ends in a question mark.
	Asked bool
}

// Message is what a model reads.
type Message struct {
	Sentences []Sentence
	// Unspaced is true for scripts that do not separate words.
	Unspaced bool
	// Cues are the sections of the word lists that were found.
	Cues []string
}

// Kinds of features, so that a word and the same letters within another are two.
const (
	kindWord uint64 = iota + 1
	kindPair
	kindGap
	kindStems
	kindGram
	kindRun
	kindAsked
	kindMarked
	kindMarkedEnding
)

const (
	edge   = "|" // both ends of a sentence
	number = "#" // words with a digit
)

// Features are hashes of what stands in a message, sorted, each once: words, pairs of words that
// follow each other, their beginnings, also with a word in between, and runs of letters.
func Features(m Message) []uint32 {
	f := features{all: make([]uint32, 0, 512)}
	left := maxWords
	for _, s := range m.Sentences {
		if s.Asked {
			f.add(kindAsked)
		}
		words := s.Words[:min(len(s.Words), left)]
		left -= len(words)
		for _, w := range s.Marked[:min(len(s.Marked), len(words))] {
			f.add(kindMarked, w)
			runes := []rune(w)
			f.add(kindMarkedEnding, string(runes[max(0, len(runes)-ending):]))
		}
		if m.Unspaced {
			f.addRuns(words)
		} else {
			f.addWords(words)
		}
	}
	slices.Sort(f.all)
	return slices.Compact(f.all)
}

type features struct{ all []uint32 }

// ended closes a part, so that "a b" and "ab" are two.
func ended(h uint64) uint64 { return fnv1a.AddByte(h, utf8.RuneSelf) }

func (f *features) add(kind uint64, parts ...string) {
	f.all = append(f.all, featureOf(kind, parts...))
}

// featureOf is the feature that parts make.
func featureOf(kind uint64, parts ...string) uint32 {
	h := fnv1a.Offset ^ kind
	for _, part := range parts {
		h = ended(fnv1a.Add(h, part))
	}
	return fnv1a.Upper(h)
}

func (f *features) addHash(h uint64) {
	f.all = append(f.all, fnv1a.Upper(h))
}

func (f *features) addWords(words []string) {
	line := make([]string, 0, len(words)+2)
	line = append(line, edge)
	for _, w := range words {
		line = append(line, named(w))
	}
	line = append(line, edge)
	for i, w := range line[:len(line)-1] {
		next := line[i+1]
		if i > 0 {
			f.add(kindWord, w)
			f.addAll(kindGram, "_"+w+"_", minGram, maxGram)
		}
		f.add(kindPair, w, next)
		f.add(kindStems, beginning(w), beginning(next))
		if i+2 < len(line) {
			f.add(kindGap, beginning(w), beginning(line[i+2]))
		}
	}
}

// named is a word, or what stands for all words with a digit.
func named(word string) string {
	if strings.ContainsFunc(word, unicode.IsNumber) {
		return number
	}
	return word
}

// beginning is the first letters of a word.
func beginning(word string) string {
	letters := 0
	for i := range word {
		if letters == stem {
			return word[:i]
		}
		letters++
	}
	return word
}

// addAll adds the runs of so many characters of a text.
func (f *features) addAll(kind uint64, text string, shortest, longest int) {
	for start := range text {
		h, end := fnv1a.Offset^kind, start
		for n := 1; n <= longest && end < len(text); n++ {
			_, size := utf8.DecodeRuneInString(text[end:])
			h = fnv1a.Add(h, text[end:end+size])
			end += size
			if n >= shortest {
				f.addHash(ended(h))
			}
		}
	}
}

// addRuns is for scripts that do not separate words.
func (f *features) addRuns(words []string) {
	line := make([]string, 0, len(words)+2)
	line = append(line, edge)
	for _, w := range words {
		if isCode(w) {
			w = number
		}
		line = append(line, w)
	}
	text := strings.Join(append(line, edge), "")
	f.addAll(kindRun, text, 1, maxRun)
	runes := []rune(text)
	for i := 0; i+3 < len(runes); i++ {
		f.add(kindGap, string(runes[i:i+2]), string(runes[i+3]))
	}
}

// isCode tells whether a word is a number, or letters and digits that belong together.
func isCode(word string) bool {
	if len(word) < 2 || !strings.ContainsFunc(word, unicode.IsNumber) {
		return false
	}
	return !strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf })
}
