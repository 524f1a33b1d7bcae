// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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
	gap      int16
	optional bool
	// not: none of the words may stand there; the term itself takes no place.
	not bool
	// end: the sentence may end there instead, or, with not, may not.
	end bool
}

// defaultGap is how many words a ~ stands for at most.
const defaultGap = 3

// spoken is a word of a message: what it is as written, and as it may have been meant.
type spoken struct {
	text string
	are  []wild
	// written is how many of these it is as written.
	written int
}

func (s spoken) isOneOf(words []wild) bool {
	for _, w := range words {
		for _, is := range s.are {
			if w == is {
				return true
			}
		}
	}
	return false
}

func (t term) is(s spoken) bool {
	if t.too == nil {
		return s.isOneOf(t.words)
	}
	s.are = s.are[:s.written] // an ending is a slip away from others that mean the contrary
	return s.isOneOf(t.words) && s.isOneOf(t.too)
}

// wholeWords are the words that match a pattern alone.
func (l *language) wholeWords(p *pattern) []string {
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
		if text := l.words[w].text; l.exact[text] == w {
			all = append(all, text)
		}
	}
	return all
}

// matches tells whether the terms from the given one on match the words from position i on.
func (p *pattern) matches(words []spoken, i, from int) bool {
	if from == len(p.terms) {
		return !p.last || endsAt(words, i)
	}
	t := p.terms[from]
	if t.words == nil {
		for skip := 0; skip <= int(t.gap) && i+skip <= len(words); skip++ {
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
func endsAt(words []spoken, i int) bool {
	for _, word := range words[i:] {
		if !onlyPictures([]rune(word.text)) {
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
func (p *pattern) mayFollow(words []spoken, i int) bool {
	return i == 0 || !p.notAfter.is(words[i-1])
}

// charactersAWord is how many characters of an unspaced text count as a word in a gap.
const charactersAWord = 3

// matchesUnspaced is matches for a text without spaces.
func (l *language) matchesUnspaced(p *pattern, text []rune, i, from int) bool {
	if from == len(p.terms) {
		return !p.last || onlyPictures(text[i:])
	}
	t := p.terms[from]
	if t.words == nil {
		for skip := 0; skip <= int(t.gap)*charactersAWord && i+skip <= len(text); skip++ {
			if l.matchesUnspaced(p, text, i+skip, from+1) {
				return true
			}
		}
		return false
	}
	there := false
	for _, w := range t.words {
		length, begins := l.words[w].begin(text[i:])
		if !begins {
			continue
		}
		there = true
		if !t.not && l.matchesUnspaced(p, text, i+length, from+1) {
			return true
		}
	}
	if t.not {
		return !there && (!t.end || i != len(text)) && l.matchesUnspaced(p, text, i, from+1)
	}
	if t.end && onlyPictures(text[i:]) && l.matchesUnspaced(p, text, i, from+1) {
		return true
	}
	return t.optional && (!there || !p.isNot(from+1)) && l.matchesUnspaced(p, text, i, from+1)
}

// mayFollowUnspaced is mayFollow for a text without spaces.
func (l *language) mayFollowUnspaced(p *pattern, text []rune, i int) bool {
	return !slices.ContainsFunc(p.notAfter.words, func(w wild) bool {
		from := i - utf8.RuneCountInString(l.words[w].text)
		if from < 0 {
			return false
		}
		_, stands := l.words[w].begin(text[from:i])
		return stands
	})
}

// parse reads one line. Groups are words that lines refer to as @name.
func (l *language) parse(line string, groups map[string][]wild) (pattern, error) {
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
				n, err := strconv.ParseUint(field[1:], 10, 8)
				if err != nil {
					return p, fmt.Errorf("%q: want ~ and a number", field)
				}
				gap = int(n)
			}
			p.terms = append(p.terms, term{gap: int16(gap)})
		case strings.HasPrefix(field, "-"):
			t, err := l.parseTerm(field[1:], groups)
			if err != nil {
				return p, err
			}
			if t.not = true; len(p.terms) == 0 {
				p.notAfter = t
			} else {
				p.terms = append(p.terms, t)
			}
		default:
			t, err := l.parseTerm(field, groups)
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
	p.terms = slices.Clone(p.terms) // to their size
	return p, nil
}

func (l *language) parseTerm(field string, groups map[string][]wild) (term, error) {
	field, optional := strings.CutSuffix(field, "?")
	t := term{optional: optional}
	if first, second, both := strings.Cut(field, "&"); both && first != "" && second != "" { // a & alone is a word
		too, err := l.parseTerm(second, groups)
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
		w, err := l.wild(word)
		if err != nil {
			return t, err
		}
		t.words = append(t.words, w)
	}
	if cap(t.words) > len(t.words) {
		t.words = slices.Clone(t.words)
	}
	return t, nil
}

// wilds are the words of each group.
func (l *language) wilds(groups map[string]string) (map[string][]wild, error) {
	all := make(map[string][]wild, len(groups))
	for name, words := range groups {
		for word := range strings.FieldsSeq(words) {
			w, err := l.wild(word)
			if err != nil {
				return nil, err
			}
			all[name] = append(all[name], w)
		}
	}
	return all, nil
}
