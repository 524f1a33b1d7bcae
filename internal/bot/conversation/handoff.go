// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import "time"

// HandoffState says how far a handoff has come.
type HandoffState string

// The states of a handoff.
const (
	// HandoffRequested means that the packet is on its way.
	HandoffRequested HandoffState = "requested"
	// HandoffAccepted means that the helpdesk took the packet.
	HandoffAccepted HandoffState = "accepted"
	// HandoffTimeout means that the helpdesk did not take it in time; delivery goes on.
	HandoffTimeout HandoffState = "timeout"
	// HandoffFailed means that the helpdesk refused the packet, after which delivery goes on
	// slowly, or that delivery was given up.
	HandoffFailed HandoffState = "failed"
	// HandoffCompleted means that the person is done.
	HandoffCompleted HandoffState = "completed"
	// HandoffReturned means that the person gave the conversation back: the bot answers.
	HandoffReturned HandoffState = "returned"
)

// Waiting reports whether no agent has the conversation yet.
func (h *Handoff) Waiting() bool {
	switch h.State {
	case HandoffAccepted, HandoffCompleted, HandoffReturned:
		return false
	}
	return true
}

// WithPerson reports whether a person has, or is to have, the conversation.
func (s *State) WithPerson() bool { return s.Handoff != nil && s.Handoff.State != HandoffReturned }

// Handoff is the conversation's way to a person.
type Handoff struct {
	// ID is the packet's idempotency key.
	ID    string       `json:"id"`
	State HandoffState `json:"state"`
	At    time.Time    `json:"at"`
	// Reason is one of the Reason constants.
	Reason string `json:"reason"`
	// Rule is the escalation rule that matched; empty: none.
	Rule     string `json:"rule,omitempty"`
	Priority string `json:"priority,omitempty"`
	Queue    string `json:"queue,omitempty"`
	// PolicyRequired is true when the policy sends such conversations to a person whatever
	// the bot could have done: it is not held against a release.
	PolicyRequired bool `json:"policyRequired,omitempty"`
	// Intent at the time of the handoff; may be empty.
	Intent string `json:"intent,omitempty"`
	// AcceptBy is when the customer is told that no agent took over yet.
	AcceptBy time.Time `json:"acceptBy"`
	// AcceptedAt is when the helpdesk took the packet.
	AcceptedAt time.Time `json:"acceptedAt,omitzero"`
}

// Reasons of a handoff.
const (
	// ReasonRule means that an escalation rule matched.
	ReasonRule = "rule"
	// ReasonUserRequested means that the customer asked for a person.
	ReasonUserRequested = "user_requested"
	// ReasonLowConfidence means that the bot did not understand often enough.
	ReasonLowConfidence = "low_confidence"
	// ReasonFieldNotGiven means that the customer did not give a value that is needed.
	ReasonFieldNotGiven = "field_not_given"
	// ReasonEngineFailed means that the bot did not understand because the engine that
	// classifies messages failed.
	ReasonEngineFailed = "engine_failed"
	// ReasonAutomationDisabled means that the Bot's automation is switched off.
	ReasonAutomationDisabled = "automation_disabled"
	// ReasonAutomationStopped is what an outcome says when automation was switched off after
	// the bot had a part in the conversation, which is one of the bot's therefore.
	ReasonAutomationStopped = "automation_stopped"
)
