// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
)

// The choices of a field are buttons, and a button's text is the answer to its question, whatever else it might say: "No
// glaze" refuses nothing, "Agent Orange" asks for no person, and "Room for 4" gives no number.

// namesChoice is the choice that a message is the name of, in the customer's language or another of the field's, where one is
// asked for; empty: none.
func (s Side) namesChoice(state *conversation.State, m intents.Message) string {
	c := state.Collecting
	if c == nil || s.Intents[c.Intent] == nil {
		return ""
	}
	f := s.Intents[c.Intent].Field(c.Field)
	if f == nil {
		return ""
	}
	value := f.ChoiceNamed(m.Text, m.Locale)
	if value != "" && s.Intents[c.Intent].GoesNowhere(f, value, valuesOf(state), m) {
		return ""
	}
	return value
}

// onlyName is a message that says nothing but what it names.
func onlyName(m intents.Message) intents.Message {
	m.Signals = signals.Signals{}
	return m
}

// choosesByName takes the choice that a message names.
func (s Side) choosesByName(state *conversation.State, m intents.Message) (Decision, bool) {
	value := s.namesChoice(state, m)
	if value == "" {
		return Decision{}, false
	}
	c := state.Collecting
	d := Decision{Intent: s.Intents[c.Intent], Confidence: state.Confidence}
	d.Fields = intents.With(valuesOf(state), c.Field, value)
	d.Given = &conversation.Given{Intent: c.Intent, Field: c.Field}
	d.complete(0)
	if c.Again {
		d.doubtful()
	}
	return d, true
}
