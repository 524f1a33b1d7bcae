// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Values that were given are corrected at the question whether to go ahead, and at the one for another value: "no, the
// 6th", "one night longer", "the date is wrong". At the former what gives another value does, at the latter, and when
// it was done already, it must say that it corrects something. What changes several things, or may change either of
// two, is left to others.

const (
	// maxAmend is the most words of a message that corrects a value.
	maxAmend = 12
	// maxElliptic is the most words of one that is no sentence.
	maxElliptic = 4
)

// amendment reads the corrections of a message.
type amendment struct {
	in *intent
	m  said
	// given are the values so far, and asked is the field that is asked for; nil: it is asked whether to go ahead.
	given map[string]string
	asked *field
	// done is true where it was done with the values given, and asksAgain for a message that asks for it by itself; once
	// it was done, in words of its own.
	done, asksAgain bool
	// questioned is true for a message that proposes a value as a question: "can we make it the 7th?".
	questioned bool
}

// amends decides a message that corrects a value which was given before.
func (s Side) amends(state *conversation.State, m said) (decision, bool) {
	a, ok := s.amendment(state, m)
	if !ok {
		return decision{}, false
	}
	d := decision{intent: a.in, confidence: state.Confidence}
	changed, refused, why := a.changes()
	switch {
	case refused != nil:
		return a.askFor(d, refused, why), true
	case len(changed) > 0:
		return a.with(d, changed), true
	}
	if wrong := a.wrong(); wrong != nil {
		return a.askFor(d, wrong, ""), true
	}
	if f, number := a.inPlaceOfCount(); f != nil {
		return a.with(d, map[string]string{f.Name: number}), true
	}
	if mayBeEither(a) {
		d.kind, d.fields, d.given = Confirm, a.given, state.Given
		d.refused, d.undo = values.DayOrNumber, a.done
		if c := state.Confirming; c != nil {
			d.asked = c.Asked
		}
		return d.confirmAgain(), true
	}
	return decision{}, false
}

// amendment prepares to read a message; false: it corrects nothing.
func (s Side) amendment(state *conversation.State, m said) (amendment, bool) {
	a := amendment{m: m, given: valuesOf(state)}
	switch c, f := state.Confirming, state.Collecting; {
	case c != nil:
		if a.in = s.intents[c.Intent]; a.in == nil || a.in.missing(a.given) != nil {
			return a, false
		}
	case f != nil && s.intents[f.Intent] != nil:
		a.in = s.intents[f.Intent]
		if a.asked = a.in.field(f.Field); a.asked == nil || a.asked.AnyText() {
			return a, false // anything may be the answer
		}
	case s.done(state) != nil:
		a.in, a.done = s.done(state), true
	}
	texts := s.textsFor(m.locale)
	if a.in == nil || len(a.given) == 0 || m.AsksForHuman || m.SmallTalk != "" && !isNearDay(m.Text) || m.thanksOnly() || m.Conditional && wordsOf(m.Text) > maxElliptic && !a.contrasts() || isHesitation(m.Text) ||
		wordsOf(m.Text) > maxAmend || same(m.Text, texts.Yes) || same(m.Text, texts.No) || defers(m) {
		return a, false
	}
	if m.Question && !a.beginsWithStart() {
		if a.questioned = m.proposes(); !a.questioned {
			return a, false
		}
	}
	if _, turns := s.turnsTo(a.in, m); turns {
		return a, false
	}
	var other decision
	best, _ := s.best(&other)
	a.asksAgain = best == a.in && (!a.done || a.in.asksAnew(m) || signals.ActsOf(m.Text)&a.in.spoken != 0)
	return a, best == nil || best == a.in || !best.hasOwn(m.Text)
}

// givesAnother tells whether a few words change a value by a number: "6 May please" is no wish for a person.
func (s Side) givesAnother(state *conversation.State, m said) bool {
	if !m.AsksForHuman || wordsOf(m.Text) > maxElliptic {
		return false
	}
	m.AsksForHuman = false
	a, ok := s.amendment(state, m)
	if !ok {
		return false
	}
	changed, _, _ := a.changes()
	for name := range changed {
		if f := a.in.field(name); f.isNumber() && !a.in.asksForPeople(f, m) || f.Type == release.FieldDate {
			return true
		}
	}
	return mayBeEither(a)
}

// mayBeEither tells the same of an amendment, of a message that is not the number of an answer.
func mayBeEither(a amendment) bool {
	return a.mayBeEither() && (!isFigure(a.m.Text) || values.Position(a.m.Text, answersToConfirm) < 0)
}

// with goes on with other values.
func (a amendment) with(d decision, changed map[string]string) decision {
	d.fields = a.given
	for name, value := range changed {
		d.fields = with(d.fields, name, value)
		d.given = &conversation.Given{Intent: a.in.Name, Field: name}
	}
	if a.asked == nil {
		d.kind, d.asked, d.undo = Confirm, 1, a.done && !a.asksAgain
		return d
	}
	d.fields, _ = a.in.fillFrom(d.fields, a.m)
	d.complete(0)
	return d
}

