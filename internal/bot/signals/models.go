// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"cmp"
	"embed"
	"path"
	"slices"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// models are made by hack/signal-models from the sentences beside it: those of what customers say of
// themselves, in answers those of what they say to the question whether to do something, and in requests
// those of what is asked for.
//
//go:embed models/*.model models/answers/*.model models/requests/*.model
var models embed.FS

// readModel reads a model of the language: a test reads all of them.
func (l *language) readModel(folder string, kind learned.Kind) *learned.Model {
	file := path.Join("models", folder, l.name+".model")
	data, err := models.ReadFile(file)
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	model, err := learned.Read(data, kind)
	if err != nil {
		panic("signals: " + file + ": " + err.Error()) // embedded
	}
	return model
}

// SaysYes tells whether a message agrees, as an answer of a customer with that locale to the question whether
// to do something, by what was learned of such answers: "go ahead, I found a cheaper one". Where the
// message's Signals rule out a yes, it is none. own tells whether a word, or a pair of characters, is one of what was
// asked about; with another one that was not learned the message may say something else, and is none.
func SaysYes(text, locale string, own func(word string) bool) bool {
	l := cmp.Or(ownLanguage(locale), ownLanguage(fallback))
	text = normal(text)
	if !l.writes(text) {
		return false
	}
	all := sentences(text)
	model, message := l.answers(), l.observed(text, all, l.find(all, true), learned.OfAnswers.Cues)
	return model.Agrees(message) && !slices.ContainsFunc(model.Unknown(message), func(word string) bool { return !own(word) && !l.isHarmless(word) })
}

// RuleOutYes tells whether the lists heard what no yes says: a no, a question, a condition, a wish for
// something else. "Sí" is written like "if".
func (s *Signals) RuleOutYes() bool {
	return s.No || s.None || s.Question || s.Waits || s.Withdrawn || s.Refuses || s.Unknown || s.Conditional && !s.Agrees || s.Proviso ||
		s.Excepts || s.Instead || s.AsksForHuman || s.SmallTalk != "" && !s.Yes
}
