// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"unicode"

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
