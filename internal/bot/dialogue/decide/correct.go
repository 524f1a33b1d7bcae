// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// correction reads a message that puts right the value given last.
func (s Side) correction(state *conversation.State, m intents.Message) (Decision, bool) {
	g := state.Given
	if g == nil || m.AsksForHuman || s.Intents[g.Intent] == nil {
		return Decision{}, false
	}
	in := s.Intents[g.Intent]
	f := in.Field(g.Field)
	given := valuesOf(state)
	if f == nil || given[f.Name] == "" {
		return Decision{}, false
	}
	if _, turns := s.turnsTo(in, m); turns || pending(state) && s.turnsElsewhere(in, m) {
		return Decision{}, false
	}
	value := ""
	if f.AnyText() {
		if m.Corrects && !m.Question && m.SmallTalk == "" && !m.ThanksOnly() && (!m.Withdrawn || len(m.Denied) > 0) {
			value = intents.Corrected(given[f.Name], m.Text)
		}
	} else {
		text := in.Granted(m)
		if f.Type == release.FieldDate {
			if ofMonth, _, none := values.InMonthOf(values.InDate(text, m.Now), given[f.Name]); !none {
				text = ofMonth
			}
		}
		reading := in.Read(f, text, m)
		if own := (intents.Amendment{Intent: in, Message: m}); m.LetsGo && f.Type == release.FieldDate && (m.Instead || own.Contrasts()) && !own.SaysOnlyThat(f, behindLettingGo(m.Text, m.Locale)) {
			return Decision{}, false // "doch nicht, lieber einen Termin für die Heizung am 16."
		}
		if in.Tells(f, reading, m) || f.Type == release.FieldDate && (in.OnlyFigures(f, m.Text, m) || !m.Corrects && !(intents.Amendment{Intent: in, Message: m}).SaysOnlyThat(f, m.Text)) {
			reading.Value = ""
		}
		alone := reading.Rest == 0 && f.Distinct
		// "AB123456 and not AB654321" puts it right while the bot asks about the latter.
		instead := pending(state) && f.InPassing(signals.Taken(m.Text, m.Locale, in.Denies), m.Now, m.Locale) == given[f.Name]
		instead = instead || intents.MeansAnother(m) || m.Withdrawn && reading.Rest <= maxBeside ||
			state.Confirming != nil && !m.Question && reading.Rest <= maxBeside
		if reading.Value != "" && (alone || (m.Corrects || instead) && (f.Distinct || f.Pattern != "" || reading.Rest <= intents.MaxRest)) {
			value = reading.Value
		} else if reading.Value == "" {
			value = f.EndingIn(given[f.Name], in.Granted(m), m)
		}
	}
	if value == "" {
		if again, ok := s.askAgain(state, in, f, m); ok {
			return again, true
		}
	}
	if value == "" || value == given[f.Name] {
		return Decision{}, false
	}
	if c := state.Collecting; c != nil && c.Field != f.Name && (!m.Corrects || in.RefusesAnother(f, given[f.Name], m) || s.answersOpposite(in, f, c.Field, m)) {
		return Decision{}, false // it answers the next question
	}
	var other Decision
	if best, _ := s.best(&other); best != nil && best != in && !m.Corrects {
		return Decision{}, false
	}
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: intents.With(given, f.Name, value), Given: g}
	d.complete(0)
	if state.Confirming != nil {
		d.careful() // no yes was said to the other value
	}
	return d, true
}

// answersOpposite tells whether a message that names a choice that it is not answers the question for the other end: "not
// Dover but Bari" to "To which port?".
func (s Side) answersOpposite(in *intents.Intent, f *intents.Field, asked string, m intents.Message) bool {
	other := in.Opposite(f, m)
	return other != nil && other.Name == asked && in.RefusesAnother(f, "", m)
}

// askAgain asks once more for the value that was given last where the customer means another one and does
// not say which: a yes that follows must not be for the one that was not meant.
func (s Side) askAgain(state *conversation.State, in *intents.Intent, f *intents.Field, m intents.Message) (Decision, bool) {
	asked := state.Confirming != nil && state.Confirming.Intent == in.Name
	answered := !pending(state) && state.GoesOn == in.Name && in.Risk == intents.LowRisk
	value := state.Fields[f.Name]
	if len(picked(m, s.named(state, f))) > 0 {
		return Decision{}, false // "the second one" of those that were named
	}
	// "Not AB123456" names no other one.
	notThat := value != "" && len(m.Denials) > 0 && !in.Denied(m.Text, m.Signals) && f.InPassing(signals.Taken(m.Text, m.Locale, in.Denies), m.Now, m.Locale) == value
	if !f.Required || !asked && !answered || !notThat && !intents.MeansAnother(m) || s.asksElse(in, m.Text) || len(in.Given(m)) > 0 {
		return Decision{}, false
	}
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: intents.With(valuesOf(state), f.Name, "")}
	delete(d.Fields, f.Name)
	d.complete(0)
	return d, true
}
