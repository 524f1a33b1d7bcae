// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// angrySentiment is the sentiment below which a customer who leaves should have met an agent.
const angrySentiment = -0.5

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
		if a == nil || a.OutcomeCounted || !a.Counts() {
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

// missedEscalation is true when the customer should have met an agent and did not.
func missedEscalation(s *conversation.State) bool {
	return s.Handoff == nil && (s.AskedForHuman || s.Sentiment < angrySentiment)
}

// Rate counts a customer's rating, 1..5, once, when it comes within the time for ratings.
func Rate(state conversation.State, score int, now time.Time, within time.Duration) (Outcome, error) {
	switch {
	case state.FirstMessageAt.IsZero():
		return Outcome{}, ErrNoMessages
	case state.Rating != 0:
		return Outcome{}, ErrRated
	case now.Sub(state.FirstMessageAt) > within:
		return Outcome{}, ErrRatingLate
	}
	t := &turn{Inputs: Inputs{Now: now}, state: state.Clone()}
	t.offer() // a customer who answers was asked
	t.state.Rating = score
	t.count(rating(&t.state))
	if a := t.state.Assignment; a != nil && a.Counts() {
		a.Rated = true
		if !t.state.EngineFailed {
			t.count(rolloutRating(a, score))
		}
	}
	return t.done(), nil
}

// End closes the conversation for the customer. Its outcome is counted at its time. A
// conversation that has ended stays as it is.
func End(state conversation.State, now time.Time) Outcome {
	if !state.EndedAt.IsZero() {
		return Outcome{State: state}
	}
	t := &turn{Inputs: Inputs{Now: now}, state: state.Clone()}
	t.state.EndedAt = now
	if !t.state.FirstMessageAt.IsZero() {
		t.offer()
	}
	return t.done()
}

// offer counts, once, that the customer was asked for a rating.
func (t *turn) offer() {
	if !t.state.SurveyOffered {
		t.state.SurveyOffered = true
		t.count(surveyOffered(&t.state))
	}
}
