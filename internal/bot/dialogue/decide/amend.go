// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/chars"
)

// Values that were given are corrected at the question whether to go ahead, and at the one for another value: "no, the
// 6th", "one night longer", "the date is wrong". At the former what gives another value does, at the latter, and when
// it was done already, it must say that it corrects something. What changes several things, or may change either of
// two, is left to others.

// maxAmend is the most words of a message that corrects a value.
const maxAmend = 12

// amends decides a message that corrects a value which was given before.
func (s Side) amends(state *conversation.State, m intents.Message) (Decision, bool) {
	a, ok := s.amendment(state, m)
	if !ok || !a.Done && s.turnsElsewhere(a.Intent, m) {
		return Decision{}, false
	}
	d := Decision{Intent: a.Intent, Confidence: state.Confidence}
	changed, refused, why := a.Changes()
	switch {
	case refused != nil:
		return askFor(a, d, refused, why), true
	case len(changed) > 0:
		return with(a, d, changed), true
	}
	if wrong := a.Wrong(); wrong != nil {
		return askFor(a, d, wrong, ""), true
	}
	if f, number := a.InPlaceOfCount(); f != nil {
		return with(a, d, map[string]string{f.Name: number}), true
	}
	if !a.Done && mayBeEither(a) { // what was done is not done once more with the same values
		d.Kind, d.Fields, d.Given = Confirm, a.Given, state.Given
		d.Refused = values.DayOrNumber
		if c := state.Confirming; c != nil {
			d.Asked = c.Asked
		}
		return d.confirmAgain(), true
	}
	return Decision{}, false
}

// amendment prepares to read a message; false: it corrects nothing.
func (s Side) amendment(state *conversation.State, m intents.Message) (intents.Amendment, bool) {
	a := intents.Amendment{Message: m, Given: valuesOf(state)}
	switch c, f := state.Confirming, state.Collecting; {
	case c != nil:
		if a.Intent = s.Intents[c.Intent]; a.Intent == nil || a.Intent.Missing(a.Given) != nil {
			return a, false
		}
	case f != nil && s.Intents[f.Intent] != nil:
		a.Intent = s.Intents[f.Intent]
		if a.Asked = a.Intent.Field(f.Field); a.Asked == nil || a.Asked.AnyText() {
			return a, false // anything may be the answer
		}
	case s.done(state) != nil && !saysAlso(m): // what is wanted too corrects nothing
		a.Intent, a.Done = s.done(state), true
	}
	texts := s.TextsFor(m.Locale)
	if a.Intent == nil || len(a.Given) == 0 || m.AsksForHuman || m.SmallTalk != "" && !intents.IsNearDay(m.Text) || m.ThanksOnly() ||
		m.Conditional && wording.WordCount(m.Text) > intents.MaxElliptic && !a.Contrasts() || wording.IsHesitation(m.Text) ||
		wording.WordCount(m.Text) > maxAmend || chars.SameText(m.Text, texts.Yes) || chars.SameText(m.Text, texts.No) || defers(m) {
		return a, false
	}
	if m.Question && !a.BeginsWithStart() {
		if a.Questioned = m.Proposes(); !a.Questioned {
			return a, false
		}
	}
	if _, turns := s.turnsTo(a.Intent, m); turns {
		return a, false
	}
	var other Decision
	best, _ := s.best(&other)
	a.AsksAgain = best == a.Intent && (!a.Done || a.Intent.AsksAnew(m) || signals.ActsOf(m.Text)&a.Intent.Spoken != 0)
	return a, (best == nil || best == a.Intent || !best.HasOwn(m.Text)) && !s.isForOther(a.Intent, m, a.Given)
}

// with goes on with other values.
func with(a intents.Amendment, d Decision, changed map[string]string) Decision {
	d.Fields = a.Given
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		d.Fields = intents.With(d.Fields, name, changed[name])
		d.Given = &conversation.Given{Intent: a.Intent.Name, Field: name}
	}
	if last := a.Intent.EndsBeforeItBegins(d.Fields); last != nil {
		a.Given = d.Fields
		return askFor(a, d, last, "")
	}
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		if f := a.Intent.Field(name); a.Intent.GoesNowhere(f, d.Fields[name], d.Fields, a.Message) {
			return askFor(a, d, f, values.Unclear)
		}
	}
	if a.Asked == nil {
		d.Kind, d.Asked, d.Undo = Confirm, 1, a.Done && !a.AsksAgain
		return d
	}
	d.Fields, _ = a.Intent.FillFrom(d.Fields, a.Message)
	d.complete(0)
	return d
}

// askFor asks for a value again, and keeps the others. refused says why there is none; empty: none was given.
func askFor(a intents.Amendment, d Decision, f *intents.Field, refused values.Refusal) Decision {
	d.Fields = intents.With(a.Given, f.Name, "")
	delete(d.Fields, f.Name)
	d.Kind, d.Refused, d.Undo = Field, refused, a.Done
	d.Collecting = &conversation.Collecting{Intent: a.Intent.Name, Field: f.Name, Asked: 1, Again: a.Done}
	return d
}

// mayBeEither tells whether a message that is not the number of an answer may be another day, or another count.
func mayBeEither(a intents.Amendment) bool {
	return a.MayBeEither() && (!wording.IsFigure(a.Message.Text) || values.Position(a.Message.Text, answersToConfirm) < 0)
}
