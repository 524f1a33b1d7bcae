// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

const (
	// coreUtterances is the share of an intent's utterances in a language, in percent, from which on a term in
	// them names what all of them are about.
	coreUtterances = 75
	// leastOfCore is the fewest utterances that tell.
	leastOfCore = 3
	// maxOfKind is the most letters of a word between a thing and its kind: "indirizzo di posta".
	maxOfKind = 3
)

// core is what nearly all utterances of an intent in one language name.
type core struct {
	locale string
	names  []coreName
	// taught are the words of all of them.
	taught map[string]bool
}

// coreName is one of the things that they name.
type coreName struct {
	// terms are what it is known by: one, or the pairs of characters that overlap.
	terms []string
	// words are those with one of the terms.
	words []string
	// instead are the terms of utterances that do without it, and of no others.
	instead map[string]bool
}

// coreOf finds what the utterances of one language have in common.
func coreOf(utterances []string, locale string) *core {
	c := &core{locale: locale, taught: map[string]bool{}}
	if len(utterances) < leastOfCore {
		return c
	}
	times, all := map[string]int{}, make([][]string, len(utterances))
	var order []string
	for i, utterance := range utterances {
		all[i] = signals.Terms(utterance)
		for _, word := range signals.Words(utterance) {
			c.taught[word] = true
		}
		for k, term := range all[i] {
			if slices.Contains(all[i][:k], term) {
				continue
			}
			if times[term]++; times[term] == 1 {
				order = append(order, term)
			}
		}
	}
	for _, term := range order {
		if 100*times[term] < coreUtterances*len(utterances) || strings.ContainsFunc(term, wording.IsHiragana) {
			continue
		}
		if n := len(c.names); n > 0 && overlap(c.names[n-1].terms, term) {
			c.names[n-1].join(term, times)
			continue
		}
		c.names = append(c.names, coreName{terms: []string{term}})
	}
	for i := range c.names {
		c.names[i].learn(utterances, all)
	}
	c.names = slices.DeleteFunc(c.names, func(n coreName) bool {
		return slices.ContainsFunc(n.words, wording.IsDoing)
	})
	return c
}

// overlap tells whether a pair of characters goes on with the last of some.
func overlap(pairs []string, next string) bool {
	last := []rune(pairs[len(pairs)-1])
	first := []rune(next)
	return wording.IsUnspacedRune(last[0]) && wording.IsUnspacedRune(first[0]) && last[len(last)-1] == first[0]
}

// join adds a pair of characters to those that it overlaps with. Those of fewer utterances reach over the thing's
// name: 加早 in 加早餐.
func (n *coreName) join(pair string, times map[string]int) {
	switch last := n.terms[len(n.terms)-1]; {
	case times[pair] > times[last]:
		n.terms = []string{pair}
	case times[pair] == times[last]:
		n.terms = append(n.terms, pair)
	}
}

// learn notes in which words the utterances name it, and what they name in its place.
func (n *coreName) learn(utterances []string, all [][]string) {
	var with, without []string // terms
	for i, utterance := range utterances {
		if !n.in(all[i]) {
			for _, word := range signals.Words(utterance) {
				if !wording.IsDoing(word) {
					without = append(without, signals.TermsOf([]string{word})...)
				}
			}
			continue
		}
		with = append(with, all[i]...)
		for _, word := range signals.Words(utterance) {
			if n.in(signals.TermsOf([]string{word})) && !slices.Contains(n.words, word) {
				n.words = append(n.words, word)
			}
		}
	}
	n.instead = map[string]bool{}
	for _, term := range without {
		if !slices.Contains(with, term) {
			n.instead[term] = true
		}
	}
}

func (n *coreName) in(terms []string) bool {
	return slices.ContainsFunc(terms, func(term string) bool { return slices.Contains(n.terms, term) })
}

// nameOf tells whether a word names something of the core.
func (c *core) nameOf(word string) bool {
	terms := signals.TermsOf([]string{word})
	return slices.ContainsFunc(c.names, func(n coreName) bool { return n.in(terms) })
}

// lacks tells whether a text does not name what nearly all utterances do, nor anything that may stand for it, and
// has a word that is in none of them.
func (c *core) lacks(text string, taught map[string]bool) bool {
	terms := signals.Terms(text)
	if !slices.ContainsFunc(terms, func(term string) bool { return !taught[term] }) {
		return false
	}
	return slices.ContainsFunc(c.names, func(n coreName) bool {
		return !n.in(terms) && !n.partIn(text) && !slices.ContainsFunc(terms, func(term string) bool { return n.instead[term] })
	})
}

// partIn tells whether a text has one of the characters that the thing is written with, as in 卡 for 银行卡.
func (n *coreName) partIn(text string) bool {
	return slices.ContainsFunc(n.terms, func(pair string) bool {
		return strings.ContainsFunc(pair, func(r rune) bool { return unicode.Is(unicode.Han, r) && strings.ContainsRune(text, r) })
	})
}

// kindsBefore and kindsAfter are words that tell of which kind the thing is that they stand before, or after: "email
// address", "adresse mail".
var kindsBefore, kindsAfter = signals.ListOf("kind-before"), signals.ListOf("kind-after")

// anotherKind tells whether a text names a thing of the core, and beside it a kind that no utterance speaks of:
// "email address" where the postal one is taught.
func (c *core) anotherKind(text string) bool {
	words := signals.Words(text)
	named := func(at int) bool { return at >= 0 && at < len(words) && c.nameOf(words[at]) }
	for at, word := range words {
		before := kindsBefore.Has(word) && named(at+1)
		after := kindsAfter.Has(word) && (named(at-1) || named(at-2) && len(words[at-1]) <= maxOfKind)
		if (before || after) && !c.teaches(word) {
			return true
		}
	}
	return false
}

// teaches tells whether a word, or a form of it, is in the utterances.
func (c *core) teaches(word string) bool {
	for taught := range c.taught {
		if taught == word || wording.IsFormOf(taught, word) {
			return true
		}
	}
	return false
}

// near tells whether a message is about something near to what the intent does, and may be for another thing
// or another act: it does not name what nearly all utterances name, or another kind of it, or wants the opposite
// of an act in them, or something taken away where nothing is.
func (in *Intent) near(m Message) bool {
	asked := signals.ReadActs(m.Text).Asked
	if asked.Contradict(in.Spoken) || in.Spoken&signals.Reverting == 0 && asked&signals.Reverting != 0 {
		return true
	}
	c := in.coreFor(m.Locale)
	return c != nil && (c.lacks(m.Text, in.every) || c.anotherKind(m.Text))
}

// coreFor is what the utterances in a language have in common; nil: there are none.
func (in *Intent) coreFor(locale string) *core {
	if len(in.cores) == 1 {
		return in.cores[0]
	}
	locale = in.In(locale).Locale
	if i := slices.IndexFunc(in.cores, func(c *core) bool { return c.locale == locale }); i >= 0 {
		return in.cores[i]
	}
	return nil
}
