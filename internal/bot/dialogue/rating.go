// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

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
	t.offer() // whoever answers was asked
	t.state.Rating = score
	t.count(rating(&t.state))
	if a := t.state.Assignment; a != nil && !a.Repeat {
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