// askFor asks for a value again, and keeps the others. refused says why there is none; empty: none was given.
func (a amendment) askFor(d decision, f *field, refused values.Refusal) decision {
	d.fields = with(a.given, f.Name, "")
	delete(d.fields, f.Name)
	d.kind, d.refused, d.undo = Field, refused, a.done
	d.collecting = &conversation.Collecting{Intent: a.in.Name, Field: f.Name, Asked: 1, Again: a.done}
	return d
}

// changes are the other values that the message gives, or the field for which it gives one that is not allowed, and why.
func (a amendment) changes() (changed map[string]string, refused *field, why values.Refusal) {
	for _, read := range []func(*field) (values.Reading, bool){a.differs, a.another} {
		for i := range a.in.fields {
			f := &a.in.fields[i]
			if a.given[f.Name] == "" || a.asked != nil && a.asked.Name == f.Name || a.doubtful(f) {
				continue
			}
			reading, ok := read(f)
			switch {
			case !ok, reading.Value == a.given[f.Name]:
			case reading.Value != "":
				changed = with(changed, f.Name, reading.Value)
			case reading.Refused.IsOfOne():
				refused, why = f, reading.Refused
			}
		}
		if len(changed) > 0 || refused != nil {
			return changed, refused, why
		}
	}
	return nil, nil, ""
}

// doubtful tells whether a value might as well be for another field of the same kind that has one, or is asked for.
func (a amendment) doubtful(f *field) bool {
	if f.Type == release.FieldChoice || f.Distinct {
		return false
	}
	return slices.ContainsFunc(a.in.fields, func(other field) bool {
		return other.Name != f.Name && other.Type == f.Type && (a.given[other.Name] != "" || a.asked != nil && a.asked.Name == other.Name) && a.sameUnit(f, &other)
	})
}

// sameUnit tells whether two fields cannot be told apart by what they count.
func (a amendment) sameUnit(f, other *field) bool {
	if !f.isNumber() {
		return true
	}
	one, two := a.in.counting(f, "", a.m), a.in.counting(other, "", a.m)
	return one.family == two.family || one.family == "" || two.family == ""
}

// differs reads by how much a value is changed: "one night longer", "a day later".
func (a amendment) differs(f *field) (values.Reading, bool) {
	switch {
	case f.isNumber():
		c := a.in.counting(f, f.Figures(a.m.Text), a.m)
		was, err := strconv.ParseFloat(a.given[f.Name], 64)
		n, ok := c.difference(ofNumbers, c.counts)
		if !ok && a.in.onlyOne(f) {
			n, ok = c.bareDifference(ofNumbers)
		}
		if _, later := c.difference(ofDays, c.days); !ok || later || err != nil || !a.isOrder(f) {
			return values.Reading{}, false
		}
		return f.Read(strconv.FormatFloat(was+n, 'f', -1, 64), a.m.Now, a.m.locale), true
	case f.Type == release.FieldDate:
		c := a.in.counting(f, anyNumber.Figures(a.m.Text), a.m)
		was, err := time.Parse(time.DateOnly, a.given[f.Name])
		n, ok := c.difference(ofDays, c.days)
		if !ok || err != nil || !a.isOrder(f) {
			return values.Reading{}, false
		}
		return f.Read(was.AddDate(0, 0, int(n)).Format(time.DateOnly), a.m.Now, a.m.locale), true
	}
	return values.Reading{}, false
}

// isOrder tells whether a message with a difference asks for that: it is elliptic, or has no words of anything else,
// and does not tell of the past.
func (a amendment) isOrder(f *field) bool {
	if wordsOf(a.m.Text) <= maxElliptic {
		return true // "un día antes"
	}
	c := a.in.counting(f, anyNumber.Figures(a.m.Text), a.m)
	return len(c.tokens) > 0 && !c.tellsOfThePast(0) && a.saysOnlyThat(f, a.m.Text)
}

// corrects tells whether a message says that it corrects something.
func (a amendment) corrects() bool {
	return a.m.Corrects || a.m.Instead || a.questioned || beginsWithNo(a.m) || a.contrasts() || meansAnother(a.m) && wrongIn(a.m.Text) != ""
}

// contrasts tells whether a word of the message stands before what is wanted instead.
func (a amendment) contrasts() bool { return a.has(contrasting) }

// has tells whether a word of a list stands in the message.
func (a amendment) has(list signals.WordList) bool {
	own := list.For(a.m.locale)
	return slices.ContainsFunc(signals.Words(a.m.Text), own.HasForm) || own.PartIn(a.m.Text) != ""
}
