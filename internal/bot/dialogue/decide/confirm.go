// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// confirmReadings are what a message may say to "shall I", in the order in which they count. Nothing
// but a yes to that question is one.
var confirmReadings = []reading{
	question.asksForPerson, question.hesitates, question.rival, question.turnsAway, question.onlyRead, question.stopsIt, question.callsOff, question.contrary, question.agreesToBoth, question.agrees,
	question.saysBoth, question.picksAnother, question.turns, question.ends, question.agreesOtherwise, question.switches, question.refusesIt, question.deniesIt,
	question.asksOnceMore, question.saysElse, question.givesOther, question.isNotUnderstood,
}

// confirmation reads the answer to "shall I".
func (s Side) confirmation(state *conversation.State, m intents.Message) (Decision, bool) {
	c := state.Confirming
	if c == nil {
		return Decision{}, false
	}
	in := s.Intents[c.Intent]
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: valuesOf(state)}
	if in == nil || in.Missing(d.Fields) != nil {
		return Decision{}, false
	}
	if g := state.Given; g != nil && g.Intent == in.Name {
		d.Given = g
	}
	return s.question(state, m, d, nil).answered(confirmReadings)
}

// onlyRead tells whether "ok, thanks" after another answer may only mean that it was read, or "correct" after a
// question of the customer's that this is so.
func (q question) onlyRead() (Decision, bool) {
	return q.again(), q.state.Confirming.AfterAnswer && q.s.mayHaveRead(q.m) && !pleasedGoAhead(q.m) || q.mayAnswerTheirOwn()
}

// agrees does what a yes is said to.
func (q question) agrees() (Decision, bool) {
	d := q.known
	d.Kind = Reply
	if wording.LeavesWithAssent(q.m.Text) || isAll(irony, q.m.Text) {
		return d, false
	}
	return d, goesAhead(q.m) || pleasedGoAhead(q.m) || q.saysSurely() || q.s.agreed(q.in, q.m, q.best, d.Fields)
}

// irony is what looks like a yes and is none: "yeah right".
var irony = regexp.MustCompile(`^(?:` + signals.Expressions("irony") + `)$`)

// refusesIt lets go of it, or turns to what is asked for instead.
func (q question) refusesIt() (Decision, bool) {
	if !refuses(q.m, q.s.TextsFor(q.m.Locale)) && !q.m.Withdrawn && (q.best != nil || !intents.BeginsWithNo(q.m)) {
		return Decision{}, false
	}
	if instead, ok := q.s.instead(q.state, q.m, q.in, q.best); ok {
		return instead, true
	}
	if q.m.Agrees && !q.m.No && (len(q.m.Beside) == 0 || q.saysYes()) {
		return q.again().confirmAgain(), true // "yes, sold it, no need for it any more", "c'est bon"
	}
	return q.letGo(), true
}

// deniesIt lets go of what is denied, or turns to what is asked for instead: "don't cancel it, just move it".
func (q question) deniesIt() (Decision, bool) {
	if !q.in.Denied(q.m.Text, q.m.Signals) || q.best != nil && q.best != q.in {
		return Decision{}, false
	}
	if instead, ok := q.s.instead(q.state, q.m, q.in, q.best); ok {
		return instead, true
	}
	return q.letGo(), true
}

// callsOff lets go where the message is no more than a word for ending something: there is nothing yet to end.
func (q question) callsOff() (Decision, bool) {
	m := q.m
	return q.letGo(), !q.in.Ends && wording.WordCount(m.Text) <= maxCallOff && !m.Question && len(signals.Terms(m.Text)) <= 1 && signals.ReadUtterance(m.Text, m.Locale).Ends
}

// stopsIt lets go where the message only says to stop, in whatever words: that is no yes, though it may be close to what
// ends something. Where the intent is asked for in that word, it is asked once more which of the two is meant.
func (q question) stopsIt() (Decision, bool) {
	words := slices.DeleteFunc(signals.Words(q.m.Text), wording.Courtesies.Has)
	switch {
	case q.m.Question || !isAll(stopIt, strings.Join(words, " ")):
		return Decision{}, false
	case slices.ContainsFunc(words, q.in.SpeaksOf):
		return q.again().confirmAgain(), true
	}
	return q.letGo(), true
}

// stopIt is a message that says to stop, and nothing else.
var stopIt = regexp.MustCompile(`^(?:` + signals.Expressions("stop-it") + `)$`)

// maxCallOff is the most words of that: "please cancel".
const maxCallOff = 2

// asksOnceMore reads the same request once more: it is not a yes, and may come with another value.
func (q question) asksOnceMore() (Decision, bool) {
	in, m, d := q.in, q.m, q.again()
	if m.Question || q.best != in && (q.best != nil || !m.Yes && !m.Agrees || q.s.isForOther(in, m, d.Fields) || !in.GivesOther(m.Text, d.Fields, m)) {
		return Decision{}, false
	}
	before := d.Fields
	values, given := extract(in, nil, m)
	if d.Fields = maps.Clone(before); len(values) > 0 {
		maps.Copy(d.Fields, values)
		d.Given = given
	}
	if maps.Equal(before, d.Fields) {
		return d.confirmAgain(), true
	}
	d.Asked = 1
	return d, true
}

// saysElse answers something else, and asks once more.
func (q question) saysElse() (Decision, bool) {
	aside, asked, ok := q.s.aside(q.state, q.m, q.best, q.in, q.state.Confirming.Asked)
	if !ok {
		return aside, false
	}
	if question := aside.resumes(); question != nil {
		question.Asked += asked
	} else if aside.Later == nil && (q.m.Agrees || !q.m.Corrects) {
		aside.Later = begun(q.in, q.known.Fields)
	}
	return aside, true
}

// isNotUnderstood asks once more, and then lets go.
func (q question) isNotUnderstood() (Decision, bool) {
	d := q.again()
	d.Unresolved, d.EngineFailures, d.Failed = q.state.UnresolvedTurns+1, q.state.UnreadTurns, q.failed
	return d.confirmAgain(), true
}
