// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// manyIntents is the share of intents, in percent, from which on a term that is in the
// utterances of more says nothing about any; with fewer than someIntents there is no telling.
const (
	manyIntents = 40
	someIntents = 4
)

// learnTerms notes which terms tell what each intent is about. A term that its own utterances
// deny, as in "I do not want the order any more", is none of them: denied, it still means the
// intent.
func (c *Compiled) learnTerms() {
	in := map[string]int{}
	for _, i := range c.intents {
		i.terms = map[string]bool{}
		var denied []string
		learn := func(utterances []string, locale string) {
			for _, utterance := range utterances {
				for _, term := range signals.Terms(utterance) {
					i.terms[term] = true
				}
				denied = append(denied, signals.Denied(utterance, locale)...)
			}
		}
		learn(i.Utterances, i.Locale)
		for _, l := range i.Locales {
			learn(l.Utterances, l.Locale)
		}
		for _, term := range denied {
			delete(i.terms, term)
		}
		for term := range i.terms {
			in[term]++
		}
	}
	if len(c.intents) < someIntents {
		return
	}
	for _, i := range c.intents {
		for term := range i.terms {
			if 100*in[term] > manyIntents*len(c.intents) {
				delete(i.terms, term)
			}
		}
	}
}

// denied reports whether a message says that the intent is not wanted, or is not sure about
// it: a negation reaches what the intent is about, the customer lets go of it, or speaks of
// what might be.
func (in *intent) denied(text string, s signals.Signals) bool {
	for _, term := range s.Denied {
		if in.terms[term] {
			return true
		}
	}
	if in.Risk == lowRisk || !s.Withdrawn && !s.Conditional {
		return false
	}
	if s.Withdrawn {
		return true
	}
	for _, term := range signals.Terms(text) {
		if in.terms[term] {
			return true
		}
	}
	return false
}

const (
	lowRisk  = "Low"
	highRisk = "High"
)

// maxChat is the most bytes of an utterance that may be small talk.
const maxChat = 40

func chatsOf(in release.Intent) map[signals.SmallTalk]bool {
	chats := map[signals.SmallTalk]bool{}
	for _, utterance := range in.AllUtterances() {
		if len(utterance) <= maxChat {
			if kind := signals.Chats(utterance, in.Locale); kind != "" {
				chats[kind] = true
			}
		}
	}
	return chats
}
