// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// vocabulary has each word of a language's patterns once. There are several times as many places of
// patterns as words, and all languages are in memory.
type vocabulary struct {
	words []word
	// exact are words by their text, stems what words must begin with, and endings what they must end with.
	exact, stems, endings map[string]wild
	// longest is how many bytes the longest stem has, and longestEnding the longest ending.
	longest, longestEnding int
	// starts are the patterns by the words that begin them, in the order of the words once sort was called.
	starts []start
}

// start is a pattern that a word begins.
type start struct {
	word    wild
	pattern uint16
}

// wild is a word, or what a word must begin or end with: its place in the vocabulary.
type wild uint16

type word struct {
	text string
	// from is where the patterns that it begins are among the starts.
	from int32
	// known is true when it stands in a pattern, and not only in a group.
	known bool
	// ending is true for what a word must end with.
	ending bool
}

// sort makes the patterns ready for looking up by their first word.
func (v *vocabulary) sort() {
	slices.SortStableFunc(v.starts, func(a, b start) int { return cmp.Compare(a.word, b.word) })
	v.starts, v.words = slices.Clone(v.starts), slices.Clone(v.words) // to their size
	next := 0
	for at := range v.words {
		v.words[at].from = int32(next)
		for next < len(v.starts) && v.starts[next].word == wild(at) {
			next++
		}
	}
}

// begunBy are the patterns that a word begins.
func (v *vocabulary) begunBy(w wild) []start {
	from, to := v.words[w].from, int32(len(v.starts))
	if int(w)+1 < len(v.words) {
		to = v.words[w+1].from
	}
	return v.starts[from:to]
}

// begin tells whether a text without spaces begins with the word, and how many characters that are.
func (w word) begin(text []rune) (length int, begins bool) {
	for _, r := range w.text {
		if length == len(text) || text[length] != r {
			return 0, false
		}
		length++
	}
	return length, true
}

func newVocabulary() vocabulary {
	return vocabulary{exact: map[string]wild{}, stems: map[string]wild{}, endings: map[string]wild{}}
}

// wild returns the place of a word as content files have it.
func (v *vocabulary) wild(field string) (wild, error) {
	text, stem := strings.CutSuffix(field, "*")
	text, ending := strings.CutPrefix(text, "*")
	text = plain(text)
	all := v.exact
	switch {
	case stem && ending:
		return 0, fmt.Errorf("%q: want a word's beginning or its end", field)
	case stem:
		all = v.stems
		v.longest = max(v.longest, len(text))
	case ending:
		all = v.endings
		v.longestEnding = max(v.longestEnding, len(text))
	}
	at, known := all[text]
	if !known {
		if len(v.words) > math.MaxUint16 {
			return 0, errors.New("too many words")
		}
		at, text = wild(len(v.words)), strings.Clone(text) // and not a part of a file that nobody needs any more
		v.words = append(v.words, word{text: text, ending: ending})
		all[text] = at
	}
	return at, nil
}

// has tells whether a word stands in a pattern.
func (v *vocabulary) has(text string) bool {
	if at, found := v.exact[text]; found && v.words[at].known {
		return true
	}
	at, found := v.stems[text]
	return found && v.words[at].known
}

// known are the words that stand in patterns, sorted, each once.
func (v *vocabulary) known() []string {
	var all []string
	for _, w := range v.words {
		if w.known {
			all = append(all, w.text)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// read appends what a form of a word is: the word itself, and what it begins and ends with.
func (v *vocabulary) read(all []wild, form string) []wild {
	if at, found := v.exact[form]; found {
		all = append(all, at)
	}
	for start := len(form); start > 0 && len(form)-start < v.longestEnding; {
		_, size := utf8.DecodeLastRuneInString(form[:start])
		start -= size
		if at, found := v.endings[form[start:]]; found {
			all = append(all, at)
		}
	}
	for end := 0; end < len(form) && end < v.longest; {
		_, size := utf8.DecodeRuneInString(form[end:])
		end += size
		if at, found := v.stems[form[:end]]; found {
			all = append(all, at)
		}
	}
	return all
}
