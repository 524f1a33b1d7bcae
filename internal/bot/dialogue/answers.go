// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

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
	if _, turns := s.turnsTo(in, m); turns {
		return decision{}, false
	}
	value := ""
	if f.AnyText() {
		if m.Corrects && !m.Question && m.SmallTalk == "" && !m.thanksOnly() && (!m.Withdrawn || len(m.Denied) > 0) {
			value = corrected(given[f.Name], m.Text)
		}
	} else {
		text := in.granted(m)
		if f.Type == release.FieldDate {
			if ofMonth, _, none := values.InMonthOf(values.InDate(text, m.Now), given[f.Name]); !none {
				text = ofMonth
			}
		}
		reading := in.read(f, text, m)
		if in.tells(f, reading, m) || f.Type == release.FieldDate && (in.onlyFigures(f, m.Text, m) || !m.Corrects && !(amendment{in: in, m: m}).saysOnlyThat(f, m.Text)) {
			reading.Value = ""
		}
		alone := reading.Rest == 0 && f.Distinct
		// "AB123456 and not AB654321" puts it right while the bot asks about the latter.
		instead := pending(state) && f.InPassing(signals.Taken(m.Text, m.locale, in.denies), m.Now, m.locale) == given[f.Name]
		instead = instead || meansAnother(m) || m.Withdrawn && reading.Rest <= maxBeside ||
			state.Confirming != nil && !m.Question && reading.Rest <= maxBeside
		if reading.Value != "" && (alone || (m.Corrects || instead) && (f.Distinct || f.Pattern != "" || reading.Rest <= maxRest)) {
			value = reading.Value
		} else if reading.Value == "" {
			value = f.endingIn(given[f.Name], in.granted(m), m)
		}
	}
	if value == "" {
		if again, ok := s.askAgain(state, in, f, m); ok {
			return again, true
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

// valuesOf are the values given so far for what the bot asks about. Those of an answer in between are
// not among them.
func valuesOf(state *conversation.State) map[string]string {
	if c := state.Collecting; c != nil && (c.Values != nil || c.Intent != state.Intent) {
		return c.Values
	}
	if c := state.Confirming; c != nil && (c.Values != nil || c.Intent != state.Intent) {
		return c.Values
	}
	return state.Fields
}

// maxYes is the most words of a message that is a yes and nothing else.
const maxYes = 2

// saidYesBefore tells whether the customer's message before this one was a yes, too.
func saidYesBefore(state *conversation.State) bool {
	return signals.Read(messageBefore(state), state.Speaks()).Yes
}

// messageBefore is the customer's message before this one; empty: it is the first.
func messageBefore(state *conversation.State) string {
	ofCustomer := 0
	for _, turn := range slices.Backward(state.Turns) {
		if turn.Role != conversation.RoleCustomer {
			continue
		}
		if ofCustomer++; ofCustomer == 2 {
			return turn.Text
		}
	}
	return ""
}

// aside answers something else than the bot's question about an intent, which was asked that often,
// and says how often it is asked besides. The question stands last among what else is said; a
// request that needs a question of its own takes its place.
func (s Side) aside(state *conversation.State, m said, other, asking *intent, times int) (d decision, asked int, ok bool) {
	var plausible []string
	d = s.fresh(&conversation.State{Fields: state.Fields, Answered: true, UnresolvedTurns: state.UnresolvedTurns, UnreadTurns: state.UnreadTurns}, m)
	if (d.kind == Reply || d.kind == Confirm) && d.intent != asking && d.intent.Risk != lowRisk && !d.intent.hasOwn(m.Text) {
		return d, 0, false // "please do not" is an answer, whatever utterances it is in
	}
	switch {
	case d.kind == Reply && d.intent != asking && d.asksNothing():
		// Where it needs no more, the answer comes in between.
	case d.kind == Chat, d.kind == Acknowledge:
	case other != nil && other != asking && (d.kind == Field || d.kind == Confirm || d.kind == Reply):
		return d, 0, true
	case (d.kind == Clarify || d.kind == Offer) && m.Question && !d.failed && wordsOf(m.Text) > 1:
		if times >= maxAsked {
			return d, 0, false
		}
		plausible = slices.DeleteFunc(slices.Clone(d.offered), func(name string) bool { return name == asking.Name })
		d.kind, d.offered, d.unresolved, asked = Clarify, nil, 0, 1
	default:
		return d, 0, false
	}
	question := s.pendingQuestion(state)
	if len(plausible) > 0 {
		// Beside the question, and for one turn: the next message answers that, or says it in other words.
		question.later = &conversation.Offered{Intents: plausible, Text: m.Text, Repeated: true}
	}
	d.also = append(d.also, question)
	return d, asked, true
}

// pendingQuestion asks the bot's question once more.
func (s Side) pendingQuestion(state *conversation.State) decision {
	d := decision{fields: valuesOf(state), confidence: state.Confidence, resumed: true}
	if c := state.Confirming; c != nil {
		d.kind, d.intent, d.asked = Confirm, s.intents[c.Intent], c.Asked
	} else {
		again := *state.Collecting
		again.Values = d.fields
		d.kind, d.intent, d.collecting = Field, s.intents[again.Intent], &again
	}
	if g := state.Given; g != nil && g.Intent == d.intent.Name {
		d.given = g
	}
	return d
}

// resumes is the question that is asked once more; nil: none.
func (d *decision) resumes() *decision {
	if last := len(d.also) - 1; last >= 0 && d.also[last].resumed {
		return &d.also[last]
	}
	return nil
}

// asksNothing tells whether all that is said besides is answers.
func (d *decision) asksNothing() bool {
	return !slices.ContainsFunc(d.also, func(also decision) bool { return also.kind != Reply })
}
