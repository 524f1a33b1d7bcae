// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// turned is what stands behind words with which a message turns to something else, and its parts.
type turned struct {
	wording.Part
	parts []wording.Part
}

// withoutTurned is the side with what stands behind words of turning to something else apart from the parts.
func (s Side) withoutTurned() Side {
	at := slices.IndexFunc(s.Parts, func(p wording.Part) bool { return p.Turned })
	if at < 0 {
		return s
	}
	s.turned = &turned{Part: s.Parts[at], parts: slices.Clone(s.Parts[at+1:])}
	for i := range s.turned.parts {
		s.turned.parts[i].Turned = false
	}
	s.Parts = slices.Clone(s.Parts[:at])
	return s
}

// turnsAway turns to something else that is plainly asked for behind words such as "wait, first": what the question
// was about comes later, unless they let go of it.
func (q question) turnsAway() (Decision, bool) {
	if q.s.turned == nil {
		return Decision{}, false
	}
	opening := q.s.turned.Before
	first, leaves := wording.ComesFirst(opening), wording.LetsGo(opening)
	own, in, m := q.s.behindTurning(q.in, q.m)
	if in == nil || m.AsksForHuman || in.Contrary(m.Text) || !in.IsPlainlyAskedFor(m, first && q.value.Value == "" || leaves && in.IsOnlyNamed(m) || prefers(m)) {
		return Decision{}, false
	}
	d := own.fresh(besides(q.state), m)
	if d.Intent != in || d.Kind != Reply && d.Kind != Field && d.Kind != Confirm || !d.asksNothing() {
		return Decision{}, false
	}
	if !first {
		d.careful()
	}
	heard := signals.Read(opening, m.Locale)
	switch lets := !first && (heard.No || heard.Withdrawn || leaves); {
	case lets && d.Kind == Field:
		if len(d.Fields) > 0 || !wording.HasNumber(m.Text) { // else it gives a value that was not understood
			d.carry(q.in, q.known.Fields)
		}
		d.careful()
	case lets:
	case d.Kind == Reply:
		d.Also = append(d.Also, q.s.pendingQuestion(q.state))
	default:
		d.Later = d.Later.And(begun(q.in, q.known.Fields))
	}
	return d, true
}

// prefers tells whether a message wants one thing rather than another: "I'd rather have my money back".
func prefers(m intents.Message) bool {
	return (m.Instead || (intents.Amendment{Message: m}).Contrasts()) && !m.Negates && !m.Withdrawn && !m.No && !m.Refuses
}

// askedAfterLeaving is what is plainly asked for behind words that let go of what was done: "forget that, a taxi for
// tomorrow"; nil: nothing is.
func (s Side) askedAfterLeaving(done *intents.Intent, m intents.Message) *intents.Intent {
	if s.turned == nil || !wording.LetsGo(s.turned.Before) {
		return nil
	}
	_, in, own := s.behindTurning(done, m)
	if in == nil || !in.IsPlainlyAskedFor(own, in.IsOnlyNamed(own)) {
		return nil
	}
	return in
}

// turnsElsewhere tells whether a message turns to something else than the bot asks about: "wait, first move KR550912 to
// Friday". What values it gives are of that. "Ok, and freeze my pass too" is a yes first.
func (s Side) turnsElsewhere(asking *intents.Intent, m intents.Message) bool {
	if s.turned == nil || m.Agrees || m.AgreesLater {
		return false
	}
	_, in, own := s.behindTurning(asking, m)
	return in != nil && in.IsPlainlyAskedFor(own, true)
}

// afterOpening decides a message that answers nothing by what stands behind its opening, where only that is understood:
// "two questions: when do you open, and where can I park?".
func (s Side) afterOpening(state *conversation.State, whole Decision, m intents.Message) (Decision, bool) {
	if heard := signals.Read(s.turned.Before, m.Locale); heard.No || heard.Withdrawn || m.Withdrawn {
		return whole, false
	}
	own, in, rest := s.behindTurning(nil, m)
	if in == nil {
		return own.several(whole, nil, rest)
	}
	d := own.fresh(state, rest)
	d.careful()
	return d, d.Intent == in
}

// behindTurning is the side as it understands what stands behind words of turning to something else, the intent that
// this is about, and what it says; nil: it is about none, or the one asked about.
func (s Side) behindTurning(asking *intents.Intent, m intents.Message) (Side, *intents.Intent, intents.Message) {
	turned := s.turned
	whole := s.byWords
	s.Parts, s.turned = turned.parts, nil
	questioned := m.Question
	m.Text, m.Signals = turned.Text, turned.Signals
	m.Question = m.Question && questioned // "erst muss ich" asks nothing
	for _, predictions := range [][]understanding.Prediction{turned.Predictions, whole} {
		s.Predictions = predictions
		heard, own := s.listen(m)
		var ignored Decision
		in, _, guessed := heard.meant(&ignored, own)
		if in != nil && in != asking && !guessed && !heard.refused(in, own) {
			return heard, in, own
		}
	}
	return s, nil, m
}
