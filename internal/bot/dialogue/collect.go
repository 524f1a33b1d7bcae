// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/values"
)

// minTakenBack is the fewest words of a message that gives a value and takes it back: "3000? forget it".
const minTakenBack = 3

// collectReadings are what a message may say to a question for a value, in the order in which they
// count. It is the value unless it says something else.
var collectReadings = []reading{
	question.asksForPerson, question.hesitates, question.waits, question.turns, question.ends, question.switches, question.contrary,
	question.takesBack, question.letsGo, question.needsItNoMore, question.lacksIt, question.onlyYes,
	question.picks, question.gives, question.givesBeside, question.digresses, question.isNoValue,
}

// collect takes the message for the value that was asked for, unless it says something else.
func (s Side) collect(state *conversation.State, m said) (decision, bool) {
	c := state.Collecting
	if c == nil || s.intents[c.Intent] == nil || s.intents[c.Intent].field(c.Field) == nil {
		// The release in force no longer has the field that was asked for.
		return decision{}, false
	}
	in := s.intents[c.Intent]
	d := decision{intent: in, fields: valuesOf(state), confidence: state.Confidence}
	s, m = s.withoutFormer(in.field(c.Field), m)
	d, ok := s.question(state, m, d, in.field(c.Field)).answered(collectReadings)
	if c.Again && d.intent == in {
		d.careful()
		if d.kind == Field && d.collecting != c {
			d.collecting.Again = true
		}
	}
	return d, ok
}

// waits tells whether the customer asks for a moment, puts the answer off, or says only that the question
// was read.
func (q question) waits() (decision, bool) {
	if defers(q.m) && !q.field.Distinct {
		return q.again(), true
	}
	return q.again(), (isAssent(q.m.Text) || q.m.Waits && q.best == nil) && q.field.lacks(q.value, q.m)
}

// takesBack lets go with the value, too: "3000? No, leave it".
func (q question) takesBack() (decision, bool) {
	m := q.m
	return q.letGo(), q.value.Value != "" && wordsOf(m.Text) >= minTakenBack && !q.field.AnyText() && !q.in.ends &&
		(slices.ContainsFunc(m.Denials, q.in.denies) || !m.Corrects && (m.Withdrawn || q.s.letsGoLast()))
}

// letsGo lets go, or turns to what is asked for instead.
func (q question) letsGo() (decision, bool) {
	m := q.m
	if !m.Withdrawn && (!m.No || m.Unknown) || q.value.Value != "" && (!q.field.AnyText() || beginsWithNumber(m.Text)) {
		return decision{}, false
	}
	if other, ok := q.s.instead(q.state, m, q.in, q.best); ok {
		return other, true
	}
	return q.letGo(), true
}

// needsItNoMore lets go of what is no longer needed: "sorry, I don't need it now".
func (q question) needsItNoMore() (decision, bool) {
	m := q.m
	return q.letGo(), m.Refuses && q.best == nil && len(q.in.denials) == 0 && !m.Question && q.value.Value == "" && wordsOf(m.Text) <= maxAside
}

// lacksIt hands over: to ask once more for what the customer does not have leads nowhere.
func (q question) lacksIt() (decision, bool) {
	d := q.known
	d.escalate(conversation.ReasonFieldNotGiven)
	return d, q.m.Unknown && !q.m.Question && q.value.Refused != values.Unclear && q.field.lacks(q.value, q.m)
}

// onlyYes tells whether the answer is a yes where any text is one. It counts only if it is given twice.
func (q question) onlyYes() (decision, bool) {
	d := q.known
	d.complete(q.state.Collecting.Asked)
	return d, q.field.AnyText() && q.m.Yes && wordsOf(q.m.Text) <= maxYes && !saidYesBefore(q.state)
}

// gives takes the value.
func (q question) gives() (decision, bool) {
	if q.field.asksAbout(q.value, q.m) && (q.best == nil || q.best == q.in) && wordsOf(q.m.Text) <= maxAside {
		return q.isItThat()
	}
	if q.field.isNumber() && q.field.asksAbout(q.value, q.m) || q.in.tells(q.field, q.value, q.m) || !q.field.accepts(q.value, q.m, q.best, q.in) {
		return decision{}, false
	}
	d := q.s.taken(q.known, q.field, q.value.Value, q.m)
	if !q.field.AnyText() {
		d = q.s.askedBeside(d, q.m, false)
	}
	if q.best != nil && q.best != q.in && q.s.asksElse(q.in, q.m.Text) {
		d.careful() // "track AB123456" may not mean what was asked about
	}
	return d, true
}

// isItThat asks whether the value is meant that the customer only asks about, where the intent's
// question names it.
func (q question) isItThat() (decision, bool) {
	d := q.s.taken(q.known, q.field, q.value.Value, q.m)
	if q.m.AsksForHuman || d.kind != Reply && d.kind != Confirm || !strings.Contains(q.in.In(q.m.locale).Confirmation, "{"+q.field.Name+"}") {
		return decision{}, false
	}
	d.kind, d.asked, d.also = Confirm, 1, nil
	return d, true
}

// givesBeside takes a value that stands beside a request for something else.
func (q question) givesBeside() (decision, bool) {
	value := q.s.besideRequest(q.field, q.in, q.m)
	if value == "" {
		return decision{}, false
	}
	return q.s.askedBeside(q.s.taken(q.known, q.field, value, q.m), q.m, true), true
}

// digresses answers something else that was said instead of a value, and asks for the value once more,
// or later where something else has to be asked first.
func (q question) digresses() (decision, bool) {
	d, asked, ok := q.s.aside(q.state, q.m, q.best, q.in, q.state.Collecting.Asked)
	if question := d.resumes(); question != nil {
		question.collecting.Asked += asked
	} else if ok && !q.m.Corrects && (d.kind == Field || d.kind == Confirm) {
		d.later = d.later.And(&conversation.Offered{Intents: []string{q.in.Name}, Text: valuesAsText(q.known.fields), Queued: true})
	}
	return d, ok
}

// isNoValue asks once more, or hands over when that led nowhere.
func (q question) isNoValue() (decision, bool) {
	d, asked := q.known, q.state.Collecting.Asked
	d.failed, d.engineFailures = q.failed, q.state.UnreadTurns
	if asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonFieldNotGiven))
		return d, true
	}
	d.complete(asked)
	if !q.m.Question || strings.ContainsFunc(q.m.Text, unicode.IsNumber) {
		d.refused = q.value.Refused
	}
	return d, true
}

// taken goes on with a value that was given.
func (s Side) taken(d decision, f *field, value string, m said) decision {
	d.fields = with(d.fields, f.Name, value)
	if f.isNumber() {
		m.answers = f
	}
	d.fields, _ = d.intent.fillFrom(d.fields, m)
	d.given = &conversation.Given{Intent: d.intent.Name, Field: f.Name}
	d.complete(0)
	return s.moreValues(d, m)
}
