// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed content/*.txt
var content embed.FS

// language is the content of one language, made ready for looking up.
type language struct {
	name string
	// at is its place among languages.
	at       int
	patterns []pattern
	// exact and stems are the patterns by the first word.
	exact, stems map[string][]int
	// typos are words by what is left of them without one letter. They take several times the memory
	// of the words, so they are there once a customer of the language writes.
	typos func() map[string][]string
	known set
	// buts are words that begin another clause; meant are words that are no slip for a listed one.
	buts, meant set
	// tails are words that others are put together with: Kundenberater ends in Berater.
	tails []string
	// same are characters that are read as others: traditional as simplified ones.
	same map[rune]rune
	// unspaced: words are not separated, so that patterns are of characters.
	unspaced bool
}

// charactersAPair: one as written, and the one that it is read as.
const charactersAPair = 2

// languages are those of the content files, sorted by name.
var languages = sync.OnceValue(func() []*language {
	var all []*language
	entries, err := fs.ReadDir(content, "content")
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	for _, entry := range entries {
		l, err := readLanguage(strings.TrimSuffix(entry.Name(), ".txt"))
		if err != nil {
			panic("signals: " + err.Error()) // embedded, and read by a test
		}
		l.at = len(all)
		all = append(all, l)
	}
	return all
})

func readLanguage(name string) (*language, error) {
	file := path.Join("content", name+".txt")
	data, err := content.ReadFile(file)
	if err != nil {
		return nil, err
	}
	l := &language{
		name: name, exact: map[string][]int{}, stems: map[string][]int{}, known: set{},
		unspaced: name == "ja" || name == "zh",
	}
	l.typos = sync.OnceValue(l.findTypos)
	groups, section := groupsOf(string(data)), ""
	l.buts, l.meant, l.same = list(plain(groups["but"])), list(plain(groups["meant"])), map[rune]rune{}
	l.tails = strings.Fields(plain(groups["tails"]))
	for pair := range strings.FieldsSeq(groups["same"]) {
		if runes := []rune(pair); len(runes) == charactersAPair {
			l.same[runes[0]] = runes[1]
		}
	}
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "", strings.HasPrefix(line, "#"), strings.Contains(line, " = "):
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
			if !slices.Contains(sections, section) {
				return nil, fmt.Errorf("%s:%d: no section %q", file, number, section)
			}
		default:
			if err := l.add(section, line, groups); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, number, err)
			}
		}
	}
	return l, lines.Err()
}

// groupsOf are the groups of a file, wherever they stand in it. A group may hold those before it.
func groupsOf(data string) map[string]string {
	groups := map[string]string{}
	for line := range strings.Lines(data) {
		group, words, isGroup := strings.Cut(strings.TrimSpace(line), " = ")
		if !isGroup {
			continue
		}
		for word := range strings.FieldsSeq(words) {
			if name, held := strings.CutPrefix(word, "@"); held {
				word = groups[name]
			}
			groups[group] += " " + word
		}
	}
	return groups
}

func (l *language) add(section, line string, groups map[string]string) error {
	p, err := parse(line, groups)
	if err != nil {
		return err
	}
	p.section = section
	return l.index(p)
}

// index files a pattern under its first word.
func (l *language) index(p pattern) error {
	if p.terms[0].optional {
		shorter := p
		shorter.terms = p.terms[1:]
		if len(shorter.terms) == 0 || shorter.terms[0].words == nil {
			return errors.New("a pattern needs a word that is not optional at its beginning")
		}
		if err := l.index(shorter); err != nil {
			return err
		}
		p.terms = slices.Clone(p.terms)
		p.terms[0].optional = false
	}
	at := len(l.patterns)
	l.patterns = append(l.patterns, p)
	for i, t := range p.terms {
		for _, w := range t.words {
			switch {
			case i > 0:
			case l.unspaced:
				first, _ := utf8.DecodeRuneInString(w.text)
				l.exact[string(first)] = append(l.exact[string(first)], at)
			case w.stem:
				l.stems[w.text] = append(l.stems[w.text], at)
			default:
				l.exact[w.text] = append(l.exact[w.text], at)
			}
			l.learn(w.text)
		}
	}
	return nil
}

// minTypo is the fewest letters of a word in which a slip of the finger is overlooked: among
// shorter words too many differ by a letter.
const minTypo = 5

// minSlip is the same for words that are compared with few others.
const minSlip = 4

func (l *language) learn(word string) {
	if l.unspaced || l.known[word] {
		return
	}
	l.known[word] = true
}

func (l *language) findTypos() map[string][]string {
	typos := map[string][]string{}
	for _, word := range slices.Sorted(maps.Keys(l.known)) {
		if utf8.RuneCountInString(word) < minTypo {
			continue
		}
		for _, rest := range without(word) {
			typos[rest] = append(typos[rest], word)
		}
	}
	return typos
}

// without returns a word and what is left of it without one of its letters.
func without(word string) []string {
	runes := []rune(word)
	all := make([]string, 0, len(runes)+1)
	all = append(all, word)
	for i := range runes {
		all = append(all, string(runes[:i])+string(runes[i+1:]))
	}
	return all
}

// forms returns a word as written, its stem in Arabic, the last of the words that it is put
// together from, and, where slips are looked for, the
// words that it may have been meant for: those that differ by one letter, or by two
// neighbours that changed places. The word comes as a list of one, which is kept where nothing
// is added to it.
func (l *language) forms(forms []string, slips bool) []string {
	word := forms[0]
	if l.name == "ar" {
		forms = append(forms, arabicForms(word)...)
	}
	for _, tail := range l.tails {
		if len(word) > len(tail) && strings.HasSuffix(word, tail) {
			forms = append(forms, tail)
		}
	}
	if !slips || l.known[word] || l.meant[word] || utf8.RuneCountInString(word) < minTypo || strings.ContainsFunc(word, unicode.IsNumber) {
		return forms
	}
	typos := l.typos()
	for _, rest := range without(word) {
		for _, meant := range typos[rest] {
			if Slip(word, meant) && !slices.Contains(forms, meant) {
				forms = append(forms, meant)
			}
		}
	}
	return forms
}

// Slip tells whether two words differ by one slip of the finger: by one letter, or by two
// neighbours that changed places. The first letter is hardly ever wrong, another last letter makes
// another form of a word (damages, damaged), and short words differ for good.
func Slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < minTypo-1 || max(len(x), len(y)) < minSlip || x[0] != y[0] {
		return false
	}
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	if len(x) == 1 && len(y) == 1 {
		return false
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 1 && len(y) <= 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}

// speaks tells whether a language belongs to a locale such as pt-BR.
func (l *language) speaks(locale string) bool {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return language == l.name
}
