// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// What stands beside a number in its clause: words that change nothing, or words that tell of something.

// isElliptic tells whether a few words begin with the number, where the question asks for no listed unit: what
// they go on with is then how customers call what is asked for ("2 suitcases"), or where they want it.
func (c counting) isElliptic(first, last int) bool {
	const few = 2
	next := c.next(last)
	if c.family != "" && c.family != unitNamed || c.before(first) != nil || next == nil || c.words.unitOf(next.word) != "" {
		return false
	}
	if !isUnspacedWord(next.word) && c.words.has("label", next.word) && c.family != unitNamed {
		return false
	}
	return c.next(last+1) == nil || c.next(last+few) == nil || c.words.own("modal", c.next(last+1).word) || c.words.own("copula", c.next(last+1).word)
}

// isSubject tells whether the clause is about the number: "3000 would be ideal".
func (c counting) isSubject(first, last int) bool {
	for i := first - 1; i >= 0 && c.tokens[i].clause == c.tokens[first].clause; i-- {
		if !c.knows(c.tokens[i]) {
			return false
		}
	}
	next := c.next(last)
	if next != nil && c.words.unitOf(next.word) != "" {
		next = c.next(last + 1)
	}
	if c.m.Question || next == nil || !c.words.own("copula", next.word) && !c.words.own("modal", next.word) && !c.words.own("being", next.word) {
		return false
	}
	for i := last + 1; i < len(c.tokens) && c.tokens[i].clause == c.tokens[first].clause; i++ {
		if c.isBygone(c.tokens[i]) || c.isOwned(i) {
			return false
		}
	}
	return true
}

// beginsWith tells whether an answer begins with the number and its unit, and says nothing about it: "100 pounds
// from my savings".
func (c counting) beginsWith(first, last int) bool {
	if c.m.Question || c.before(first) != nil && !c.tokens[first-1].isSign() || c.tellsOfThePast(first) {
		return false
	}
	next := c.next(last)
	if next != nil && c.words.unitOf(next.word) != "" {
		next = c.next(last + 1)
	}
	return next == nil || c.words.own("towards", next.word) || c.words.own("between-count", next.word) || c.words.own("accompanying", next.word) || next.word == "from"
}

// isOwned tells whether a word is an unknown thing with an article or a possessive.
func (c counting) isOwned(i int) bool {
	before := c.before(i)
	return before != nil && c.words.own("owning", before.word) && !c.knows(c.tokens[i])
}

// isGoal tells whether the number is what something is to be brought to: "bump it to 2500".
func (c counting) isGoal(first int) bool {
	before := c.before(first)
	switch {
	case before == nil:
		return false
	case isUnspacedWord(before.word):
		return c.words.endsIn("goal", before.word)
	}
	return c.words.own("goal", before.word)
}

// isPut tells whether a verb that sets values stands right before the number.
func (c counting) isPut(first int) bool {
	before := c.before(first)
	return before != nil && !c.m.Question && c.words.own("setting", before.word) && !c.tellsOfThePast(first)
}

// isOrdered tells whether the clause begins with an order in English, where verbs have no ending for it: "charge
// me 80".
func (c counting) isOrdered(first int) bool {
	if languageOf(c.m.locale) != "en" {
		return false
	}
	i := first
	for c.before(i) != nil {
		i--
	}
	word := c.tokens[i].word
	if next := c.next(i); c.words.own("third-person", word) || next != nil && (c.words.own("copula", next.word) || c.words.own("modal", next.word)) {
		return false
	}
	return i < first && !c.knows(c.tokens[i]) && !strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ing") && !c.isBygone(c.tokens[i])
}

// begins tells whether a token begins its clause.
func (c counting) begins(i int) bool { return c.before(i) == nil }

// allKnown tells whether all other words of the number's clause may stand beside a value.
func (c counting) allKnown(first, last int) bool {
	begun := c.isGoal(first) || c.isOrdered(first)
	for i, t := range c.tokens {
		if t.clause != c.tokens[first].clause || i >= first && i <= last || t.number {
			continue
		}
		if i > last && (c.words.own("accompanying", t.word) || c.isPut(first)) {
			break // "5 including the kids", "take 60 off my card"
		}
		if isUnspacedWord(t.word) {
			if !c.knowsRun(t.word) && (!begun || !c.begins(i)) {
				return false
			}
			continue
		}
		if !c.knows(t) && !c.isVerb(i) && (!begun || !c.begins(i)) && (i <= last || !c.isElliptic(first, last)) {
			return false
		}
	}
	return true
}

