// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// question is the one that the bot asked last, and what is made of the message that may answer it.
type question struct {
	s     Side
	m     intents.Message
	state *conversation.State
	// known is what is known so far: the intent that it is about, and its values.
	known Decision
	in    *intents.Intent
	// field is the one whose value is asked for; nil: it is asked whether to do what the intent is about.
	field *intents.Field
	value values.Reading
	// best is the intent that the message alone would be about; nil: none, or it is denied. failed is
	// true when the engine failed to tell.
	best   *intents.Intent
	failed bool
}

// reading is one way to read an answer. It tells whether the message says that.
type reading func(question) (Decision, bool)

// question prepares the reading of an answer.
func (s Side) question(state *conversation.State, m intents.Message, known Decision, f *intents.Field) question {
	q := question{s: s, m: m, state: state, known: known, in: known.Intent, field: f}
	var other Decision
	q.best, _, _ = s.meant(&other, m)
	q.failed = other.Failed
	if q.best != nil && s.refused(q.best, m) {
		q.best = nil
	}
	if f != nil {
		text := m.Text
		if !f.AnyText() {
			text = q.in.Granted(m)
		}
		q.value = q.in.ReadBeside(f, text, known.Fields, m)
	}
	return q
}

// answered decides by the first reading that holds.
func (q question) answered(readings []reading) (Decision, bool) {
	for _, read := range readings {
		if d, ok := read(q); ok {
			return d, true
		}
	}
	return Decision{}, false
}

// again asks it once more.
func (q question) again() Decision {
	d := q.known
	if q.field != nil {
		d.Kind, d.Collecting = Field, q.state.Collecting
	} else {
		d.Kind, d.Asked = Confirm, q.state.Confirming.Asked
	}
	return d
}

// letGo lets go of what the question is about.
func (q question) letGo() Decision {
	d := q.known
	d.Kind, d.Given = Withdraw, nil
	return d
}

// asksForPerson asks once more where it is not the bot that is wanted: the wish itself is decided elsewhere.
func (q question) asksForPerson() (Decision, bool) { return q.again(), q.m.AsksForHuman }

// hesitates asks once more where nothing was said.
func (q question) hesitates() (Decision, bool) { return q.again(), wording.IsHesitation(q.m.Text) }

// contrary asks what is meant that is the opposite of what the question is about. At the question for a value it turns to
// the intent that does that, where one is understood. With a no, where no intent does, it lets go: "no, switch it off".
func (q question) contrary() (Decision, bool) {
	if q.m.Withdrawn || !q.in.Contrary(q.m.Text) {
		return Decision{}, false
	}
	if q.best != nil && q.best != q.in {
		if q.field == nil || q.m.Question || q.best.Contrary(q.m.Text) || !q.best.Undoes(q.in) {
			return Decision{}, false
		}
		d := q.s.alone(request{Intent: q.best, part: wording.Part{Text: q.m.Text, Signals: q.m.Signals}}, Decision{Confidence: q.s.confidenceOf(q.best.Name), Scored: q.best.Name}, q.m)
		d.careful()
		return d, true
	}
	if acts := signals.ActsOf(q.m.Text); (q.m.No || intents.BeginsWithNo(q.m)) && !q.s.does(acts) {
		return q.letGo(), true
	}
	return q.s.unsure(q.state, q.m, Decision{Fields: q.known.Fields, Confidence: q.known.Confidence}, q.in), true
}

// does tells whether an intent speaks of one of some acts.
func (s Side) does(acts signals.Acts) bool {
	for _, in := range s.Intents {
		if in.Spoken&acts != 0 {
			return true
		}
	}
	return false
}

// turns turns to what else takes the value: "no, cancel AB123456".
func (q question) turns() (Decision, bool) { return q.s.turnsTo(q.in, q.m) }

// ends lets go, or ends a thing of the same name: "drop the booking".
func (q question) ends() (Decision, bool) { return q.s.ends(q.in, q.m) }

// switches turns to another topic that is named after a no.
func (q question) switches() (Decision, bool) { return q.s.afterNo(q.in, q.m) }
