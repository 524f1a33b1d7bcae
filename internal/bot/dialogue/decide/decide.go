// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package decide makes one release's decision on a message: what is asked for, what is answered, asked or offered, and
// whether a person takes over. It sees the conversation's state and changes nothing; what is said, counted and kept is
// done by package dialogue above it. What a message says of one intent is told below, in package intents.
//
// Begin with Decide, and then understand.go: a message is read as the answer to the bot's own question first (choice.go,
// exchange.go, andthen.go, amend.go, correct.go, confirm.go, collect.go; question.go and rival.go have what the last two
// share), and else as a message of its own, by all that may stand in one (takeup.go, requests.go and several.go, story.go,
// takenback.go, followup.go, queue.go). Side is what a release makes of the message, and Decision what comes of it.
package decide

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// Decide is the release's decision on a message. It does not change the state.
func (s Side) Decide(state *conversation.State, m intents.Message) Decision {
	if s.namesChoice(state, m) != "" {
		m = onlyName(m)
	}
	s, m = s.listen(m)
	m.AsksForHuman = m.AsksForHuman && !s.givesAsked(state, m) && !s.givesAnother(state, m) && !s.namesValues(state, m) && !s.meets(m)
	presumed := m.AsksForHuman && (!m.NamesHuman && (asksToGoAhead(m) || s.asksOwn(m)) || s.awaitsSomebody(m))
	m.AsksForHuman = m.AsksForHuman && !presumed
	d := s.understand(state, m)
	if presumed && !asksToGoAhead(m) {
		d.careful()
	}
	facts := Facts{
		Confidence: d.Confidence, Length: utf8.RuneCountInString(chars.Fold(m.Text)),
		Sentiment: m.Sentiment, AsksForHuman: m.AsksForHuman || d.choseAPerson, Anger: m.Anger, Thanks: m.Thanks,
		DangerToSelf: m.DangerToSelf, LegalThreat: m.LegalThreat, Unread: m.Unread,
		Tier: state.Tier, Locale: state.Speaks(), Channel: state.Channel,
		Turns: state.Messages, Unresolved: d.Unresolved,
	}
	match, matched := s.match(facts, d)
	for i := 0; i < len(d.Also) && !matched; i++ {
		if also := d.Also[i]; also.Intent != nil && !also.Resumed {
			match, matched = s.match(facts, also)
		}
	}
	switch {
	case facts.AsksForHuman:
		// The customer's own wish is the bot's failure, whatever rule carries it out.
		d.escalate(conversation.ReasonUserRequested)
		d.Match = match
	case matched:
		d.escalate(conversation.ReasonRule)
		d.Match, d.PolicyRequired = match, true
	case (d.Kind == Clarify || d.Kind == Offer) && d.Unresolved > 0 && d.Unresolved >= int(s.Policy.UnresolvedTurns):
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
	}
	return d
}

// match finds the rule that holds for a decision.
func (s Side) match(facts Facts, d Decision) (Match, bool) {
	if s.Rules == nil {
		return Match{}, false
	}
	if d.Intent != nil {
		facts.Intent, facts.Risk = d.Intent.Name, d.Intent.Risk
	}
	return s.Rules.Match(facts)
}

// namesValues tells whether a message names several values for the same, or another one besides, and no person: "a drill
// and a saw" is no wish for one.
func (s Side) namesValues(state *conversation.State, m intents.Message) bool {
	if !m.AsksForHuman || m.NamesHuman {
		return false
	}
	in := s.Intents[cmp.Or(s.Choose(s.Predictions), state.Intent)]
	if in == nil {
		return false
	}
	if f, _ := in.Several(m); f != nil {
		return true
	}
	_, joined := wording.CutJoint(m.Text, m.Locale)
	return (joined || saysAlso(m)) && slices.ContainsFunc(in.Fields, func(f intents.Field) bool { return in.NamedAlone(&f, m) != "" })
}

// meets tells whether a message is about an intent that arranges to meet somebody, or to be phoned.
func (s Side) meets(m intents.Message) bool {
	if in := s.Intents[s.Choose(s.Predictions)]; in != nil {
		return in.Meets(m.Text) || m.AsksForHuman && in.Phones(m)
	}
	return m.AsksForHuman && s.likely() && s.Intents[s.Predictions[0].Intent].Phones(m)
}

// asksOwn tells whether a message is understood, and names what that intent is about. Where no word of it is for a person,
// that is what it asks for: "can one park somewhere?".
func (s Side) asksOwn(m intents.Message) bool {
	in := s.Intents[cmp.Or(s.Choose(s.Predictions), s.Choose(s.Bare))]
	return in != nil && in.KnowsOf(m.Text)
}

// awaitsSomebody tells whether a message is understood as asking for something that somebody does, or is there for: "could
// somebody come on Friday to look at the boiler?".
func (s Side) awaitsSomebody(m intents.Message) bool {
	in := s.Intents[cmp.Or(s.Choose(s.Predictions), s.Choose(s.Bare))]
	return in != nil && in.AwaitsSomebody(m)
}

// givesAsked tells whether a message is a number or a day that was asked for and little else: "I'd like 3", "just one
// person" and "the evening of the 2nd suits my wife" are no wish for a person. A day is none beside a word for one.
func (s Side) givesAsked(state *conversation.State, m intents.Message) bool {
	c := state.Collecting
	if c == nil || s.Intents[c.Intent] == nil || wording.WordCount(m.Text) > intents.MaxAside {
		return false
	}
	in := s.Intents[c.Intent]
	f := in.Field(c.Field)
	switch {
	case f == nil:
		return false
	case f.IsNumber() && !wording.HasNumber(m.Text) && !in.SaysPeople(m), f.Type == release.FieldDate && m.NamesHuman && !intents.OnlyAnybody(m):
		return false
	}
	return (f.IsNumber() || f.Type == release.FieldDate) && in.Read(f, m.Text, m).Value != ""
}

// givesAnother tells whether a few words change a value by a number: "6 May please" is no wish for a person.
func (s Side) givesAnother(state *conversation.State, m intents.Message) bool {
	if !m.AsksForHuman || wording.WordCount(m.Text) > intents.MaxElliptic {
		return false
	}
	m.AsksForHuman = false
	a, ok := s.amendment(state, m)
	if !ok {
		return false
	}
	changed, _, _ := a.Changes()
	for name := range changed {
		if f := a.Intent.Field(name); f.IsNumber() && !a.Intent.AsksForPeople(f, m) || f.Type == release.FieldDate {
			return true
		}
	}
	return mayBeEither(a)
}
