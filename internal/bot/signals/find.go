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
	sectionDeclined    = "declined"
	sectionRejected    = "rejected"
	sectionTakenBack   = "taken-back"
	sectionUnwanted    = "unwanted"
	sectionCalledOff   = "called-off"
	sectionEnding      = "ending"
	sectionDependent   = "dependent"
	sectionRefusal     = "refusal"
	sectionWait        = "wait"
	sectionUnknown     = "unknown"
	sectionProviso     = "proviso"
	sectionException   = "exception"
	sectionInstead     = "instead"
	sectionThanked     = "thanked"
	sectionWish        = "wish"
	sectionAboutIt     = "about-it"
	sectionDropped     = "dropped"
	sectionReported    = "reported"
	sectionUndo        = "undo"
	sectionUnchanged   = "unchanged"
	sectionOrder       = "order"
	sectionAssured     = "assured"
	sectionHowTo       = "how-to"
	sectionAlreadyDone = "already-done"
	sectionWhyAsked    = "why-asked"
)

var sections = []string{
	sectionPerson, sectionAnger, sectionThanks, sectionDanger, sectionLegal, sectionWithdrawn, sectionYes, sectionNo,
	sectionNone, sectionNegation, sectionInability, sectionConditional, sectionQuestion, sectionAnd, sectionCorrection,
	sectionGreeting, sectionHowAreYou, sectionGoodbye, sectionWhoAreYou, sectionFiller,
	sectionDeclined, sectionRejected, sectionTakenBack, sectionUnwanted, sectionCalledOff, sectionEnding, sectionDependent,
	sectionRefusal, sectionWait, sectionUnknown, sectionProviso, sectionException, sectionInstead, sectionThanked, sectionWish, sectionAboutIt, sectionDropped,
	sectionUnchanged, sectionOrder, sectionAssured, sectionHowTo, sectionAlreadyDone, sectionWhyAsked,
}

// hit is a section that was found in a sentence, from which word on.
type hit struct {
	section string
	at      int
	// to is where an inability ends, which may have its negation far from where it begins: "ich finde
	// die Rechnung nicht", and what assures of a yes. Elsewhere it is not known.
	to int
}

// found is what one language finds in one sentence.
type found struct {
	hits []hit
	// excluded are where patterns matched that say that a section is not meant.
	excluded []hit
	words    []string
	asked    bool
}

func (f found) has(section string) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return h.section == section })
}

// excludes tells whether the sentence is said not to count for a section.
func (f found) excludes(section string) bool {
	return slices.ContainsFunc(f.excluded, func(h hit) bool { return h.section == section })
}

// find looks for the language's patterns in each sentence. Slips of the finger are overlooked
// where the language is known to be the customer's.
func (l *language) find(all []sentence, slips bool) []found {
	out := make([]found, 0, len(all))
	var words []spoken
	for _, s := range all {
		if l.unspaced {
			out = append(out, l.findUnspaced(s))
			continue
		}
		words = l.hear(words[:0], s, slips)
		f := found{words: s.words, asked: s.asked}
		var excluded []hit
		for i, word := range words {
			for _, w := range word.are {
				for _, begun := range l.begunBy(w) {
					if p := &l.patterns[begun.pattern]; (!p.first || i == 0) && p.mayFollow(words, i) && p.matches(words, i, 0) {
						excluded = f.add(p, i, p.endFrom(words, i), excluded)
					}
				}
			}
		}
		out = append(out, f.without(excluded, l.buts))
	}
	return out
}

// hear appends the words of a sentence as patterns are compared with them.
func (l *language) hear(words []spoken, s sentence, slips bool) []spoken {
	var all []wild // of all words, one after the other
	for i, text := range s.words {
		from, written := len(all), 0
		for k, form := range l.forms(s.words[i:i+1:i+1], slips) {
			if all = l.vocabulary.read(all, form); k == 0 {
				written = len(all) - from
			}
		}
		words = append(words, spoken{text, all[from:len(all):len(all)], written})
	}
	return words
}

func (l *language) findUnspaced(s sentence) found {
	text := []rune(strings.Join(s.words, ""))
	for i, r := range text {
		if same, found := l.same[r]; found {
			text[i] = same
		}
	}
	f := found{words: s.words, asked: s.asked}
	var excluded []hit
	for i, r := range text {
		for _, at := range l.characters[r] {
			if p := &l.patterns[at]; (!p.first || i == 0) && l.mayFollowUnspaced(p, text, i) && l.matchesUnspaced(p, text, i, 0) {
				excluded = f.add(p, i, 0, excluded)
			}
		}
	}
	return f.without(excluded, nil)
}

func (f *found) add(p *pattern, at, to int, excluded []hit) []hit {
	if p.excludes {
		return append(excluded, hit{p.section, at, to})
	}
	f.hits = append(f.hits, hit{p.section, at, to})
	return excluded
}

// endFrom is where an inability, or what assures, ends that matches from a word on: at the fewest words that do.
func (p *pattern) endFrom(words []spoken, i int) int {
	if p.section != sectionInability && p.section != sectionAssured || p.excludes || p.last {
		return 0
	}
	to := i + 1
	for to < len(words) && !p.matches(words[:to], i, 0) {
		to++
	}
	return to
}

// without leaves out what does not count. "I spoke to an agent but want your manager" asks for
// one: what is said before a "but" excludes nothing after it.
func (f found) without(excluded []hit, buts set) found {
	if len(excluded) == 0 {
		return f
	}
	f.excluded = excluded
	f.hits = slices.DeleteFunc(f.hits, func(h hit) bool {
		return slices.ContainsFunc(excluded, func(x hit) bool { return x.section == h.section && !f.divided(x.at, h.at, buts) })
	})
	return f
}

// divided tells whether another clause begins between two places of the sentence.
func (f found) divided(a, b int, buts set) bool {
	if len(buts) == 0 || a == b {
		return false
	}
	return slices.ContainsFunc(f.words[min(a, b)+1:max(a, b)+1], func(word string) bool { return buts[word] })
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

// writesBeside tells whether a customer with another language may have written a text in this one.
// Chinese without kana is not looked at as Japanese.
func (l *language) writesBeside(own *language, text string) bool {
	return l.writes(text) && (!own.unspaced || l.name != "ja" || hasKana(text))
}

func hasKana(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) })
}
