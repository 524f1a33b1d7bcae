// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// orders are what the clauses of a message ask for where any negates something.
type orders struct {
	// negates is true when a clause negates something, or says that a thing is right, or stays, as it is.
	negates bool
	// asked are the words of each clause that asks for something to be done and negates nothing. What
	// stands before words that take something back is none of them.
	asked [][]string
}

var (
	takingBack = []string{sectionWithdrawn, sectionNo, sectionRejected, sectionTakenBack}
	negating   = []string{sectionUnchanged, sectionDeclined, sectionUnwanted}
	asking     = []string{sectionWish, sectionOrder}
)

func (l *language) orders(all []found) orders {
	var o orders
	for _, f := range all {
		o.negates = o.negates || f.hasAny(takingBack) || f.hasAny(negating) || l.negates(f, f)
	}
	if !o.negates {
		return o // then it does not matter
	}
	for _, f := range all {
		for _, c := range l.clauses(f) {
			switch {
			case c.hasAny(takingBack):
				o.asked = nil
			case c.hasAny(negating) || l.negates(f, c):
			case c.hasAny(asking) || l.commands(c.words):
				o.asked = append(o.asked, c.words)
			}
		}
	}
	return o
}

// clauses are the parts of a sentence between words such as "but", and before a wish that is joined to
// what is denied. Places of hits are those of the sentence.
func (l *language) clauses(f found) []found {
	from := 0
	var all []found
	end := func(to int) {
		if to <= from {
			return
		}
		c := found{asked: f.asked, words: l.wordsBetween(f, from, to)}
		for _, h := range f.hits {
			if h.at >= from && h.at < to {
				c.hits = append(c.hits, h)
			}
		}
		all = append(all, c)
		from = to
	}
	for _, at := range l.joints(f) {
		end(at)
	}
	end(max(len(f.words), from+1, l.length(f)))
	return all
}

// joints are where another clause begins.
func (l *language) joints(f found) []int {
	var at []int
	if l.unspaced {
		text := strings.Join(f.words, "")
		for but := range l.buts {
			for from := 0; ; {
				i := strings.Index(text[from:], but)
				if i < 0 {
					break
				}
				from += i + len(but)
				at = append(at, utf8.RuneCountInString(text[:from]))
			}
		}
		slices.Sort(at)
		return at
	}
	for i, word := range f.words {
		if l.buts[word] || i > 0 && len(untilWish(f.words[i-1:])) == 1 {
			at = append(at, i)
		}
	}
	return at
}

// length is how many places a sentence has.
func (l *language) length(f found) int {
	if l.unspaced {
		return utf8.RuneCountInString(strings.Join(f.words, ""))
	}
	return len(f.words)
}

func (l *language) wordsBetween(f found, from, to int) []string {
	if l.unspaced {
		text := []rune(strings.Join(f.words, ""))
		return []string{string(text[from:min(to, len(text))])}
	}
	return f.words[from:min(to, len(f.words))]
}

// negates tells whether a clause of a sentence has a negation that is not of something which cannot be done,
// nor of one thing in the place of another.
func (l *language) negates(f, clause found) bool {
	return slices.ContainsFunc(clause.hits, func(h hit) bool {
		return (h.section == sectionNegation || h.section == sectionRefusal) && !f.hasBetween(sectionInability, h.at-l.inabilityBefore(), h.at+1) && !f.isUnable(h.at) &&
			!f.hasBetween(sectionInstead, h.at, h.at) && !f.hasBetween(sectionOrder, h.at, h.at)
	})
}

// commands tells whether words speak of an act, and do not only tell of one.
func (l *language) commands(words []string) bool {
	return slices.ContainsFunc(actLanguages(), func(a *language) bool {
		if a.name != l.name {
			return false
		}
		f := a.find([]sentence{{words: words}}, false)[0]
		return !f.has(sectionReported) && slices.ContainsFunc(f.hits, func(h hit) bool { return actBits[h.section] != 0 })
	})
}

func (f found) hasAny(sections []string) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return slices.Contains(sections, h.section) })
}
