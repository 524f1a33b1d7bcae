// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// What the bot asked about when something else came first is queued with the values that it has. It is gone on with when
// the customer says yes to it, or speaks of it: "now the table, for Saturday".

// begun is what the bot asked about before something else came first, to be gone on with later.
func begun(in *intents.Intent, given map[string]string) *conversation.Offered {
	o := &conversation.Offered{Intents: []string{in.Name}, Text: valuesAsText(given), Queued: true}
	if len(given) > 0 {
		o.Begun = map[string]map[string]string{begunAs(in.Name, o.Text): given}
	}
	return o
}

// begunAs is what the values of one that was begun are kept as: two of one intent may be.
func begunAs(intent, text string) string { return intent + " " + text }

// begunWith are the values that were given before for one that is offered; none: it is another one of that intent.
func begunWith(o *conversation.Offered, at int) map[string]string {
	name, text := o.Intents[at], o.TextOf(at)
	if given := o.Begun[name]; len(given) > 0 && text == valuesAsText(given) {
		return given // of a conversation that an earlier version of the bot had
	}
	return o.Begun[begunAs(name, text)]
}

// isOther tells whether one that is offered is for another value than those of a request of the same intent.
func isOther(in *intents.Intent, o *conversation.Offered, at int, than map[string]string, m intents.Message) bool {
	begun := begunWith(o, at)
	if len(begun) == 0 {
		return in.GivesOther(o.TextOf(at), than, m)
	}
	for name, value := range begun {
		if than[name] != value {
			return true
		}
	}
	return false
}

// goneOnWith is the only queued request that a message names, and gives a value for: "for the room: I arrive on Friday";
// -1: none, or another intent is understood.
func (s Side) goneOnWith(o *conversation.Offered, m intents.Message) int {
	var other Decision
	if best, _ := s.best(&other); !o.Queued || best != nil || m.Question || len(m.Denied) > 0 {
		return -1
	}
	at := -1
	for i, name := range o.Intents {
		in := s.Intents[name]
		if in == nil || !in.KnowsOf(m.Text) {
			continue
		}
		with := Decision{Fields: begunWith(o, i)}
		if !with.goOnWith(in, m) {
			continue
		}
		if at >= 0 {
			return -1
		}
		at = i
	}
	return at
}

// goOnWith takes the values that a message gives for what was begun, and tells whether there are any: those that stand in
// it by themselves, and else the one that is asked for next.
func (d *Decision) goOnWith(in *intents.Intent, m intents.Message) bool {
	before := len(d.Fields)
	all, last := extract(in, d.Fields, m)
	if len(all) > before {
		d.Fields, d.Given = all, last
		return true
	}
	f := in.Missing(d.Fields)
	if f == nil || f.AnyText() {
		return false
	}
	for _, clause := range wording.ClausesOf(m.Text) {
		own := m
		own.Text, own.Signals = clause, signals.Read(clause, m.Locale)
		reading := in.Read(f, clause, own)
		if !in.Tells(f, reading, own) && f.Accepts(reading, own, nil, in) {
			d.Fields, d.Given = intents.With(d.Fields, f.Name, reading.Value), &conversation.Given{Intent: in.Name, Field: f.Name}
			return true
		}
	}
	return false
}
