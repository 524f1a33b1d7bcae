// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"time"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// Outcomes of a conversation.
const (
	OutcomeContained       = "contained"
	OutcomeEscalated       = "escalated"
	OutcomePolicyEscalated = "policy_escalated"
	OutcomeAbandoned       = "abandoned"
	// OutcomeEngineFailed is an outcome for a rollout only: one that counts for no track.
	OutcomeEngineFailed = "engine_failed"
)

// Outcome is how the conversation stands.
func (s *State) Outcome() string { return s.outcome(s.Answered) }

// RolloutOutcome is how it stands for its rollout: only answers since its assignment count,
// and nothing does where the engine failed.
func (s *State) RolloutOutcome() string {
	if s.EngineFailed {
		return OutcomeEngineFailed
	}
	return s.outcome(s.Assignment != nil && s.Assignment.Answered)
}

func (s *State) outcome(answered bool) string {
	switch {
	case s.Handoff != nil && s.Handoff.PolicyRequired && !s.Escalated:
		return OutcomePolicyEscalated
	case s.Handoff != nil:
		return OutcomeEscalated
	case !answered, s.GaveUp():
		return OutcomeAbandoned
	}
	return OutcomeContained
}

// GaveUp is true when the helpdesk said that the customer gave up, and the conversation was
// not reopened since.
func (s *State) GaveUp() bool {
	gaveUp := false
	for _, m := range s.marks() {
		switch m.Kind {
		case MarkAbandoned:
			gaveUp = true
		case MarkReopened:
			gaveUp = false
		}
	}
	return gaveUp
}

// End is when the conversation ended: when it was resolved or given up, or else when
// something last happened in it.
func (s *State) End() time.Time {
	var ended time.Time
	last := s.LastMessageAt
	if n := len(s.Turns); n > 0 && s.Turns[n-1].At.After(last) {
		last = s.Turns[n-1].At
	}
	for _, m := range s.marks() {
		switch m.Kind {
		case MarkResolved, MarkAbandoned:
			ended = m.At
		case MarkReopened:
			ended = time.Time{}
		default:
			if m.At.After(last) {
				last = m.At
			}
		}
	}
	if ended.IsZero() {
		return last
	}
	return ended
}

// HandledBy says who served the customer: bot, human or mixed. Where the helpdesk
// sends no events about a conversation that was handed over, an agent is assumed to have replied.
func (s *State) HandledBy() string {
	bot, person := s.Answered, s.Handoff != nil && len(s.marks()) == 0
	for _, m := range s.marks() {
		bot = bot || m.Kind == MarkBot
		person = person || m.Kind == MarkHuman
	}
	switch {
	case !person:
		return "bot"
	case bot:
		return "mixed"
	}
	return "human"
}

// IntentLabel is the intent as metrics name it.
func (s *State) IntentLabel() string {
	if s.Intent == "" {
		return kpi.None
	}
	return s.Intent
}

func (s *State) marks() []HelpdeskMark {
	if s.Helpdesk == nil {
		return nil
	}
	return s.Helpdesk.Marks
}

// HandedOverFor is how long a conversation that was handed over stays with the person while
// nothing happens in it. It outlasts the night between a question and its answer, since a
// customer who comes back too early is only passed on to the person who knows the case. It is
// no shorter than ratings are open by default, and half of how long conversations are kept.
const HandedOverFor = 24 * time.Hour

// Over is true when a person is done with the conversation, or nothing has happened in it for
// HandedOverFor. What the customer writes next begins another conversation, and the bot has it.
func (s *State) Over(now time.Time) bool {
	if !s.WithPerson() {
		return false
	}
	last := s.End()
	for _, m := range s.marks() {
		if m.At.After(last) {
			last = m.At
		}
	}
	return s.Settled() || now.Sub(last) >= HandedOverFor
}

// Settled is true when the helpdesk said that the agent is done, or that the conversation was
// resolved or given up since the handoff, and it was not reopened.
func (s *State) Settled() bool {
	settled := s.Handoff != nil && s.Handoff.State == HandoffCompleted
	for _, m := range s.marks() {
		switch m.Kind {
		case MarkResolved, MarkAbandoned:
			settled = settled || s.Handoff != nil && m.At.After(s.Handoff.At)
		case MarkReopened:
			settled = false
		}
	}
	return settled
}
