// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// isBareEnd tells whether a message is no more than a word for taking something away, however polite, and does not
// say what from: "iptal edin", "stornieren Sie bitte".
func (in *intent) isBareEnd(m said) bool {
	if in.harm == 0 || signals.ActsOf(m.Text)&in.harm == 0 {
		return false
	}
	words := lexisOf(m.locale, in.Locale)
	for _, word := range signals.Words(m.Text) {
		switch {
		case hasNumber(word):
			return false
		case isUnspacedWord(word):
			if !words.isVerb(word) {
				return false
			}
		case len(signals.TermsOf([]string{word})) == 0, signals.ActsOf(word) != 0, wishes.Has(word), courtesies.Has(word):
		case (words.known(word) || isDoing(word)) && !knows(in.things, []string{word}):
		default:
			return false
		}
	}
	return true
}

// endedBy are the intents that such a message may mean, where there are several, the likeliest first. After an answer
// it is about what that was.
func (s Side) endedBy(state *conversation.State, understood *intent, m said) []string {
	if understood == nil || state.GoesOn != "" || !understood.isBareEnd(m) {
		return nil
	}
	var names []string
	for name, in := range s.intents {
		if in.isBareEnd(m) {
			names = append(names, name)
		}
	}
	if len(names) < leastShared {
		return nil
	}
	slices.SortFunc(names, s.likelier)
	return names[:min(len(names), understanding.MaxOffered)]
}

// isVerb tells whether a run without spaces is a verb of what is done to things, and what may stand around it.
func (l lexis) isVerb(run string) bool {
	verb := doingVerbs.For(l.locales[0]).PartIn(run)
	if verb == "" {
		return false
	}
	for rest := strings.Replace(run, verb, "", 1); rest != ""; {
		first, size := utf8.DecodeRuneInString(rest)
		if known := l.before("beside-value", rest); known != "" {
			size = len(known)
		} else if !isHiragana(first) {
			return false
		}
		rest = rest[size:]
	}
	return true
}
