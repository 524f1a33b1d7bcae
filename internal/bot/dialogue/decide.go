// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/values"
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
	// Confirm asks whether to answer the intent.
	Confirm Kind = "confirm"
	// Offer asks which intent is meant.
	Offer Kind = "offer"
	// Withdraw lets go of what the customer asked for.
	Withdraw Kind = "withdraw"
	// Chat answers small talk.
	Chat Kind = "chat"
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
	// Bare are those of the message without its days and numbers, where it was not understood with them.
	Bare []understanding.Prediction
	// Failed is true when the engine failed: there are no predictions, which says nothing
	// about the release.
	Failed bool
	// Parts are the parts of a message that may be two questions, and what the release makes of
	// each.
	Parts []Part

	// errands are the intents that end what the message names, and drops is true when its words let go
	// of it.
	errands []string
	drops   bool
}

// said is the message as it is decided on.
type said struct {
	signals.Signals
	Text   string
	Now    time.Time
	locale string
	// noDates is true when days in the text may belong to another request of the message.
	noDates bool
	// confirms is true for what is said at the question whether to go ahead: a day without its month is then of that of
	// the day so far.
	confirms bool
	// answers is the number that was asked for and that the text gives: "for two" is no other then. nil: none.
	answers *field
}

// thanksOnly is true for a message that is thanks and little else.
func (m said) thanksOnly() bool {
	return m.Sentiment >= 0 && (isCourteous(m.Text) || m.ThanksFor && !m.Anger || m.Thanks && !m.Question && len(strings.Fields(m.Text)) <= maxThanks)
}

// maxThanks is the most words of a message that is thanks.
const maxThanks = 8

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
	// asked is how often the customer was asked to confirm.
	asked int
	// refused says why a message is no value that was meant as one; empty: it was not.
	refused values.Refusal
	// given is the value that the message gave.
	given *conversation.Given
	// offered are the intents to choose from, and about the message that they are for, or abouts
	// what each is for. queued and repeated are those of conversation.Offered.
	offered          []string
	about            string
	abouts           []string
	queued, repeated bool
	// undo is true for what is offered or asked of a customer who wants to undo what was done, or have it done otherwise.
	undo bool
	// unsure is true for a request that is plausible and no more.
	unsure bool
	// tooMany is true when the message asked for more than is done about it.
	tooMany bool
	// also are further decisions on the same message, in the order in which they are said. At most
	// the last one asks something.
	also []decision
	// resumed is true for a question of the bot's that is asked once more after another answer.
	resumed bool
	// later are the intents that are offered when the bot's question is answered.
	later *conversation.Offered
	// proposed is the message that the customer's choice explains.
	proposed *conversation.Proposed
	// chat is what kind of small talk the message is.
	chat signals.SmallTalk
	// choseAPerson is true when the customer chose to be handed over.
	choseAPerson bool
	// failed is true when the decision is what it is because the engine failed, and unread is
	// how many of the unresolved messages were not understood for that reason.
	failed         bool
	engineFailures int

	reason         string
	match          Match
	policyRequired bool
}

// decide is the release's decision on a message. It does not change the state.
func (s Side) decide(state *conversation.State, m said) decision {
	s, m = s.listen(m)
	m.AsksForHuman = m.AsksForHuman && !s.givesCount(state, m) && !s.givesAnother(state, m)
	d := s.understand(state, m)
	facts := Facts{
		Confidence: d.confidence, Length: utf8.RuneCountInString(chars.Fold(m.Text)),
		Sentiment: m.Sentiment, AsksForHuman: m.AsksForHuman || d.choseAPerson, Anger: m.Anger, Thanks: m.Thanks,
		DangerToSelf: m.DangerToSelf, LegalThreat: m.LegalThreat, Unread: m.Unread,
		Tier: state.Tier, Locale: state.Speaks(), Channel: state.Channel,
		Turns: state.Messages, Unresolved: d.unresolved,
	}
	match, matched := s.match(facts, d)
	for i := 0; i < len(d.also) && !matched; i++ {
		if also := d.also[i]; also.intent != nil && !also.resumed {
			match, matched = s.match(facts, also)
		}
	}
	switch {
	case facts.AsksForHuman:
		// The customer's own wish is the bot's failure, whatever rule carries it out.
		d.escalate(conversation.ReasonUserRequested)
		d.match = match
	case matched:
		d.escalate(conversation.ReasonRule)
		d.match, d.policyRequired = match, true
	case (d.kind == Clarify || d.kind == Offer) && d.unresolved > 0 && d.unresolved >= int(s.policy.UnresolvedTurns):
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
	}
	return d
}

// match finds the rule that holds for a decision.
func (s Side) match(facts Facts, d decision) (Match, bool) {
	if s.rules == nil {
		return Match{}, false
	}
	if d.intent != nil {
		facts.Intent, facts.Risk = d.intent.Name, d.intent.Risk
	}
	return s.rules.Match(facts)
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

// complete answers when every required field is there, and else asks for the next one. asked is
// how often that one was asked for already. An intent of a high risk is confirmed first.
func (d *decision) complete(asked int) {
	if f := d.intent.missing(d.fields); f != nil {
		d.kind = Field
		d.collecting = &conversation.Collecting{Intent: d.intent.Name, Field: f.Name, Asked: asked + 1}
		return
	}
	if d.intent.Risk == highRisk {
		d.kind, d.asked = Confirm, 1
		return
	}
	d.kind = Reply
}

// extract adds the values that a message gives in passing, and says which field was filled last; nil: none.
func extract(in *intent, given map[string]string, m said) (map[string]string, *conversation.Given) {
	given, last := in.fillFrom(given, m)
	if last == "" {
		return given, nil
	}
	return given, &conversation.Given{Intent: in.Name, Field: last}
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
	if s.Choose(s.Predictions) == "" {
		return nil, first.Confidence
	}
	return in, first.Confidence
}

// differ reports whether customers could notice, or counts depend on, which of the two releases
// decides.
func differ(a, b decision) bool {
	if a.kind == Offer && b.kind == Offer && (!slices.Equal(a.offered, b.offered) || a.queued != b.queued) || a.tooMany != b.tooMany || !slices.Equal(a.laterIntents(), b.laterIntents()) ||
		!slices.EqualFunc(a.also, b.also, func(x, y decision) bool { return !differ(x, y) }) {
		return true
	}
	if a.intent != nil && b.intent != nil && acts(a.kind) && acts(b.kind) {
		return a.intent.Name != b.intent.Name || a.intent.Revision != b.intent.Revision || a.kind != b.kind
	}
	return a.kind != b.kind || a.policyRequired != b.policyRequired
}

func (d *decision) laterIntents() []string {
	if d.later == nil {
		return nil
	}
	return d.later.Intents
}

// asks tells whether a decision is a question to the customer.
func (d *decision) asks() bool { return d.kind == Field || d.kind == Confirm || d.kind == Offer }

// acts is true for what is done about an intent.
func acts(k Kind) bool { return k == Reply || k == Field || k == Confirm }
