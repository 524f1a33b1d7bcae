// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// Denied reports whether a message says that the intent is not wanted, or is not sure about
// it: a negation reaches what the intent is about, the customer lets go of it, or speaks of
// what might be.
func (in *Intent) Denied(text string, s signals.Signals) bool {
	if slices.ContainsFunc(s.Denials, in.Denies) || slices.ContainsFunc(s.Denials, in.keepsOn) || slices.ContainsFunc(s.Unwanted, in.wantsNot) ||
		!in.Ends && !in.stops && slices.ContainsFunc(s.Ended, in.Denies) {
		return true
	}
	if in.Risk == LowRisk || !s.Withdrawn && !s.Conditional {
		return false
	}
	if s.Withdrawn {
		return !in.unwantedByNumber(s)
	}
	for _, term := range signals.Terms(text) {
		if in.Terms[term] {
			return true
		}
	}
	return false
}

// Denies tells whether to deny these words is to say that the intent is not wanted.
func (in *Intent) Denies(words []string) bool {
	about := in.About(words)
	return len(about) > 0 && !in.deniesItself(words, about)
}

// keepsOn tells whether to deny these words is to keep what the intent takes away or stops: "don't stop the alerts". Where
// it is also asked for by refusing the thing, "no more alerts", the thing alone does not tell, and where by refusing such
// an act, "don't renew it", that does not.
func (in *Intent) keepsOn(words []string) bool {
	return in.taken != 0 && !in.refusesTaking && wording.HasTerm(in.every, words) && signals.ActsOf(strings.Join(words, " "))&in.taken != 0
}

// wantsNot tells whether not to want what these words say is not to want the intent. Who no longer
// wants a thing may well want it cancelled; where the words say more of the intent than the thing,
// that is not sure.
func (in *Intent) wantsNot(words []string) bool {
	return in.Denies(words) && (!in.Ends || len(in.About(words)) > 1)
}

// unwantedByNumber tells whether no more is said than that a thing is not wanted, which is told by its
// number: "AB123456, I don't want it any more" wants an order to end.
func (in *Intent) unwantedByNumber(s signals.Signals) bool {
	return in.Ends && len(s.Denials) == 0 && slices.ContainsFunc(s.Unwanted, func(words []string) bool {
		return slices.ContainsFunc(words, wording.HasNumber)
	})
}

// alike is the share of the words of the shorter one from which on two denials say the same.
const alike = 0.6

// deniesItself tells whether the intent's own utterances deny the same in the same words: "we do
// not need the service any more" wants to cancel it.
func (in *Intent) deniesItself(words, about []string) bool {
	return slices.ContainsFunc(in.Denials, func(denial []string) bool {
		own := signals.TermsOf(denial)
		if slices.ContainsFunc(about, func(term string) bool { return !slices.Contains(own, term) }) {
			return false
		}
		same := 0
		for _, word := range words {
			if slices.ContainsFunc(denial, func(w string) bool { return sameWish(w, word) }) {
				same++
			}
		}
		return float64(same) >= alike*float64(min(len(words), len(denial)))
	})
}

// sameWish tells whether two words are the same, or forms of the same, or wish for the same.
func sameWish(a, b string) bool {
	return a == b || wording.Wishes.Has(a) && wording.Wishes.Has(b) || wording.TermOf(a) != "" && wording.TermOf(a) == wording.TermOf(b)
}

// Contrary tells whether a text wants the opposite of what the intent does: "lower my limit" where
// only raising it is taught.
func (in *Intent) Contrary(text string) bool {
	return in.acts != 0 && signals.ActsOf(text).Contradict(in.acts)
}

// Negated tells whether a message negates something, and asks for nothing that the intent is about: "roaming
// should stay off". Where utterances do the same, that is no sign.
func (in *Intent) Negated(m Message) bool {
	return m.Negates && !in.negates && in.Risk == MediumRisk && !in.inquires && !in.asksFor(m)
}
