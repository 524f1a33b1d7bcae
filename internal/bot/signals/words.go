// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// WordList is a list of content/words, of all languages.
type WordList struct {
	words set
	// parts are of languages that do not separate words: they stand anywhere in a text. The longest come
	// first.
	parts []string
	// begins are how words begin that are on the list with any ending.
	begins []string
	// ends are how they end.
	ends []string
	// in are the lists of each language alone.
	in map[string]WordList
}

// ListOf is the list of that name; it must be there.
func ListOf(name string) WordList {
	list, found := wordLists()[name]
	if !found {
		panic("signals: no list " + name) // embedded, and named by constants
	}
	return list
}

// For is the list of one language: a word of it may be another one elsewhere. Of a language without lists it
// is the whole.
func (l WordList) For(locale string) WordList {
	own := ownLanguage(locale)
	if own == nil {
		return l
	}
	return l.in[own.name]
}

// Has tells whether a word, as Words returns it, is on the list.
func (l WordList) Has(word string) bool { return l.words[word] }

// All are the words of the list, in no order.
func (l WordList) All() []string { return slices.Collect(maps.Keys(l.words)) }

// HasForm tells whether a word is on the list as it stands, with an ending, or with what Arabic writes
// together with it.
func (l WordList) HasForm(word string) bool {
	if l.words[word] || slices.ContainsFunc(l.begins, func(begin string) bool { return strings.HasPrefix(word, begin) }) ||
		slices.ContainsFunc(l.ends, func(end string) bool { return len(word) > len(end)+1 && strings.HasSuffix(word, end) }) {
		return true
	}
	return slices.ContainsFunc(joinedInArabic, func(before string) bool {
		rest, joined := strings.CutPrefix(word, before)
		return joined && utf8.RuneCountInString(rest) >= minArabicStem && l.words[rest]
	})
}

// joinedInArabic are the article, and the conjunctions and prepositions that are written together with a word. What
// a verb begins and ends with is left alone: "حاليا" would be another word.
var joinedInArabic = []string{"وال", "بال", "فال", "لل", "ال", "و", "ف", "ب", "ل"}

// AllBefore are the parts of the list that a text begins with, in a script without spaces; the longest comes
// first.
func (l WordList) AllBefore(text string) []string {
	var all []string
	for _, part := range l.parts {
		if strings.HasPrefix(text, part) {
			all = append(all, part)
		}
	}
	return all
}

// Before is the longest of them; empty: none.
func (l WordList) Before(text string) string {
	if all := l.AllBefore(text); len(all) > 0 {
		return all[0]
	}
	return ""
}

// After is the longest part of the list that a text ends in, in a script without spaces; empty: none.
func (l WordList) After(text string) string {
	for _, part := range l.parts {
		if strings.HasSuffix(text, part) {
			return part
		}
	}
	return ""
}

// In tells whether a word of the list stands in a text.
func (l WordList) In(text string) bool {
	return slices.ContainsFunc(Words(text), l.Has) || slices.ContainsFunc(l.parts, func(part string) bool { return strings.Contains(text, part) })
}

// PartIn is a word of the list that stands in a text of a script without spaces; empty: none does.
func (l WordList) PartIn(text string) string {
	for _, part := range l.parts {
		if strings.Contains(text, part) {
			return part
		}
	}
	return ""
}

// Only tells whether a text is nothing but words of the list.
func (l WordList) Only(text string) bool {
	words := Words(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !l.words[word] })
}

// add adds a word; unspaced tells whether its language does not separate words.
func (l WordList) add(word string, unspaced bool) WordList {
	if l.words == nil {
		l.words = set{}
	}
	if begin, more := strings.CutSuffix(word, "*"); more {
		l.begins = append(l.begins, plain(begin))
		return l
	}
	if end, more := strings.CutPrefix(word, "*"); more {
		l.ends = append(l.ends, plain(end))
		return l
	}
	l.words[plain(word)] = true
	if unspaced {
		at, _ := slices.BinarySearchFunc(l.parts, word, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		l.parts = slices.Insert(l.parts, at, word)
	}
	return l
}

var wordLists = sync.OnceValue(func() map[string]WordList {
	entries, err := fs.ReadDir(content, "content/words")
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	all := map[string]WordList{}
	for _, entry := range entries {
		data, err := content.ReadFile(path.Join("content/words", entry.Name()))
		if err != nil {
			panic("signals: " + err.Error()) // embedded
		}
		language := strings.TrimSuffix(entry.Name(), ".txt")
		unspaced := writesUnspaced(language)
		for name, words := range groupsOf(string(data)) {
			list := all[name]
			if list.in == nil {
				list.in = map[string]WordList{}
			}
			for word := range strings.FieldsSeq(words) {
				list = list.add(word, unspaced)
				list.in[language] = list.in[language].add(word, unspaced)
			}
			all[name] = list
		}
	}
	return all
})
