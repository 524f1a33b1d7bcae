// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// courtesies are words of messages that want no answer: thanks, praise and goodbyes.
var courtesies = signals.ListOf("courtesy")

// thanks are the words that are enough by themselves; the others only accompany them.
var thanks = signals.ListOf("thanking")

// isCourteous reports whether a text is nothing but thanks, praise or a goodbye.
func isCourteous(text string) bool {
	kind := false
	for _, word := range signals.Words(text) {
		if isLetters := strings.ContainsFunc(word, unicode.IsLetter); isLetters && !courtesies.Has(word) {
			return false
		}
		kind = kind || thanks.Has(word)
	}
	return kind
}

// maxBareThanks is the most words of thanks before there was an answer to thank for.
const maxBareThanks = 3

// isAcknowledgement reports whether a message counts as thanks. It does not when it was understood
// as an intent of the release for such messages. Words that say in passing that the matter is
// resolved count only after an answer, and when nothing else was understood.
func (s Side) isAcknowledgement(understood *intent, m said, answered bool) bool {
	if understood != nil && understood.courteous {
		return false
	}
	if !answered && !isCourteous(m.Text) && (wordsOf(m.Text) > maxBareThanks || strings.ContainsAny(m.Text, ",.;")) {
		return false // "Great, another bot" thanks for nothing
	}
	return m.thanksOnly() || understood == nil && answered && m.Resolved
}

// withoutThanks is the side without the parts of a message that only thank for a thing: what the rest
// asks for counts, and no request is in "thanks for the refund".
func (s Side) withoutThanks(m said) Side {
	thanks := func(part Part) bool { return part.Signals.ThanksFor }
	if m.ThanksFor || !slices.ContainsFunc(s.Parts, thanks) {
		return s
	}
	s.Parts = slices.DeleteFunc(slices.Clone(s.Parts), thanks)
	if len(s.Parts) == 1 {
		s.Predictions, s.Parts = s.Parts[0].Predictions, nil
	}
	return s
}

// chatText is what answers small talk.
func chatText(texts release.Texts, kind signals.SmallTalk) string {
	switch kind {
	case signals.WhoAreYou:
		return texts.IAmABot
	case signals.HowAreYou:
		return texts.IAmWell
	case signals.Goodbye:
		return texts.Goodbye
	}
	return texts.Greeting
}
