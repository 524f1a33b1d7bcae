// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// andBeside decides a message that names another choice, day or address for which the same is wanted while a value for the
// first is asked for: "and a saw as well". What else the message gives answers the question.
func (s Side) andBeside(state *conversation.State, m intents.Message) (Decision, bool) {
	c := state.Collecting
	if c == nil || s.Intents[c.Intent] == nil || m.AsksForHuman || asksWithMark(m) ||
		m.No || m.Withdrawn || m.Refuses || m.Negates || m.Corrects || m.Instead || m.Conditional {
		return Decision{}, false
	}
	in := s.Intents[c.Intent]
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: valuesOf(state), Given: state.Given, Kind: Field, Collecting: c}
	wish, rest := m, ""
	if _, joined := wording.CutJoint(m.Text, m.Locale); !joined {
		if before, behind := wording.CutAtWord(m.Text, m.Locale); behind != "" {
			rest, wish.Text = before, behind
		} else if !saysAlso(m) {
			return d, false
		}
	}
	f, another := namedBeside(in, c.Field, wish, d.Fields)
	if asked := in.Field(c.Field); f == nil || asked == nil || asked.AnyText() && !saysAlso(wish) {
		return d, false // "Rose and Crown" may be an address
	}
	theirs := map[string]string{f.Name: another}
	switch value := in.Given(wish)[c.Field]; {
	case value != "" && in.Field(c.Field).IsNumber():
		theirs[c.Field] = value // "and 2 ladders" counts no grinders
	case value != "":
		d.Fields, d.Collecting = intents.With(d.Fields, c.Field, value), nil
		d.complete(0)
	case rest != "":
		s.Parts, m.Text, m.Signals = nil, rest, signals.Read(rest, m.Locale)
		answered, ok := s.collect(state, m)
		if !ok || answered.Intent != in || answered.Kind == Withdraw || answered.Fields[c.Field] == "" {
			return d, false
		}
		d = answered
	}
	return d.then(begun(in, intents.Joined(theirs, d.Fields)), false), true
}

// namedBeside is another value of one of the fields that are known, and the field, where a message names that and no more;
// empty: there is none.
func namedBeside(in *intents.Intent, asked string, m intents.Message, given map[string]string) (of *intents.Field, value string) {
	for i := range in.Fields {
		f := &in.Fields[i]
		if f.Name == asked || given[f.Name] == "" {
			continue
		}
		if value := in.NamedAlone(f, m); value != "" && value != given[f.Name] {
			return f, value
		}
	}
	return nil, ""
}
