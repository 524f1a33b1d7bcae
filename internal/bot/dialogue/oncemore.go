// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// onceMore asks before what was just done would be done again with other values, where a message may correct those:
// "oops, I meant the 14th", or with the same ones. Who asks for another one in words of their own gets it at once, and so does who corrects a text
// of any kind, such as an address: that takes the place of the one before.
func (s Side) onceMore(state *conversation.State, m said, d decision) decision {
	done := s.done(state)
	if d.kind != Reply || done == nil || d.intent != done || !done.gives(d.fields) {
		return d
	}
	if maps.Equal(d.fields, state.Fields) && !saysAnother(m.Text) {
		d.careful() // the same once more may only ask whether it was done
		return d
	}
	anew := done.asksAnew(m)
	if anew && (!m.Corrects && !m.Instead || saysAnother(m.Text)) {
		return d
	}
	d.careful()
	d.undo = !anew && m.Corrects
	return d
}

// gives tells whether there is a value among those given that is no text of any kind.
func (in *intent) gives(given map[string]string) bool {
	return slices.ContainsFunc(in.fields, func(f field) bool { return given[f.Name] != "" && !f.AnyText() })
}

// asksAnew tells whether a message names what the intent is about, by more than a value or a verb of what is done to
// anything.
func (in *intent) asksAnew(m said) bool {
	words := slices.DeleteFunc(signals.Words(m.Text), func(word string) bool {
		return hasNumber(word) || values.IsDay(word) || values.IsNearDay(word) || isDoing(word) || wishes.Has(word) || in.isOfChoice(word)
	})
	return knows(in.terms, words)
}

// isOfChoice tells whether a word is part of a choice of one of the intent's fields.
func (in *intent) isOfChoice(word string) bool {
	return slices.ContainsFunc(in.fields, func(f field) bool {
		return slices.ContainsFunc(f.Choices, func(choice string) bool { return slices.Contains(signals.Words(choice), word) })
	})
}

// saysAnother tells whether a text speaks of another one than before, or of one on top of it.
func saysAnother(text string) bool {
	words := signals.Words(text)
	return saysOther(words) || slices.ContainsFunc(words, func(word string) bool { return adding[word] }) ||
		slices.ContainsFunc(addingUnspaced, func(word string) bool { return strings.Contains(text, word) })
}
