// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import "time"

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

// Settled is true when the helpdesk has told that the person is done, or that the conversation
// was resolved or given up since the handoff, and it was not reopened.
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
