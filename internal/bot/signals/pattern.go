// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// pattern is one line of a content file: terms that follow each other, see content/README.md.
type pattern struct {
	section string
	terms   []term
	// first and last: the sentence must begin and end with it.
	first, last bool
	// notAfter are words that must not stand before it.
	notAfter term
	// excludes: where it matches, the sentence does not count for the section.
	excludes bool
}

// term is one place of a pattern.
type term struct {
	// words that may stand there; none: up to gap others may.
	words []wild
	// too are what the word must be besides; none: anything.
	too      []wild
	gap      int
	optional bool
	// not: none of the words may stand there; the term itself takes no place.
	not bool
	// end: the sentence may end there instead, or, with not, may not.
	end bool
}

// wild is a word, or what a word must begin or end with.
type wild struct {
	text  string
	runes []rune // the same, for texts without spaces
	stem  bool
	tail  bool
}

// defaultGap is how many words a ~ stands for at most.
const defaultGap = 3

func (w wild) is(word string) bool {
	return word == w.text || w.stem && strings.HasPrefix(word, w.text) || w.tail && strings.HasSuffix(word, w.text)
}

func isAny(wilds []wild, word string) bool {
	return slices.ContainsFunc(wilds, func(w wild) bool { return w.is(word) })
}

func (t term) is(forms []string) bool {
	if t.too != nil {
		forms = forms[:1] // an ending is a slip away from others that mean the contrary
	}
	return slices.ContainsFunc(forms, func(form string) bool { return isAny(t.words, form) && (t.too == nil || isAny(t.too, form)) })
}

// wholeWords are the words that match a pattern alone.
func (p *pattern) wholeWords() []string {
	if !p.last && !p.terms[len(p.terms)-1].end {
		return nil
	}
	for _, t := range p.terms[1:] {
		if !t.optional && !t.end {
			return nil
		}
	}
	var all []string
	for _, w := range p.terms[0].words {
		if !w.stem {
			all = append(all, w.text)
		}
	}
	return all
}

// matches tells whether the terms from the given one on match the words from position i on.
// Each word comes in several forms: as written, and as it may have been meant.
func (p *pattern) matches(words [][]string, i, from int) bool {
	if from == len(p.terms) {
		return !p.last || endsAt(words, i)
	}
	t := p.terms[from]
	if t.words == nil {
		for skip := 0; skip <= t.gap && i+skip <= len(words); skip++ {
			if p.matches(words, i+skip, from+1) {
				return true
			}
		}
		return false
	}
	there := i < len(words) && t.is(words[i])
	if t.not {
		return !there && (!t.end || i != len(words)) && p.matches(words, i, from+1)
	}
	if t.end && endsAt(words, i) && p.matches(words, i, from+1) {
		return true
	}
	if there && p.matches(words, i+1, from+1) {
		return true
	}
	return t.optional && (!there || !p.isNot(from+1)) && p.matches(words, i, from+1)
}

// endsAt tells whether a sentence ends before position i, but for pictures: "certainly not 🙂".
func endsAt(words [][]string, i int) bool {
	for _, forms := range words[i:] {
		if !onlyPictures([]rune(forms[0])) {
			return false
		}
	}
	return true
}

func onlyPictures(text []rune) bool {
	for _, r := range text {
		if !unicode.In(r, unicode.So, unicode.Sk, unicode.M) {
			return false
		}
	}
	return true
}

// isNot: a word that may be left out is not left out to get around what must not follow it.
func (p *pattern) isNot(at int) bool { return at < len(p.terms) && p.terms[at].not }

// mayFollow tells whether the pattern may begin after a word.
func (p *pattern) mayFollow(words [][]string, i int) bool {
	return i == 0 || p.notAfter.words == nil || !p.notAfter.is(words[i-1])
}

// charactersAWord is how many characters of an unspaced text count as a word in a gap.
const charactersAWord = 3

