// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// WordList is a list of content/words, of all languages.
type WordList struct {
	words set
	// parts are of languages that do not separate words: they stand anywhere in a text.
	parts []string
}

// ListOf is the list of that name; it must be there.
func ListOf(name string) WordList {
	list, found := wordLists()[name]
	if !found {
		panic("signals: no list " + name) // embedded, and named by constants
	}
	return list
}

// Has tells whether a word, as Words returns it, is on the list.
func (l WordList) Has(word string) bool { return l.words[word] }

// All are the words of the list, in no order.
func (l WordList) All() []string { return slices.Collect(maps.Keys(l.words)) }

// In tells whether a word of the list stands in a text.
func (l WordList) In(text string) bool {
	return slices.ContainsFunc(Words(text), l.Has) || slices.ContainsFunc(l.parts, func(part string) bool { return strings.Contains(text, part) })
}

// Only tells whether a text is nothing but words of the list.
func (l WordList) Only(text string) bool {
	words := Words(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !l.words[word] })
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
		unspaced := writesUnspaced(strings.TrimSuffix(entry.Name(), ".txt"))
		for name, words := range groupsOf(string(data)) {
			list := all[name]
			if list.words == nil {
				list.words = set{}
			}
			for word := range strings.FieldsSeq(words) {
				list.words[plain(word)] = true
				if unspaced {
					list.parts = append(list.parts, word)
				}
			}
			all[name] = list
		}
	}
	return all
})
