// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"cmp"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// Request is whether a message asks for what it speaks of.
type Request struct {
	// Tells is true when it does not: it tells how things are or were, or asks about them: "I turned it on
	// yesterday", "is it on?".
	Tells bool
	// Undoes is true when it asks for something to be taken back, removed or ended: "take it off again".
	Undoes bool
}

// ReadRequest tells what a message of a customer with that locale asks for, by what was learned of such messages in
// the language that it is written in. Without a model for it, nothing is known.
func ReadRequest(text, locale string) Request {
	text = normal(text)
	all := sentences(text)
	own := cmp.Or(ownLanguage(locale), ownLanguage(fallback))
	l := own.judge(text, writtenIn(all, own, wordsByLanguage(all)))
	if !l.writes(text) {
		return Request{}
	}
	model, message := l.requests(), l.observed(text, all, l.find(all, true), learned.OfRequests.Cues)
	scores := model.Scores(message)
	return Request{Tells: model.Reaches(learned.Telling, scores), Undoes: model.Reaches(learned.Undoing, scores)}
}
