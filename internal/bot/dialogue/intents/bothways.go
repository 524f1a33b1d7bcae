// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// A message may ask for an act and for its opposite, each with its own value: "switch it on for AB123456 and off for
// AB654321". An intent takes the values of its own clause.

// AsksBothWays tells whether a message asks for what the intent does and for its opposite, or whether a part of it may.
func (in *Intent) AsksBothWays(m Message) bool {
	return in.withoutOpposite(m.Text, m.Locale) != m.Text || in.acts != 0 && slices.ContainsFunc(wording.PiecesOf(m.Text, m.Locale), func(piece string) bool {
		return turnsRound(piece, m)
	})
}

// withoutOpposite is a text without the clauses that ask for the opposite of the intent, where another one asks for what
// it does, and they have a value.
func (in *Intent) withoutOpposite(text, locale string) string {
	if in.acts == 0 || len(in.Fields) == 0 {
		return text
	}
	if acts := signals.ActsOf(text); acts&in.acts == 0 || acts&^in.acts == 0 {
		return text
	}
	pieces := wording.PiecesOf(text, locale)
	own := slices.DeleteFunc(slices.Clone(pieces), in.Contrary)
	if len(own) == len(pieces) || !slices.ContainsFunc(own, func(piece string) bool { return signals.ActsOf(piece)&in.acts != 0 }) ||
		!slices.ContainsFunc(own, wording.HasNumber) {
		return text
	}
	return strings.Join(own, ", ")
}

// IsOpposite tells whether a part of a message asks for the opposite of the intent.
func (in *Intent) IsOpposite(part string, m Message) bool {
	return in.acts != 0 && (in.Contrary(part) || turnsRound(part, m))
}

// turnsRound tells whether a part of a message begins, or ends, with a particle that the message has not before it, with
// which its verb is another one: "switch it on for A and off for B", "schalten Sie A ein und B aus".
func turnsRound(part string, m Message) bool {
	whole, _, _ := strings.Cut(m.Text, part)
	words, before, own := signals.Words(part), signals.Words(whole), particles.For(m.Locale)
	if len(words) == 0 || !slices.ContainsFunc(before, own.Has) {
		return false
	}
	isNew := func(word string) bool { return own.Has(word) && !slices.Contains(before, word) }
	return isNew(words[0]) || isNew(words[len(words)-1])
}

// particles tell two verbs from each other that are opposites: "on" and "off".
var particles = signals.ListOf("particle")