// matchesUnspaced is matches for a text without spaces.
func (p *pattern) matchesUnspaced(text []rune, i, from int) bool {
	if from == len(p.terms) {
		return !p.last || onlyPictures(text[i:])
	}
	t := p.terms[from]
	if t.words == nil {
		for skip := 0; skip <= t.gap*charactersAWord && i+skip <= len(text); skip++ {
			if p.matchesUnspaced(text, i+skip, from+1) {
				return true
			}
		}
		return false
	}
	there := false
	for _, w := range t.words {
		end := i + len(w.runes)
		if end > len(text) || !slices.Equal(text[i:end], w.runes) {
			continue
		}
		there = true
		if !t.not && p.matchesUnspaced(text, end, from+1) {
			return true
		}
	}
	if t.not {
		return !there && (!t.end || i != len(text)) && p.matchesUnspaced(text, i, from+1)
	}
	if t.end && onlyPictures(text[i:]) && p.matchesUnspaced(text, i, from+1) {
		return true
	}
	return t.optional && (!there || !p.isNot(from+1)) && p.matchesUnspaced(text, i, from+1)
}

// mayFollowUnspaced is mayFollow for a text without spaces.
func (p *pattern) mayFollowUnspaced(text []rune, i int) bool {
	return !slices.ContainsFunc(p.notAfter.words, func(w wild) bool {
		begin := i - len(w.runes)
		return begin >= 0 && slices.Equal(text[begin:i], w.runes)
	})
}

// parse reads one line. Groups are words that lines refer to as @name.
func parse(line string, groups map[string][]wild) (pattern, error) {
	var p pattern
	if rest, found := strings.CutPrefix(line, "! "); found {
		p.excludes, line = true, rest
	}
	fields := strings.Fields(line)
	for i, field := range fields {
		switch {
		case field == "^" && i == 0:
			p.first = true
		case field == "$" && i == len(fields)-1:
			p.last = true
		case strings.HasPrefix(field, "~"):
			gap := defaultGap
			if field != "~" {
				n, err := strconv.Atoi(field[1:])
				if err != nil {
					return p, fmt.Errorf("%q: want ~ and a number", field)
				}
				gap = n
			}
			p.terms = append(p.terms, term{gap: gap})
		case strings.HasPrefix(field, "-"):
			t, err := parseTerm(field[1:], groups)
			if err != nil {
				return p, err
			}
			if t.not = true; len(p.terms) == 0 {
				p.notAfter = t
			} else {
				p.terms = append(p.terms, t)
			}
		default:
			t, err := parseTerm(field, groups)
			if err != nil {
				return p, err
			}
			if t.words == nil {
				return p, fmt.Errorf("%q: want a word beside the end", field)
			}
			p.terms = append(p.terms, t)
		}
	}
	if len(p.terms) == 0 || p.terms[0].words == nil {
		return p, fmt.Errorf("%q: a pattern begins with a word", line)
	}
	return p, nil
}

func parseTerm(field string, groups map[string][]wild) (term, error) {
	field, optional := strings.CutSuffix(field, "?")
	t := term{optional: optional}
	if first, second, both := strings.Cut(field, "&"); both && first != "" && second != "" { // a & alone is a word
		too, err := parseTerm(second, groups)
		if err != nil {
			return t, err
		}
		field, t.too = first, too.words
	}
	for word := range strings.SplitSeq(field, "|") {
		if word == "$" {
			t.end = true
			continue
		}
		if word == "" || strings.ContainsAny(word, "?~^$") {
			return t, fmt.Errorf("%q: want a word", word)
		}
		if name, isGroup := strings.CutPrefix(word, "@"); isGroup {
			group, known := groups[name]
			if !known {
				return t, fmt.Errorf("no group %q", name)
			}
			if t.words == nil {
				t.words = slices.Clip(group) // shared by all patterns of the group
			} else {
				t.words = append(t.words, group...)
			}
			continue
		}
		t.words = append(t.words, newWild(word))
	}
	return t, nil
}

// wilds are the words of each group.
func wilds(groups map[string]string) map[string][]wild {
	all := make(map[string][]wild, len(groups))
	for name, words := range groups {
		for word := range strings.FieldsSeq(words) {
			all[name] = append(all[name], newWild(word))
		}
	}
	return all
}

func newWild(word string) wild {
	word, stem := strings.CutSuffix(word, "*")
	word, tail := strings.CutPrefix(word, "*")
	word = plain(word)
	return wild{text: word, runes: []rune(word), stem: stem, tail: tail}
}
