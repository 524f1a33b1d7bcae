// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode"
)

// The sections of content files.
const (
	sectionPerson      = "person"
	sectionAnger       = "anger"
	sectionThanks      = "thanks"
	sectionDanger      = "danger"
	sectionLegal       = "legal"
	sectionWithdrawn   = "withdrawn"
	sectionYes         = "yes"
	sectionNo          = "no"
	sectionNone        = "none"
	sectionNegation    = "negation"
	sectionInability   = "inability"
	sectionConditional = "conditional"
	sectionQuestion    = "question"
	sectionAnd         = "and"
	sectionCorrection  = "correction"
	sectionGreeting    = "greeting"
	sectionHowAreYou   = "how-are-you"
	sectionGoodbye     = "goodbye"
	sectionWhoAreYou   = "who-are-you"
	sectionFiller      = "filler"
	sectionRefusal     = "refusal"
	sectionWait        = "wait"
	sectionUnknown     = "unknown"
)

var sections = []string{
	sectionPerson, sectionAnger, sectionThanks, sectionDanger, sectionLegal, sectionWithdrawn, sectionYes, sectionNo,
	sectionNone, sectionNegation, sectionInability, sectionConditional, sectionQuestion, sectionAnd, sectionCorrection,
	sectionGreeting, sectionHowAreYou, sectionGoodbye, sectionWhoAreYou, sectionFiller,
	sectionRefusal, sectionWait, sectionUnknown,
}

// hit is a section that was found in a sentence, from which word on.
type hit struct {
	section string
	at      int
}

// found is what one language finds in one sentence.
type found struct {
	hits  []hit
	words []string
	asked bool
}

func (f found) has(section string) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return h.section == section })
}

// find looks for the language's patterns in each sentence. Slips of the finger are overlooked
// where the language is known to be the customer's.
func (l *language) find(all []sentence, slips bool) []found {
	out := make([]found, 0, len(all))
	for _, s := range all {
		if l.unspaced {
			out = append(out, l.findUnspaced(s))
			continue
		}
		forms := make([][]string, len(s.words))
		for i, word := range s.words {
			forms[i] = l.forms(word, slips)
		}
		f := found{words: s.words, asked: s.asked}
		excluded := set{}
		for i := range s.words {
			for _, at := range l.beginningWith(forms[i]) {
				if p := &l.patterns[at]; (!p.first || i == 0) && p.matches(forms, i, 0) {
					f.add(p, i, excluded)
				}
			}
		}
		out = append(out, f.without(excluded))
	}
	return out
}

func (l *language) findUnspaced(s sentence) found {
	text := []rune(strings.Join(s.words, ""))
	f := found{words: s.words, asked: s.asked}
	excluded := set{}
	for i, r := range text {
		for _, at := range l.exact[string(r)] {
			if p := &l.patterns[at]; (!p.first || i == 0) && p.matchesUnspaced(text, i, 0) {
				f.add(p, i, excluded)
			}
		}
	}
	return f.without(excluded)
}

func (f *found) add(p *pattern, at int, excluded set) {
	if p.excludes {
		excluded[p.section] = true
		return
	}
	f.hits = append(f.hits, hit{p.section, at})
}

func (f found) without(excluded set) found {
	f.hits = slices.DeleteFunc(f.hits, func(h hit) bool { return excluded[h.section] })
	return f
}

// beginningWith returns the patterns whose first word may be one of the forms.
func (l *language) beginningWith(forms []string) []int {
	var all []int
	for _, form := range forms {
		all = append(all, l.exact[form]...)
		for end := range form {
			if end > 0 {
				all = append(all, l.stems[form[:end]]...)
			}
		}
		all = append(all, l.stems[form]...)
	}
	return all
}

// writes tells whether a text may be of the language: each is looked for only where its
// letters are.
func (l *language) writes(text string) bool {
	switch l.name {
	case "ar":
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
	case "zh":
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && !hasKana(text)
	case "ja":
		return hasKana(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	return true
}

func hasKana(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) })
}
