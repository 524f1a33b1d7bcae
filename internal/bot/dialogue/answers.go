// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
)

// maxChoiceRest is how many words may stand beside the name of a choice.
const maxChoiceRest = 2

// choice reads the answer to "did you mean".
func (s Side) choice(state *conversation.State, m said) (decision, bool) {
	o := state.Offered
	if o == nil {
		return decision{}, false
	}
	d := decision{fields: state.Fields}
	titles := make([]string, len(o.Intents))
	for i, name := range o.Intents {
		if in := s.intents[name]; in != nil {
			titles[i] = in.In(m.locale).CustomerTitle()
		}
	}
	if same(m.Text, s.textsFor(m.locale).APerson) {
		d.choseAPerson = true
		return d, true
	}
	at := -1
	for i, title := range titles {
		if title != "" && same(m.Text, title) {
			at = i
		}
	}
	if at < 0 && !m.AsksForHuman {
		at = values.Position(m.Text, len(titles)+1)
		if at == len(titles) {
			d.choseAPerson = true
			return d, true
		}
	}
	words := signals.Words(m.Text)
	if named, rest := values.Named(words, titles); at < 0 && named >= 0 && rest <= maxChoiceRest && len(m.Denied) == 0 {
		at = named
	}
	if at < 0 && m.Yes && len(titles) == 1 {
		at = 0
	}
	if at >= 0 {
		in := s.intents[o.Intents[at]]
		if in == nil {
			return d, false
		}
		d.intent = in
		d.fields, d.given = in.extract(nil, said{Signals: m.Signals, Text: o.Text, Now: m.Now, locale: m.locale})
		d.proposed = &conversation.Proposed{Intent: in.Name, Text: o.Text}
		d.complete(0)
		return d, true
	}
	if m.AsksForHuman {
		return d, true
	}
	if state.Collecting != nil {
		return d, false
	}
	if m.Withdrawn && wordsOf(m.Text) <= maxWithdrawn {
		d.kind = Withdraw
		return d, true
	}
	if m.None || m.No {
		d.kind, d.unresolved, d.engineFailures = Clarify, state.UnresolvedTurns+1, state.UnreadTurns
		return d, true
	}
	return d, false
}

func same(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(chars.Fold(a)), strings.TrimSpace(chars.Fold(b)))
}

func wordsOf(text string) int { return len(signals.Words(text)) }

// correction reads a message that puts right the value given last.
func (s Side) correction(state *conversation.State, m said) (decision, bool) {
	g := state.Given
	if g == nil || m.AsksForHuman || s.intents[g.Intent] == nil {
		return decision{}, false
	}
	in := s.intents[g.Intent]
	f := in.field(g.Field)
	given := valuesOf(state)
	if f == nil || given[f.Name] == "" {
		return decision{}, false
	}
	value := ""
	if f.AnyText() {
		if m.Corrects && !m.Question && m.SmallTalk == "" && !m.thanksOnly() && (!m.Withdrawn || len(m.Denied) > 0) {
			value = corrected(given[f.Name], m.Text)
		}
	} else {
		reading := f.Read(m.Text, m.Now, m.locale)
		alone := reading.Rest == 0 && f.Distinct
		if reading.Value != "" && (alone || m.Corrects && (f.Distinct || f.Pattern != "" || reading.Rest <= maxRest)) {
			value = reading.Value
		}
	}
	if value == "" || value == given[f.Name] {
		return decision{}, false
	}
	if c := state.Collecting; c != nil && c.Field != f.Name && !m.Corrects {
		return decision{}, false // it answers the next question
	}
	var other decision
	if best, _ := s.best(&other); best != nil && best != in && !m.Corrects {
		return decision{}, false
	}
	d := decision{intent: in, confidence: state.Confidence, fields: with(given, f.Name, value), given: g}
	d.complete(0)
	return d, true
}

// valuesOf are the values given so far.
func valuesOf(state *conversation.State) map[string]string {
	if c := state.Collecting; c != nil && c.Values != nil {
		return c.Values
	}
	return state.Fields
}

