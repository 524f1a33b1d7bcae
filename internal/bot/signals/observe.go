// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// Observe is what a model of a kind and a language reads of a message that is written in it. A language
// without word lists has none.
func Observe(text, language string, kind learned.Kind) (learned.Message, bool) {
	l := ownLanguage(language)
	if l == nil {
		return learned.Message{}, false
	}
	text = normal(text)
	all := sentences(text)
	return l.observed(text, all, l.find(all, true), kind.Cues), true
}

func (l *language) observed(text string, all []sentence, hits []found, cues []string) learned.Message {
	m := learned.Message{Sentences: make([]learned.Sentence, len(all)), Unspaced: l.unspaced}
	for i, s := range all {
		m.Sentences[i] = learned.Sentence{Words: s.words, Asked: s.asked, Marked: s.marked(text)}
	}
	for _, cue := range cues {
		section, not := strings.CutPrefix(cue, learned.Not)
		if slices.ContainsFunc(hits, func(f found) bool { return !not && f.has(section) || not && f.excludes(section) }) {
			m.Cues = append(m.Cues, cue)
		}
	}
	if isShouted(text) {
		m.Cues = append(m.Cues, learned.Shouted)
	}
	if strings.Count(text, "!")+strings.Count(text, "！") > 1 {
		m.Cues = append(m.Cues, learned.Exclaimed)
	}
	return m
}

// marked are the words that are written with accents.
func (s sentence) marked(text string) []string {
	var all []string
	for i, word := range s.words {
		if i >= len(s.spans) {
			break
		}
		written := strings.ToLower(text[s.spans[i].from:s.spans[i].to])
		if written != word && isAccented(written) {
			all = append(all, written)
		}
	}
	return all
}

// isAccented tells whether a word has a Latin letter with an accent, or one that is written with two.
func isAccented(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf && unicode.Is(unicode.Latin, r) })
}

// isShouted tells whether most words of a text, and at least two, are in capitals.
func isShouted(text string) bool {
	shouted, all := 0, 0
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, ".,;:!?！？")
		if utf8.RuneCountInString(word) < minShout {
			continue
		}
		if all++; isShout(word) {
			shouted++
		}
	}
	return shouted > 1 && 2*shouted > all
}

// minShout is the fewest letters of a word that tells: "I" and "OK" are always in capitals.
const minShout = 3
