// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"bufio"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

//go:embed content/*/*.txt
var content embed.FS

// language is the content of one language, made ready for looking up.
type language struct {
	name string
	// at is its place among languages.
	at       int
	patterns []pattern
	vocabulary
	// characters are the patterns by their first character, where words are not separated.
	characters map[rune][]uint16
	// typos are words by what is left of them without one letter. There are several times as many as
	// words, so they are there once a customer of the language writes.
	typos func() []typo
	// model hears what the lists do not foresee. It is read once a customer writes in the language.
	model func() *learned.Model
	// answers tells it of answers, and requests of what may ask for something.
	answers, requests func() *learned.Model
	// buts are words that begin another clause; meant are words that are no slip for a listed one.
	buts, meant set
	// contrasts are those after which something else is asked for: "not this but that".
	contrasts set
	// harmless may stand beside a yes and change nothing: words, or in scripts without spaces what
	// is put together from them, the longest first.
	harmless      set
	harmlessParts []string
	// yeses are the words that are a yes alone.
	yeses set
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
	entries, err := fs.ReadDir(content, "content/turns")
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	for _, entry := range entries {
		l, err := readLanguage(strings.TrimSuffix(entry.Name(), ".txt"), kinds)
		if err != nil {
			panic("signals: " + err.Error()) // embedded, and read by a test
		}
		l.at = len(all)
		all = append(all, l)
	}
	return all
})

// kinds are the files of a language: who wants a person, what else messages say of customers, how
// they belong to those before, and what they deny.
var kinds = []string{"persons", "signals", "turns", "denials"}

func readLanguage(name string, kinds []string) (*language, error) {
	texts := make([]string, len(kinds))
	for i, kind := range kinds {
		data, err := content.ReadFile(path.Join("content", kind, name+".txt"))
		if err != nil {
			return nil, err
		}
		texts[i] = string(data)
	}
	return newLanguage(name, kinds, texts)
}

// writesUnspaced tells whether a language does not separate words.
func writesUnspaced(name string) bool { return name == "ja" || name == "zh" }

// newLanguage makes a language of what stands in its files of these kinds.
func newLanguage(name string, kinds, texts []string) (*language, error) {
	groups := groupsOf(strings.Join(texts, "\n"))
	l := &language{
		name: name, vocabulary: newVocabulary(), characters: map[rune][]uint16{}, same: map[rune]rune{},
		buts: list(plain(groups["but"])), meant: list(plain(groups["meant"])), tails: strings.Fields(plain(groups["tails"])),
		harmless: list(plain(groups["harmless"])), yeses: set{}, contrasts: list(plain(groups["but"] + " " + groups["contrast"])),
		unspaced: writesUnspaced(name),
	}
	l.typos = sync.OnceValue(l.findTypos)
	l.model = sync.OnceValue(func() *learned.Model { return l.readModel("", learned.OfCustomers) })
	l.answers = sync.OnceValue(func() *learned.Model { return l.readModel("answers", learned.OfAnswers) })
	l.requests = sync.OnceValue(func() *learned.Model { return l.readModel("requests", learned.OfRequests) })
	for pair := range strings.FieldsSeq(groups["same"]) {
		if runes := []rune(pair); len(runes) == charactersAPair {
			l.same[runes[0]] = runes[1]
		}
	}
	members, err := l.wilds(groups)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, text := range texts {
		if err := l.read(text, members); err != nil {
			return nil, fmt.Errorf("%s/%s.txt:%w", kinds[i], name, err)
		}
	}
	l.patterns = slices.Clone(l.patterns) // to their size
	l.sort()
	maps.Copy(l.harmless, l.yeses)
	l.harmlessParts = slices.SortedFunc(maps.Keys(l.harmless), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return l, nil
}

// read adds the patterns of a file.
func (l *language) read(text string, groups map[string][]wild) error {
	section := ""
	lines := bufio.NewScanner(strings.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "", strings.HasPrefix(line, "#"), strings.Contains(line, " = "):
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
			if !slices.Contains(sections, section) && actBits[section] == 0 && section != sectionReported {
				return fmt.Errorf("%d: no section %q", number, section)
			}
		default:
			if err := l.add(section, line, groups); err != nil {
				return fmt.Errorf("%d: %w", number, err)
			}
		}
	}
	return lines.Err()
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

func (l *language) add(section, line string, groups map[string][]wild) error {
	p, err := l.parse(line, groups)
	if err != nil {
		return err
	}
	p.section = section
	if section == sectionYes && p.first && !p.excludes {
		for _, w := range l.wholeWords(&p) {
			l.yeses[w] = true
		}
	}
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
	if len(l.patterns) > math.MaxUint16 {
		return errors.New("too many patterns")
	}
	at := uint16(len(l.patterns))
	l.patterns = append(l.patterns, p)
	for i, t := range p.terms {
		for _, w := range t.words {
			word := &l.words[w]
			switch {
			case i > 0:
			case l.unspaced:
				first, _ := utf8.DecodeRuneInString(word.text)
				l.characters[first] = append(l.characters[first], at)
			case word.ending:
				return fmt.Errorf("*%s: the end of a word may only be what another is, too", word.text)
			default:
				l.starts = append(l.starts, start{w, at})
			}
			word.known = !l.unspaced
		}
	}
	return nil
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
	if !slips || l.has(word) || l.meant[word] || utf8.RuneCountInString(word) < minTypo || strings.ContainsFunc(word, unicode.IsNumber) {
		return forms
	}
	for _, rest := range without(word) {
		for meant := range l.meantBy(rest) {
			if Slip(word, meant) && !strayed(word, meant) && !slices.Contains(forms, meant) {
				forms = append(forms, meant)
			}
		}
	}
	return forms
}

// speaks tells whether a language belongs to a locale such as pt-BR.
func (l *language) speaks(locale string) bool {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return language == l.name
}
