// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// courtesies are words of messages that want no answer: thanks, praise and goodbyes.
var courtesies = set(
	"thanks thank you thx ty cheers ta great perfect excellent brilliant awesome wonderful lovely nice good cool super fine",
	"ok okay alright very much so a lot many really for your the help that was it helped helpful i appreciate bye goodbye see",
	"have day evening weekend",
	"danke dank vielen sehr schön prima toll gut super tschüss alles klar hat geholfen",
	"merci beaucoup bien parfait au revoir super gracias muchas muy bien perfecto adiós",
)

// thanks are the words that are enough by themselves; the others only accompany them.
var thanks = set(
	"thanks thank thx ty cheers great perfect excellent brilliant awesome wonderful lovely bye goodbye appreciate helped",
	"danke dank prima toll tschüss geholfen merci parfait revoir gracias perfecto adiós",
)

func set(lines ...string) map[string]bool {
	words := map[string]bool{}
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
}

// isCourteous reports whether a text is nothing but thanks, praise or a goodbye.
func isCourteous(text string) bool {
	kind := false
	for word := range strings.FieldsFuncSeq(strings.ToLower(chars.Fold(text)), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !courtesies[word] {
			return false
		}
		kind = kind || thanks[word]
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