// confirmation reads the answer to "shall I".
func (s Side) confirmation(state *conversation.State, m said) (decision, bool) {
	c := state.Confirming
	if c == nil {
		return decision{}, false
	}
	in := s.intents[c.Intent]
	if in == nil || in.missing(state.Fields) != nil {
		return decision{}, false
	}
	d := decision{intent: in, confidence: state.Confidence, fields: state.Fields}
	texts := s.textsFor(m.locale)
	switch {
	case m.AsksForHuman:
		d.kind, d.asked = Confirm, c.Asked
		return d, true
	case same(m.Text, texts.Yes), m.Yes && !m.No && !m.Withdrawn && !m.Question:
		d.kind = Reply
		return d, true
	case same(m.Text, texts.No), m.No, m.Withdrawn:
		d.kind = Withdraw
		return d, true
	}
	var other decision
	best, _ := s.best(&other)
	if in.denied(m.Text, m.Signals) && (best == nil || best == in) {
		d.kind = Withdraw
		return d, true
	}
	if best != nil || m.SmallTalk != "" || m.thanksOnly() || len(s.Parts) > 0 {
		return d, false
	}
	// Not understood: ask once more, and then let go.
	d.unresolved, d.engineFailures, d.failed = state.UnresolvedTurns+1, state.UnreadTurns, other.failed
	if c.Asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
		return d, true
	}
	d.kind, d.asked = Confirm, c.Asked+1
	return d, true
}

// collect takes the message for the value that was asked for, unless it says something else.
func (s Side) collect(state *conversation.State, m said) (decision, bool) {
	c := state.Collecting
	if c == nil || s.intents[c.Intent] == nil || s.intents[c.Intent].field(c.Field) == nil {
		// The release in force no longer has the field that was asked for.
		return decision{}, false
	}
	in := s.intents[c.Intent]
	f := in.field(c.Field)
	d := decision{intent: in, fields: valuesOf(state), confidence: state.Confidence}
	var other decision
	best, _ := s.best(&other)
	if best != nil && best.denied(m.Text, m.Signals) {
		best = nil
	}
	reading := f.Read(m.Text, m.Now, m.locale)
	switch {
	case m.AsksForHuman:
		d.kind, d.collecting = Field, c
		return d, true
	case m.Waits && best == nil && f.lacks(reading, m):
		d.kind, d.collecting = Field, c
		return d, true
	case (m.Withdrawn || m.No && !m.Unknown) && (reading.Value == "" || f.AnyText()):
		d.kind = Withdraw
		return d, true
	case m.Unknown && !m.Question && f.lacks(reading, m):
		// To ask once more for what the customer does not have leads nowhere.
		d.escalate(conversation.ReasonFieldNotGiven)
		return d, true
	case f.accepts(reading, m, best, in):
		d.fields = with(d.fields, f.Name, reading.Value)
		d.fields, _ = in.extract(d.fields, m)
		d.given = &conversation.Given{Intent: in.Name, Field: f.Name}
		d.complete(0)
		return d, true
	}
	if d, ok := s.digression(state, m, best, c); ok {
		return d, true
	}
	d.failed = other.failed
	d.engineFailures = state.UnreadTurns
	if c.Asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonFieldNotGiven))
		return d, true
	}
	d.complete(c.Asked)
	d.refused = reading.Refused != "" && (!m.Question || strings.ContainsFunc(m.Text, unicode.IsNumber))
	return d, true
}

// digression answers something else that was said instead of a value, and asks for the value
// once more.
func (s Side) digression(state *conversation.State, m said, other *intent, c *conversation.Collecting) (decision, bool) {
	again := *c
	again.Values = valuesOf(state)
	d := s.fresh(&conversation.State{Fields: state.Fields, Answered: true, UnresolvedTurns: state.UnresolvedTurns, UnreadTurns: state.UnreadTurns}, m)
	switch {
	case d.kind == Reply && d.intent.Name != c.Intent:
		// Where it needs no more, the answer comes in between.
	case d.kind == Chat, d.kind == Acknowledge:
	case other != nil && other.Name != c.Intent && (d.kind == Field || d.kind == Confirm):
		return d, true
	case (d.kind == Clarify || d.kind == Offer) && m.Question && !d.failed && wordsOf(m.Text) > 1:
		again.Asked++
		if c.Asked >= maxAsked {
			return d, false
		}
		d.kind, d.offered, d.unresolved = Clarify, nil, 0
	default:
		return d, false
	}
	d.resume = &again
	return d, true
}
