// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// withoutTurned is the side with what stands behind words of turning to something else apart from the parts.
func (s Side) withoutTurned() Side {
	last := len(s.Parts) - 1
	if last < 0 || !s.Parts[last].Turned {
		return s
	}
	turned := s.Parts[last]
	s.turned, s.Parts = &turned, s.Parts[:last:last]
	if len(s.Parts) == 0 {
		s.Parts = nil
	}
	return s
}

// turnsAway turns to something else that is plainly asked for behind words such as "wait, first": what the question
// was about comes later, unless they let go of it.
func (q question) turnsAway() (Decision, bool) {
	if q.s.turned == nil {
		return Decision{}, false
	}
	opening := q.s.turned.Before
	first := wording.ComesFirst(opening)
	own, in, m := q.s.behindTurning(q.in, q.m)
	if in == nil || m.AsksForHuman || in.Contrary(m.Text) || !in.IsPlainlyAskedFor(m, first) {
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
	switch lets := !first && (heard.No || heard.Withdrawn); {
	case lets && d.Kind == Field:
		d.carry(q.in, q.known.Fields)
		d.careful()
	case lets:
	case d.Kind == Reply:
		d.Also = append(d.Also, q.s.pendingQuestion(q.state))
	default:
		d.Later = d.Later.And(begun(q.in, q.known.Fields))
	}
	return d, true
}

// behindTurning is the side as it understands what stands behind words of turning to something else, the intent that
// this is about, and what it says; nil: it is about none, or the one asked about.
func (s Side) behindTurning(asking *intents.Intent, m intents.Message) (Side, *intents.Intent, intents.Message) {
	turned := s.turned
	whole := s.Predictions
	s.Parts = partsBehind(s.Parts, turned.Text, m.Locale)
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

// partsBehind are the parts that stand in the rest of a message.
func partsBehind(parts []wording.Part, rest, locale string) []wording.Part {
	var kept []wording.Part
	for _, part := range parts {
		for from := range part.Text {
			left := part.Text[from:]
			if from > 0 && !strings.HasPrefix(rest, left) || from == 0 && !strings.Contains(rest, left) {
				continue
			}
			if from > 0 {
				part.Text, part.Signals = left, signals.Read(left, locale)
			}
			kept = append(kept, part)
			break
		}
	}
	if len(kept) < 2 {
		return nil
	}
	return kept
}