// knows tells whether a word may.
func (c counting) knows(t token) bool {
	word := t.word
	switch {
	case c.isAsked(word), isSign(word), values.IsDay(word), t.joined && c.words.has("we-are", word), values.IsMark(word), c.words.isPaid(word, c.prompt):
		return true
	case c.isBygone(t):
		return false
	case c.words.known(word):
		return true
	}
	unit := c.words.unitOf(word)
	if unit != "" && (unit == c.family || c.family == "") {
		return true
	}
	return slices.ContainsFunc(signals.TermsOf([]string{word}), func(term string) bool { return c.in.terms[term] })
}

// isVerb tells whether a word goes on with a wish or with what may be done ("I can pay 300", "ich kann 300
// zahlen", "300 ödemek istiyorum"), or says what will be: "verserei 100".
func (c counting) isVerb(i int) bool {
	t := c.tokens[i]
	if t.number || c.isBygone(t) {
		return false
	}
	if before := c.before(i); before != nil && c.words.has("modal", before.word) || c.words.own("intending", t.word) {
		return true
	}
	if next := c.next(i); next != nil {
		return c.verbLast() && c.words.has("modal", next.word)
	}
	return c.verbLast() && slices.ContainsFunc(c.tokens[:i], func(other token) bool {
		return other.clause == t.clause && c.words.has("modal", other.word)
	})
}

// verbLast tells whether the customer's language puts verbs last.
func (c counting) verbLast() bool { return verbLast[languageOf(c.m.locale)] }

// at is the place of a token.
func (c counting) at(t *token) int {
	return slices.IndexFunc(c.tokens, func(other token) bool { return other.from == t.from && other.word == t.word })
}

// knowsRun tells whether a run of a script without spaces can be taken apart into words that may stand beside
// a value.
func (c counting) knowsRun(run string) bool {
	lists := slices.Clone(besideValues)
	for _, unit := range units {
		if unit == c.family || c.family == "" {
			lists = append(lists, unit)
		}
	}
	if c.words.askedIn("paying", c.prompt) {
		lists = append(lists, "paying")
	}
	reached := map[int]bool{0: true} // the places where a word may begin
	for at := range run {
		if !reached[at] {
			continue
		}
		rest := run[at:]
		for _, list := range lists {
			for _, part := range c.words.allBefore(list, rest) {
				reached[at+len(part)] = true
			}
		}
		for _, mark := range values.MarksBefore(rest) {
			reached[at+len(mark)] = true
		}
		for n := len(sharedBeginning(rest, c.prompt)); n > 0; {
			_, size := utf8.DecodeLastRuneInString(rest[:n])
			if reached[at+n] = true; n <= 2*size {
				break
			}
			n -= size
		}
		if runes := []rune(rest); len(runes) > 1 && c.in.terms[string(runes[:2])] {
			reached[at+len(string(runes[:2]))] = true
			reached[at+len(string(runes[:1]))] = true
		}
	}
	return reached[len(run)]
}

// tellsOfThePast tells whether the number's clause has a word of what is no more, which the question has not.
func (c counting) tellsOfThePast(first int) bool {
	return slices.ContainsFunc(c.tokens, func(t token) bool {
		return t.clause == c.tokens[first].clause && c.isBygone(t) && !c.isAsked(t.word)
	})
}

// isBygone tells whether a word says that something is no more, or is so only until now. "We're" and "hätte" say
// something else than "were" and "hatte".
func (c counting) isBygone(t token) bool {
	if t.joined || t.marked || !c.words.own("bygone", t.word) {
		return false
	}
	next := c.next(c.at(&t)) // "I was thinking of 3"
	return next == nil || !c.words.has("intending", next.word)
}

// isAsked tells whether a word is one of the question's.
func (c counting) isAsked(word string) bool {
	return !c.words.known(word) && knows(c.asked, []string{word})
}

// termOf is the term of a word; empty: it has none.
func termOf(word string) string {
	if terms := signals.TermsOf([]string{word}); len(terms) > 0 {
		return terms[0]
	}
	return ""
}

// isUnspacedWord tells whether a word is a run of a script without spaces.
func isUnspacedWord(word string) bool { return strings.ContainsFunc(word, isUnspaced) }

// sharedBeginning is the longest beginning of a run that stands in a text, of two characters at least.
func sharedBeginning(run, text string) string {
	longest := ""
	const least = 2
	n := 0
	for i, r := range run {
		if n++; n < least {
			continue
		}
		if part := run[:i+len(string(r))]; strings.Contains(text, part) {
			longest = part
		} else {
			break
		}
	}
	return longest
}
