// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"regexp"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// done is the intent with which the last message was answered, where that did something; nil: it did not.
func (s Side) done(state *conversation.State) *intents.Intent {
	if in := s.Intents[state.GoesOn]; in != nil && in.Risk != intents.LowRisk && !pending(state) && state.Intent == in.Name {
		return in
	}
	return nil
}

// onceMore asks before what was just done would be done again with other values, where a message may correct those:
// "oops, I meant the 14th", or with the same ones. Who asks for another one in words of their own gets it at once, and so does who corrects a text
// of any kind, such as an address: that takes the place of the one before.
func (s Side) onceMore(state *conversation.State, m intents.Message, d Decision) Decision {
	done := s.done(state)
	if d.Kind != Reply || done == nil || d.Intent != done || !done.Gives(d.Fields) {
		return d
	}
	if maps.Equal(d.Fields, state.Fields) && !wording.SaysAnother(m.Text) {
		d.careful() // the same once more may only ask whether it was done
		return d
	}
	anew := done.AsksAnew(m)
	if anew && (!m.Corrects && !m.Instead || wording.SaysAnother(m.Text)) {
		return d
	}
	d.careful()
	d.Undo = !anew && m.Corrects && !saysAlso(m) // "oh, and AB654321 as well"
	return d
}

// undoes decides a message that wants to undo what the last one was answered with, and asks for nothing else. It
// is too late to let go of that: what may help is offered, which are the intents that do the opposite to the same
// thing, and a person.
func (s Side) undoes(state *conversation.State, d Decision, in *intents.Intent, denied bool, m intents.Message) (Decision, bool) {
	done := s.Intents[state.GoesOn]
	if done == nil || pending(state) || done.Risk == intents.LowRisk || m.Question && !m.Wishes || saysAlso(m) || !s.wantsUndone(done, in, denied, m) {
		return d, false
	}
	d.Kind, d.Undo, d.Scored, d.About = Offer, true, "", m.Text
	if asked := s.askedAfterLeaving(done, m); asked != nil {
		d.Offered = append(d.Offered, asked.Name)
	}
	for _, name := range slices.SortedFunc(maps.Keys(s.Intents), s.likelier) {
		if other := s.Intents[name]; other.Undoes(done) && !slices.Contains(d.Offered, name) && len(d.Offered) < understanding.MaxOffered {
			d.Offered = append(d.Offered, name)
		}
	}
	return d, true
}

// wantsUndone tells whether a message wants that back which was done: it lets go of it, says that something is wrong, or
// asks to undo something, and is understood as nothing else.
func (s Side) wantsUndone(done, in *intents.Intent, denied bool, m intents.Message) bool {
	switch {
	case in != nil && in != done && !denied:
		return false
	case m.Withdrawn, in == done && denied:
		return true
	case in == nil && intents.SaysWrong(m.Text) != "" && wording.WordCount(m.Text) <= maxUndo && !m.Question:
		return true
	case in == done:
		return !done.AsksToUndo() && signals.ReadRequest(m.Text, m.Locale).Undoes
	}
	return wording.WordCount(m.Text) <= maxUndo && !s.namesElse(done, m.Text) && signals.ReadRequest(m.Text, m.Locale).Undoes
}

// maxUndo is the most words of a message that says no more than that something is to be undone.
const maxUndo = 6

// undoIt is a message that says that what was done is to be undone, or was a mistake, and nothing else.
var undoIt = regexp.MustCompile(`^(?:` + signals.Expressions("undo-it") + `)$`)

// undoesBefore decides a message that wants to undo what was done before the bot offered to go on with what waits: that is
// no yes to the latter, which stays offered. Where an offered intent is asked for in that word, it may be.
func (s Side) undoesBefore(state *conversation.State, o *conversation.Offered, m intents.Message) (Decision, bool) {
	if !o.Queued || !isAll(undoIt, m.Text) || slices.ContainsFunc(o.Intents, func(name string) bool {
		in := s.Intents[name]
		return in == nil || in.KnowsOf(m.Text)
	}) {
		return Decision{}, false
	}
	d := *offering(o)
	d.Fields = state.Fields
	done := s.Intents[state.Intent]
	d.Undo = done != nil && done.Risk != intents.LowRisk && state.Answered
	return d, d.Undo || !m.Withdrawn
}
