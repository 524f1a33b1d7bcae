// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// undoes decides a message that wants to undo what the last one was answered with, and asks for nothing else. It
// is too late to let go of that: what may help is offered, which are the intents that do the opposite to the same
// thing, and a person.
func (s Side) undoes(state *conversation.State, d decision, in *intent, denied bool, m said) (decision, bool) {
	done := s.intents[state.GoesOn]
	if done == nil || pending(state) || done.Risk == lowRisk || m.Question && !m.Wishes || !s.wantsUndone(done, in, denied, m) {
		return d, false
	}
	d.kind, d.undo, d.scored, d.about = Offer, true, "", m.Text
	for _, name := range slices.SortedFunc(maps.Keys(s.intents), s.likelier) {
		if other := s.intents[name]; other.undo(done) && len(d.offered) < understanding.MaxOffered {
			d.offered = append(d.offered, name)
		}
	}
	return d, true
}

// done is the intent with which the last message was answered, where that did something; nil: it did not.
func (s Side) done(state *conversation.State) *intent {
	if in := s.intents[state.GoesOn]; in != nil && in.Risk != lowRisk && !pending(state) && state.Intent == in.Name {
		return in
	}
	return nil
}

// wantsUndone tells whether a message wants that back which was done: it lets go of it, says that something is wrong, or
// asks to undo something, and is understood as nothing else.
func (s Side) wantsUndone(done, in *intent, denied bool, m said) bool {
	switch {
	case in != nil && in != done && !denied:
		return false
	case m.Withdrawn, in == done && denied:
		return true
	case in == nil && wrongIn(m.Text) != "" && wordsOf(m.Text) <= maxUndo && !m.Question:
		return true
	case in == done:
		return !done.asksToUndo() && signals.ReadRequest(m.Text, m.locale).Undoes
	}
	return wordsOf(m.Text) <= maxUndo && !s.namesElse(done, m.Text) && signals.ReadRequest(m.Text, m.locale).Undoes
}

// maxUndo is the most words of a message that says no more than that something is to be undone.
const maxUndo = 6

// undo tells whether an intent does the opposite of another to the same thing.
func (in *intent) undo(done *intent) bool {
	if in == done || !in.acts.Contradict(done.acts) {
		return false
	}
	for thing, is := range in.things {
		if is && done.things[thing] {
			return true
		}
	}
	return false
}
