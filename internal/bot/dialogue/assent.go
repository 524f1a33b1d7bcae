// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
)

// assents are words that agree, or only say that the message was read.
var assents = signals.ListOf("assent")

// plainYeses are words that say yes, or ask for what was offered, and cannot be taken for anything else.
var plainYeses = signals.ListOf("plain-yes")

// mayHaveRead tells whether a message agrees, and with nothing but words that customers also say who have
// read something: "ok", "perfect, thank you".
func (s Side) mayHaveRead(m said) bool {
	if isAssent(m.Text) {
		return true
	}
	return (m.Agrees || m.Yes) && len(m.Beside) == 0 && !same(m.Text, s.textsFor(m.locale).Yes) && !isFigure(m.Text) && !plainYeses.In(m.Text)
}

// saysOnlyYes tells whether a message is a yes and courtesies, and no utterance of an intent.
func (s Side) saysOnlyYes(m said) bool {
	return m.Yes && len(m.Beside) == 0 && !s.said[strings.Join(signals.Words(m.Text), " ")]
}

// affirming are words that say that something is so, and not that it is to be done.
var affirming = signals.ListOf("affirming")

// mayAnswerTheirOwn tells whether a message may only say that it is as the customer asked just before: "is roaming
// on?", "shall I switch it on?", "correct". Only what was asked is in doubt; a request is none.
func (q question) mayAnswerTheirOwn() bool {
	return q.in.Risk == mediumRisk && affirming.Only(q.m.Text) && !same(q.m.Text, q.s.textsFor(q.m.locale).Yes) && askedBefore(q.state)
}

// askedBefore tells whether the customer's message before this one asked something, and for nothing to be done.
func askedBefore(state *conversation.State) bool {
	before := signals.Read(messageBefore(state), state.Speaks())
	return before.Question && !before.Wishes
}

// pleased are pictures of customers who are content with an answer.
const pleased = "👍👌✅🙂😊😀😃😄😁🤗😍🥰❤💕🙏🎉👏💪⭐"

// isAssent tells whether a message is nothing but that.
func isAssent(text string) bool {
	return assents.Only(text) || only(text, "👍👌✅")
}

// hesitations are sounds of customers who have not decided what to say.
var hesitations = signals.ListOf("hesitation")

// isHesitation tells whether a message says nothing at all: a sound, a mark, or a picture that is
// neither a yes nor a no.
func isHesitation(text string) bool {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return !only(text, "👍👌✅👎❌")
	}
	return hesitations.Only(text)
}
