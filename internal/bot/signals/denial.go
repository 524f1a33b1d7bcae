// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// denials are the words of a message that it denies, sentence by sentence.
type denials struct {
	// firm: that is not to be done, or things are to stay as they are.
	firm [][]string
	// unwanted: the customer does not want, or need, that thing. For an intent that ends it this is
	// no denial.
	unwanted [][]string
	// ended: that is to be called off. It denies all but the intents that end something.
	ended [][]string
}

const (
	// maxRejected is the most words of a sentence that a refusal after it denies where it asks
	// nothing: "more speed, no thanks". A longer one is a statement of its own.
	maxRejected = 8
	// maxAsides is the most words of a question, and of the sentence after it, that are question and
	// answer of the customer's own: "faster internet? I don't want that".
	maxAsides = 4
)

// rejects tells whether a sentence is no more than a refusal of the one before it.
func (l *language) rejects(f, before found) bool {
	switch {
	case f.asked:
		return false
	case f.has(sectionRejected):
		return before.asked || len(before.words) <= maxRejected
	case f.has(sectionTakenBack) && (before.has(sectionEnding) || before.has(sectionWish) || l.speaksOfActs(before.words)):
		return true // "I wanted to pause it, but not any more"; "it worked, but not any more" takes nothing back
	}
	return before.asked && len(before.words) <= maxAsides && len(f.words) <= maxAsides &&
		(f.has(sectionNo) || f.has(sectionUnwanted) || f.has(sectionDeclined))
}

func (l *language) denials(all []found) denials {
	var d denials
	for i, f := range all {
		if i > 0 && l.rejects(f, all[i-1]) {
			d.firm = append(d.firm, all[i-1].words)
		}
		negated := l.negated(f)
		var firm, unwanted [][]string
		for _, h := range f.hits {
			switch h.section {
			case sectionDeclined, sectionUnwanted:
				words, from, to := l.clause(f, h.at)
				if h.section == sectionDeclined || f.hasBetween(sectionEnding, from, to-1) {
					firm = append(firm, words)
				} else {
					unwanted = append(unwanted, words)
				}
			case sectionCalledOff:
				d.ended = append(d.ended, untilJoined(f.words))
			}
		}
		if _, stops := l.stopsAt(f); stops && len(negated)+len(firm) > 0 {
			d.ended, firm, negated = append(d.ended, f.words), nil, nil
		}
		if len(negated) > 0 && (len(firm) > 0 || len(unwanted) == 0) {
			firm = append(firm, negated)
		}
		if i+1 < len(all) && all[i+1].has(sectionDependent) && len(firm)+len(unwanted) > 0 {
			firm = append(firm, all[i+1].words)
		}
		d.firm, d.unwanted = append(d.firm, firm...), append(d.unwanted, unwanted...)
	}
	return d
}

// addDenials adds what a language denies. Whoever declines something refuses it.
func (s *Signals) addDenials(l *language, all []found) {
	d := l.denials(all)
	for _, words := range slices.Concat(d.firm, d.unwanted) {
		s.Denied = append(s.Denied, terms(words)...)
	}
	s.Denials = append(s.Denials, d.firm...)
	s.Unwanted = append(s.Unwanted, d.unwanted...)
	s.Ended = append(s.Ended, d.ended...)
	for _, f := range all {
		s.Refuses = s.Refuses || f.has(sectionDeclined) || f.has(sectionUnwanted) || f.has(sectionRejected)
	}
}

// clause is what stands around a place of a sentence, from one "but" to the next, and up to a wish
// that is joined to it; and where it begins and ends.
func (l *language) clause(f found, at int) (words []string, from, to int) {
	if l.unspaced {
		return l.unspacedClause(f, at)
	}
	to = len(f.words)
	for i, word := range f.words {
		switch {
		case !l.buts[word]:
		case i < at:
			from = i + 1
		case i > at:
			to = min(to, i)
		}
	}
	to = at + 1 + len(untilWish(f.words[at+1:to]))
	return f.words[from:to], from, to
}

// unspacedClause is clause for a text without spaces, where places are of characters.
func (l *language) unspacedClause(f found, at int) (words []string, from, to int) {
	text := []rune(strings.Join(f.words, ""))
	to = len(text)
	for i := range text {
		for but := range l.buts {
			switch end := i + utf8.RuneCountInString(but); {
			case end > len(text) || string(text[i:end]) != but:
			case end <= at:
				from = max(from, end)
			case i > at:
				to = min(to, i)
			}
		}
	}
	begin := 0
	for _, word := range f.words {
		end := begin + utf8.RuneCountInString(word)
		if first, last := max(begin, from), min(end, to); first < last {
			words = append(words, string(text[first:last]))
		}
		begin = end
	}
	return words, from, to
}

// afterwards are the languages in which a negation denies what comes after it, and not what
// comes before.
var afterwards = list("en es it pt")

// negated returns the words of a sentence that a negation reaches. What customers cannot do, or
// what does not work, refuses nothing.
func (l *language) negated(f found) []string {
	for _, h := range f.hits {
		if h.section != sectionNegation || f.hasBetween(sectionInability, h.at-l.inabilityBefore(), h.at+1) || f.isUnable(h.at) {
			continue
		}
		if afterwards[l.name] && h.at < len(f.words) {
			return untilWish(f.words[h.at+1:])
		}
		return f.words
	}
	return nil
}

// isUnable tells whether a negation is part of what says that something cannot be done.
func (f found) isUnable(at int) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return h.section == sectionInability && h.at <= at && at < h.to })
}

// inabilityBefore is how far before a negation what is no refusal may begin: two words, or in scripts
// without spaces a verb's stem and its endings, as in 届いていません.
func (l *language) inabilityBefore() int {
	if l.unspaced {
		return 4
	}
	return 2
}

// wishing are words with which a wish begins after what is denied.
var wishing = list("want wanna need would rather prefer like id please give send quiero quisiera necesito prefiero voglio vorrei preferisco quero preciso prefiro gostaria mochte mochten will wollen veux voudrais voulons souhaite")

// maxBeforeWish is how many words may stand between a joining word and the wish.
const maxBeforeWish = 2

// untilWish are the words before a wish that is joined to them: "I do not like it and want to send
// it back" denies no wish to send it back.
func untilWish(words []string) []string {
	for i, word := range words {
		if i == 0 {
			continue // "não é preciso": nothing is joined to the negation itself
		}
		next := words[min(i+1, len(words)):min(i+1+maxBeforeWish, len(words))]
		if joining[word] && slices.ContainsFunc(next, func(w string) bool { return wishing[w] }) {
			return words[:i]
		}
	}
	return words
}

// untilJoined are the words before the first that joins others to them.
func untilJoined(words []string) []string {
	if i := slices.IndexFunc(words, func(word string) bool { return joining[word] }); i >= 0 {
		return words[:i]
	}
	return words
}

func (f found) hasBetween(section string, from, to int) bool {
	return slices.ContainsFunc(f.hits, func(h hit) bool { return h.section == section && h.at >= from && h.at <= to })
}
