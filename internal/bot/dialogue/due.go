// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// angry is the sentiment below which a customer who leaves should have met a person.
const angry = -0.5

// Due decides what happens at a time that a turn asked for. Each fact is counted once, in
// whatever order and however often due messages arrive; one of a kind that this version
// does not know changes nothing.
func Due(state conversation.State, kind string, now time.Time, releases InForce) Outcome {
	t := &turn{Inputs: Inputs{Now: now}, state: state.Clone()}
	s := &t.state
	switch kind {
	case conversation.DueOutcome:
		if s.OutcomeCounted || s.FirstMessageAt.IsZero() {
			return Outcome{State: state}
		}
		s.OutcomeCounted = true
		t.count(conversationOutcome(s))
		if sh := s.Shadow; sh != nil && !sh.Counted && s.Assignment == nil && !s.EngineFailed {
			sh.Counted = true
			t.count(rolloutShadow(sh.Rollout, wouldSame))
		}
	case conversation.DueRolloutOutcome:
		a := s.Assignment
		if a == nil || a.OutcomeCounted || a.Repeat {
			return Outcome{State: state}
		}
		a.OutcomeCounted = true
		t.count(rolloutOutcome(a, s.RolloutOutcome()))
		if !s.EngineFailed && missedEscalation(s) {
			t.count(rolloutMissed(a))
		}
	case conversation.DueAccept:
		if s.Handoff == nil || s.Handoff.State != conversation.HandoffRequested || now.Before(s.Handoff.AcceptBy) {
			return Outcome{State: state}
		}
		s.Handoff.State = conversation.HandoffTimeout
		if s.EndedAt.IsZero() {
			t.say(conversation.KindNotice, releases.texts(s).NoAgentYet, s.Handoff.Intent)
		}
	default:
		return Outcome{State: state}
	}
	return t.done()
}

// missedEscalation is true when the customer should have met a person and did not.
func missedEscalation(s *conversation.State) bool {
	return s.Handoff == nil && (s.AskedForHuman || s.Sentiment < angry)
}
