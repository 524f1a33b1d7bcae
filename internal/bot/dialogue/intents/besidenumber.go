// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// What stands beside a number in its clause: words that change nothing, or words that tell of something.

// isElliptic tells whether a few words begin with the number, where the question asks for no listed unit: what
// they go on with is then how customers call what is asked for ("2 suitcases"), or where they want it.
func (c counting) isElliptic(first, last int) bool {
	const few = 2
	next := c.next(last)
	if c.family != "" && c.family != wording.UnitNamed || c.before(first) != nil || next == nil || c.words.UnitOf(next.Word) != "" {
		return false
	}
	if !wording.IsUnspaced(next.Word) && c.words.Has("label", next.Word) && c.family != wording.UnitNamed {
		return false
	}
	return c.next(last+1) == nil || c.next(last+few) == nil || c.words.Own("modal", c.next(last+1).Word) || c.words.Own("copula", c.next(last+1).Word)
}

// isSubject tells whether the clause is about the number: "3000 would be ideal".
func (c counting) isSubject(first, last int) bool {
	for i := first - 1; i >= 0 && c.tokens[i].Clause == c.tokens[first].Clause; i-- {
		if !c.knows(c.tokens[i]) {
			return false
		}
	}
	next := c.next(last)
	if next != nil && c.words.UnitOf(next.Word) != "" {
		next = c.next(last + 1)
	}
	if c.m.Question || next == nil || !c.words.Own("copula", next.Word) && !c.words.Own("modal", next.Word) && !c.words.Own("being", next.Word) {
		return false
	}
	for i := last + 1; i < len(c.tokens) && c.tokens[i].Clause == c.tokens[first].Clause; i++ {
		if c.isBygone(c.tokens[i]) || c.isOwned(i) {
			return false
		}
	}
	return true
}

// beginsWith tells whether an answer begins with the number and its unit, and says nothing about it: "100 pounds
// from my savings".
func (c counting) beginsWith(first, last int) bool {
	if c.m.Question || c.before(first) != nil && !c.tokens[first-1].IsSign() || c.tellsOfThePast(first) {
		return false
	}
	next := c.next(last)
	if next != nil && c.words.UnitOf(next.Word) != "" {
		next = c.next(last + 1)
	}
	return next == nil || c.words.Own("towards", next.Word) || c.words.Own("between-count", next.Word) || c.words.Own("accompanying", next.Word) || next.Word == "from"
}

// isOwned tells whether a word is an unknown thing with an article or a possessive.
func (c counting) isOwned(i int) bool {
	before := c.before(i)
	return before != nil && c.words.Own("owning", before.Word) && !c.knows(c.tokens[i])
}

// isGoal tells whether the number is what something is to be brought to: "bump it to 2500".
func (c counting) isGoal(first int) bool {
	before := c.before(first)
	switch {
	case before == nil:
		return false
	case wording.IsUnspaced(before.Word):
		return c.words.EndsIn("goal", before.Word)
	}
	return c.words.Own("goal", before.Word)
}

// isPut tells whether a verb that sets values stands right before the number.
func (c counting) isPut(first int) bool {
	before := c.before(first)
	return before != nil && !c.m.Question && c.words.Own("setting", before.Word) && !c.tellsOfThePast(first)
}

