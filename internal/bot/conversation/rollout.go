// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import "time"

// Tracks of a rollout.
const (
	TrackStable    = "stable"
	TrackCandidate = "candidate"
)

// Kinds of intents by what stable knows of them.
const (
	KindNewIntent     = "new"
	KindChangedIntent = "changed"
)

// Whose conversation it is, as evidence: values of the ledger's label.
const (
	// EvidenceVerified is that of a customer whom a site vouches for.
	EvidenceVerified = "verified"
	// EvidenceLimited is that of an anonymous customer whose network is known: few of each
	// network count.
	EvidenceLimited = "limited"
	// EvidenceUnlimited is that of an anonymous customer of an unknown network: one client can
	// make up as many as it likes.
	EvidenceUnlimited = "unlimited"
)

// Evidence of the conversation.
func (s *State) Evidence() string {
	switch {
	case s.Verified:
		return EvidenceVerified
	case s.Network != "":
		return EvidenceLimited
	}
	return EvidenceUnlimited
}

// Assignment is a conversation's part in a rollout.
type Assignment struct {
	Rollout string `json:"rollout"`
	Step    string `json:"step"`
	// Track is TrackStable or TrackCandidate.
	Track string `json:"track"`
	// Kind of the intent on which stable and candidate first decided differently:
	// KindNewIntent or KindChangedIntent. Empty: assigned by a version that did not distinguish kinds.
	Kind string `json:"kind,omitempty"`
	// At is when stable and candidate first decided differently.
	At time.Time `json:"at"`
	// Stable and Candidate are the releases at that time.
	Stable    string `json:"stable"`
	Candidate string `json:"candidate"`
	// OutcomeAt is when the outcome is counted for the rollout.
	OutcomeAt time.Time `json:"outcomeAt"`
	// Repeat is true when another conversation of the customer was counted in this rollout
	// before. Tracks are drawn by customer, so customers are the independent unit, and each is
	// counted with the first conversation in which it makes a difference. This one is served
	// by the track and not counted.
	Repeat bool `json:"repeat,omitempty"`
	// OverLimit is true when the rollout had counted as many conversations of the client's network
	// that day as it may. This one is served by the track and not counted, and neither is any other
	// of the customer.
	OverLimit bool `json:"overLimit,omitempty"`
	// Evidence of the conversation; empty: assigned by a version that did not distinguish it.
	Evidence string `json:"evidence,omitempty"`
	// Answered is true once the bot gave an answer since At.
	Answered bool `json:"answered,omitempty"`
	// OutcomeCounted and Rated are true once the rollout has them.
	OutcomeCounted bool `json:"outcomeCounted,omitempty"`
	Rated          bool `json:"rated,omitempty"`
}

// Counts reports whether the rollout counts the conversation.
func (a *Assignment) Counts() bool { return !a.Repeat && !a.OverLimit }

// Shadow is what a rollout at 0 percent saw of a conversation.
type Shadow struct {
	Rollout string `json:"rollout"`
	// Counted is true once the conversation is in the shadow counts: when the candidate would
	// first have decided otherwise, else with the outcome. Such a conversation is not assigned
	// later in that rollout.
	Counted bool `json:"counted,omitempty"`
}
