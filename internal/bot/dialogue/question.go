// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/values"
)

// question is the one that the bot asked last, and what is made of the message that may answer it.
type question struct {
	s     Side
	m     said
	state *conversation.State
	// known is what is known so far: the intent that it is about, and its values.
	known decision
	in    *intent
	// field is the one whose value is asked for; nil: it is asked whether to do what the intent is about.
	field *field
	value values.Reading
	// best is the intent that the message alone would be about; nil: none, or it is denied. failed is
	// true when the engine failed to tell.
	best   *intent
	failed bool
}

// reading is one way to read an answer. It tells whether the message says that.
type reading func(question) (decision, bool)

// question prepares the reading of an answer.
func (s Side) question(state *conversation.State, m said, known decision, f *field) question {
	q := question{s: s, m: m, state: state, known: known, in: known.intent, field: f}
	var other decision
	q.best, _, _ = s.meant(&other, m)
	q.failed = other.failed
	if q.best != nil && s.refused(q.best, m) {
		q.best = nil
	}
	if f != nil {
		text := m.Text
		if !f.AnyText() {
			text = q.in.granted(m)
		}
		q.value = q.in.read(f, text, m)
	}
	return q
}

// answered decides by the first reading that holds.
func (q question) answered(readings []reading) (decision, bool) {
	for _, read := range readings {
		if d, ok := read(q); ok {
			return d, true
		}
	}
	return decision{}, false
}

// again asks it once more.
func (q question) again() decision {
	d := q.known
	if q.field != nil {
		d.kind, d.collecting = Field, q.state.Collecting
	} else {
		d.kind, d.asked = Confirm, q.state.Confirming.Asked
	}
	return d
}

// letGo lets go of what the question is about.
func (q question) letGo() decision {
	d := q.known
	d.kind, d.given = Withdraw, nil
	return d
}

// asksForPerson asks once more where it is not the bot that is wanted: the wish itself is decided elsewhere.
func (q question) asksForPerson() (decision, bool) { return q.again(), q.m.AsksForHuman }

// hesitates asks once more where nothing was said.
func (q question) hesitates() (decision, bool) { return q.again(), isHesitation(q.m.Text) }

// contrary asks what is meant that is the opposite of what the question is about.
func (q question) contrary() (decision, bool) {
	if q.m.Withdrawn || !q.in.contrary(q.m.Text) || q.best != nil && q.best != q.in {
		return decision{}, false
	}
	return q.s.unsure(q.state, q.m, decision{fields: q.known.fields, confidence: q.known.confidence}, q.in), true
}

// turns turns to what else takes the value: "no, cancel AB123456".
func (q question) turns() (decision, bool) { return q.s.turnsTo(q.in, q.m) }

// ends lets go, or ends a thing of the same name: "drop the booking".
func (q question) ends() (decision, bool) { return q.s.ends(q.in, q.m) }

// switches turns to another topic that is named after a no.
func (q question) switches() (decision, bool) { return q.s.afterNo(q.in, q.m) }