// isOrdered tells whether the clause begins with an order in English, where verbs have no ending for it: "charge
// me 80".
func (c counting) isOrdered(first int) bool {
	if wording.LanguageOf(c.m.Locale) != "en" {
		return false
	}
	i := first
	for c.before(i) != nil {
		i--
	}
	word := c.tokens[i].Word
	if next := c.next(i); c.words.Own("third-person", word) || next != nil && (c.words.Own("copula", next.Word) || c.words.Own("modal", next.Word)) {
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
		if t.Clause != c.tokens[first].Clause || i >= first && i <= last || t.Number {
			continue
		}
		if i > last && (c.words.Own("accompanying", t.Word) || c.isPut(first)) {
			break // "5 including the kids", "take 60 off my card"
		}
		if wording.IsUnspaced(t.Word) {
			if !c.knowsRun(t.Word) && (!begun || !c.begins(i)) {
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
func (c counting) knows(t wording.Token) bool {
	word := t.Word
	switch {
	case c.isAsked(word), wording.IsSign(word), values.IsDay(word), t.Joined && c.words.Has("we-are", word), values.IsMark(word), c.words.IsPaid(word, c.prompt):
		return true
	case c.isBygone(t):
		return false
	case c.words.Known(word), directionOf(word, c.m.Locale) != nowhere, c.in.isOfChoice(word, c.m.Locale), c.in.asksForChoice(word, c.m.Locale):
		return true
	}
	unit := c.words.UnitOf(word)
	if unit != "" && (unit == c.family || c.family == "") {
		return true
	}
	return slices.ContainsFunc(signals.TermsOf([]string{word}), func(term string) bool { return c.in.Terms[term] })
}

// isVerb tells whether a word goes on with a wish or with what may be done ("I can pay 300", "ich kann 300
// zahlen", "300 ödemek istiyorum"), or says what will be: "verserei 100".
func (c counting) isVerb(i int) bool {
	t := c.tokens[i]
	if t.Number || c.isBygone(t) {
		return false
	}
	if before := c.before(i); before != nil && c.words.Has("modal", before.Word) || c.words.Own("intending", t.Word) {
		return true
	}
	if next := c.next(i); next != nil {
		return c.verbLast() && c.words.Has("modal", next.Word)
	}
	return c.verbLast() && slices.ContainsFunc(c.tokens[:i], func(other wording.Token) bool {
		return other.Clause == t.Clause && c.words.Has("modal", other.Word)
	})
}

// verbLast tells whether the customer's language puts verbs last.
func (c counting) verbLast() bool { return wording.VerbLast[wording.LanguageOf(c.m.Locale)] }

// knowsRun tells whether a run of a script without spaces can be taken apart into words that may stand beside
// a value.
func (c counting) knowsRun(run string) bool {
	lists := slices.Clone(wording.BesideValues)
	for _, unit := range wording.Units {
		if unit == c.family || c.family == "" {
			lists = append(lists, unit)
		}
	}
	if c.words.AskedIn("paying", c.prompt) {
		lists = append(lists, "paying")
	}
	reached := map[int]bool{0: true} // the places where a word may begin
	for at := range run {
		if !reached[at] {
			continue
		}
		rest := run[at:]
		for _, list := range lists {
			for _, part := range c.words.AllBefore(list, rest) {
				reached[at+len(part)] = true
			}
		}
		for _, mark := range values.MarksBefore(rest) {
			reached[at+len(mark)] = true
		}
		for n := len(wording.SharedBeginning(rest, c.prompt)); n > 0; {
			_, size := utf8.DecodeLastRuneInString(rest[:n])
			if reached[at+n] = true; n <= 2*size {
				break
			}
			n -= size
		}
		if runes := []rune(rest); len(runes) > 1 && c.in.Terms[string(runes[:2])] {
			reached[at+len(string(runes[:2]))] = true
			reached[at+len(string(runes[:1]))] = true
		}
	}
	return reached[len(run)]
}

// tellsOfThePast tells whether the number's clause has a word of what is no more, which the question has not.
func (c counting) tellsOfThePast(first int) bool {
	return slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		return t.Clause == c.tokens[first].Clause && c.isBygone(t) && !c.isAsked(t.Word)
	})
}

// isBygone tells whether a word says that something is no more, or is so only until now. "We're" and "hätte" say
// something else than "were" and "hatte".
func (c counting) isBygone(t wording.Token) bool {
	if t.Joined || t.Marked || !c.words.Own("bygone", t.Word) {
		return false
	}
	next := c.next(c.at(&t)) // "I was thinking of 3"
	return next == nil || !c.words.Has("intending", next.Word)
}

// isAsked tells whether a word is one of the question's.
func (c counting) isAsked(word string) bool {
	return !c.words.Known(word) && wording.HasTerm(c.asked, []string{word})
}
