// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
)

// minOtherValue is the fewest words of an answer that says something of another thing: its number alone may be given by
// mistake.
const minOtherValue = 4

// givesOther turns to the only intent that takes a number or an address which the answer has, and the one asked about
// does not: "hang on, I still have your TL9014, it comes back on Saturday" where a lesson is booked. What may do harm needs
// a yes, and what the question was about comes later.
func (q question) givesOther() (Decision, bool) {
	m := q.m
	in := q.s.taker(q, m)
	if in == nil || m.Withdrawn || m.AsksForHuman || in.Contrary(m.Text) || q.s.refused(in, m) {
		return Decision{}, false
	}
	whole := Decision{Confidence: q.s.confidenceOf(in.Name), Scored: in.Name}
	d := q.s.on(request{Intent: in, part: wording.Part{Text: m.Text, Signals: m.Signals}}, whole, m)
	d.careful()
	if d.Kind == Reply {
		d.Also = append(d.Also, q.s.pendingQuestion(q.state))
	} else {
		d.Later = d.Later.And(begun(q.in, q.known.Fields))
	}
	return d, true
}

// taker is the only intent that takes a number or an address of an answer that the one asked about does not take; nil: there
// is none. A value that was asked for must stand beside it, in the same clause.
func (s Side) taker(q question, m intents.Message) *intents.Intent {
	short := wording.WordCount(m.Text) < minOtherValue && !strings.ContainsFunc(m.Text, wording.IsUnspacedRune)
	if s.telling == nil || short || q.field != nil && q.field.AnyText() ||
		!strings.ContainsFunc(m.Text, func(r rune) bool { return r == '@' || unicode.IsNumber(r) }) {
		return nil
	}
	left := m.Text
	for i := range q.in.Fields {
		left = q.in.Fields[i].Without(left, m.Now, m.Locale) // the figures of a telephone are no account's
	}
	var found *intents.Intent
	for _, c := range s.telling.codes {
		if c.likelihood() != ofCode || c.of[q.in.Name] || len(c.of) != 1 || !c.isIn(left, m.Now, m.Locale) {
			continue
		}
		if q.value.Value != "" && !slices.ContainsFunc(wording.ClausesOf(left), func(clause string) bool {
			return c.isIn(clause, m.Now, m.Locale) && q.in.Read(q.field, clause, m).Value == q.value.Value
		}) {
			continue
		}
		for name := range c.of {
			if found != nil && found.Name != name {
				return nil
			}
			found = s.Intents[name]
		}
	}
	return found
}
