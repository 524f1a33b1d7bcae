// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/chars"
)

// Kind of a decision.
type Kind string

// The kinds of decisions.
const (
	// Reply answers the intent.
	Reply Kind = "reply"
	// Field asks for a value that the answer needs.
	Field Kind = "field"
	// Clarify asks the customer to say it in other words.
	Clarify Kind = "clarify"
	// Acknowledge answers thanks; it belongs to no intent.
	Acknowledge Kind = "acknowledge"
	// Escalate hands the conversation to a person.
	Escalate Kind = "escalate"
)

// maxAsked is how often the bot asks for one field.
const maxAsked = 3

// Side is one release and what it makes of the message.
type Side struct {
	*Compiled
	// Predictions, the most confident first. None means not understood.
	Predictions []understanding.Prediction
	// Failed is true when the engine failed: there are no predictions, which says nothing
	// about the release.
	Failed bool
}

// decision is what one release does with a message.
type decision struct {
	kind   Kind
	intent *intent // nil: none
	// confidence of the best prediction, 0..1; scored says whether there was one to score.
	confidence float64
	scored     string // the predicted intent's name; empty: no prediction counted
	fields     map[string]string
	collecting *conversation.Collecting
	unresolved int
	// failed is true when the decision is what it is because the engine failed, and unread is
	// how many of the unresolved messages were not understood for that reason.
	failed         bool
	engineFailures int

	reason         string
	match          Match
	policyRequired bool
}

// decide is the release's decision on a message. It does not change the state.
func (s Side) decide(state *conversation.State, text string, signals signals.Signals) decision {
	d := s.understand(state, text, signals)
	facts := Facts{
		Confidence: d.confidence, Length: utf8.RuneCountInString(chars.Fold(text)),
		Sentiment: signals.Sentiment, AsksForHuman: signals.AsksForHuman, Anger: signals.Anger, Thanks: signals.Thanks,
		DangerToSelf: signals.DangerToSelf, LegalThreat: signals.LegalThreat, Unread: signals.Unread,
		Tier: state.Tier, Locale: state.Locale, Channel: state.Channel,
		Turns: state.Messages, Unresolved: d.unresolved,
	}
	if d.intent != nil {
		facts.Intent, facts.Risk = d.intent.Name, d.intent.Risk
	}
	match, matched := Match{}, false
	if s.rules != nil {
		match, matched = s.rules.Match(facts)
	}
	switch {
	case signals.AsksForHuman:
		// The customer's own wish is the bot's failure, whatever rule carries it out.
		d.escalate(conversation.ReasonUserRequested)
		d.match = match
	case matched:
		d.escalate(conversation.ReasonRule)
		d.match, d.policyRequired = match, true
	case d.kind == Clarify && d.unresolved >= int(s.policy.UnresolvedTurns):
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
	}
	return d
}

func (d *decision) escalate(reason string) {
	d.kind, d.reason = Escalate, reason
}

// reasonOrEngineFailed gives the reason for a handoff, or that the engine failed if it did.
func (d *decision) reasonOrEngineFailed(reason string) string {
	if d.failed || d.engineFailures > 0 {
		return conversation.ReasonEngineFailed
	}
	return reason
}

// understand decides without the rules: what is the message about, and is there all that
// the answer needs?
func (s Side) understand(state *conversation.State, text string, signals signals.Signals) decision {
	d := decision{fields: state.Fields}
	if c := state.Collecting; c != nil {
		if in := s.intents[c.Intent]; in != nil {
			if f := in.field(c.Field); f != nil {
				return s.collect(state, in, f, text)
			}
		}
		// The release in force no longer has the field that was asked for: understand the message as
		// a new one.
	}
	in, confidence := s.best(&d)
	d.confidence = confidence
	if state.Answered && isAcknowledgement(in, text, signals) {
		d.kind = Acknowledge
		return d
	}
	if in == nil {
		d.kind, d.unresolved, d.engineFailures = Clarify, state.UnresolvedTurns+1, state.UnreadTurns
		if d.failed {
			d.engineFailures++
		}
		return d
	}
	d.intent, d.fields = in, in.extract(nil, text)
	d.complete(0)
	return d
}

// collect takes the message for the value that was asked for.
func (s Side) collect(state *conversation.State, in *intent, f *field, text string) decision {
	d := decision{intent: in, fields: state.Fields, confidence: state.Confidence}
	if value, ok := f.answer(text); ok {
		d.fields = in.extract(with(state.Fields, f.Name, value), text)
		d.complete(0)
		return d
	}
	other := decision{}
	if changed, confidence := s.best(&other); changed != nil && changed.Name != in.Name {
		// The customer went on to something else.
		other.confidence, other.intent, other.fields = confidence, changed, changed.extract(nil, text)
		other.complete(0)
		return other
	}
	d.failed = other.failed
	if state.Collecting.Asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonFieldNotGiven))
		return d
	}
	d.complete(state.Collecting.Asked)
	return d
}

// complete answers when every required field is there, and else asks for the next one. asked is
// how often that one was asked for already.
func (d *decision) complete(asked int) {
	if f := d.intent.missing(d.fields); f != nil {
		d.kind = Field
		d.collecting = &conversation.Collecting{Intent: d.intent.Name, Field: f.Name, Asked: asked + 1}
		return
	}
	d.kind = Reply
}

// best is the intent that was understood, or nil, and the best prediction's confidence.
func (s Side) best(d *decision) (*intent, float64) {
	d.failed = s.Failed
	if len(s.Predictions) == 0 {
		return nil, 0
	}
	first := s.Predictions[0]
	in := s.intents[first.Intent]
	if in == nil {
		return nil, first.Confidence
	}
	d.scored = in.Name
	if s.Choose(s.Predictions).Intent == "" {
		return nil, first.Confidence
	}
	return in, first.Confidence
}

// differ reports whether customers could notice, or counts depend on, which of the two releases
// decides.
func differ(a, b decision) bool {
	if (a.kind == Reply || a.kind == Field) && (b.kind == Reply || b.kind == Field) {
		return a.intent.Name != b.intent.Name || a.intent.Revision != b.intent.Revision || a.kind != b.kind
	}
	return a.kind != b.kind || a.policyRequired != b.policyRequired
}
