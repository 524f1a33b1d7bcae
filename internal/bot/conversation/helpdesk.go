// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package conversation

import (
	"slices"
	"time"
)

// Bounds of a Helpdesk.
const (
	// MaxHelpdeskMarks is how many messages and changes of status are kept.
	MaxHelpdeskMarks = 128
	// MaxHelpdeskWork is how many intervals of agents' work are kept until they are counted.
	MaxHelpdeskWork = 64
	// MaxHelpdeskTargets is how many service level targets are kept: one of each kind.
	MaxHelpdeskTargets = 2
)

// DueHelpdesk is the kind of due message that counts what events of the helpdesk said.
const DueHelpdesk = "helpdesk"

// Helpdesk is what events of the helpdesk said about a conversation. It holds times and no
// words.
type Helpdesk struct {
	// Marks are what happened, by time.
	Marks []HelpdeskMark `json:"marks,omitempty"`
	// Work is agents' work that is not counted yet.
	Work []HelpdeskWork `json:"work,omitempty"`
	// Targets of the service level.
	Targets []HelpdeskTarget `json:"targets,omitempty"`
	// SettleAt is when events are counted next: they come out of order, so each waits a little
	// for those before it.
	SettleAt time.Time `json:"settleAt,omitzero"`
	// WorkDueAt is when Work is counted.
	WorkDueAt time.Time `json:"workDueAt,omitzero"`
	// Responded is true once a person's first response was counted, Contacted once the
	// contact was, Recommended once the answer to the NPS survey was, and OfferedNPS once
	// that survey was offered.
	Responded   bool `json:"responded,omitempty"`
	Contacted   bool `json:"contacted,omitempty"`
	Recommended bool `json:"recommended,omitempty"`
	OfferedNPS  bool `json:"offeredNPS,omitempty"`
	// Handled is true once agents' work was counted.
	Handled bool `json:"handled,omitempty"`
	// ResolvedFirst is true once the time to the first resolution was counted, ResolvedFull
	// once that to the last was.
	ResolvedFirst bool `json:"resolvedFirst,omitempty"`
	ResolvedFull  bool `json:"resolvedFull,omitempty"`
}

// MarkKind says what a HelpdeskMark is.
type MarkKind string

// The kinds of marks.
const (
	MarkCustomer  MarkKind = "customer"
	MarkHuman     MarkKind = "human"
	MarkBot       MarkKind = "bot"
	MarkResolved  MarkKind = "resolved"
	MarkReopened  MarkKind = "reopened"
	MarkAbandoned MarkKind = "abandoned"
)

// HelpdeskMark is a message or a change of status.
type HelpdeskMark struct {
	At   time.Time `json:"at"`
	Kind MarkKind  `json:"kind"`
	// Counted is true once the wait that a customer's message belongs to, or the reopening,
	// was counted.
	Counted bool `json:"counted,omitempty"`
}

// HelpdeskWork is an interval of an agent's work.
type HelpdeskWork struct {
	// Agent is a digest of the agent's name.
	Agent string    `json:"agent"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// HelpdeskTarget is a target of the service level.
type HelpdeskTarget struct {
	// Target is first_response or resolution.
	Target   string    `json:"target"`
	Priority string    `json:"priority,omitempty"`
	DueAt    time.Time `json:"dueAt,omitzero"`
	// Result is hit or missed; empty: not known yet.
	Result string `json:"result,omitempty"`
	// ResultAt is when that happened.
	ResultAt time.Time `json:"resultAt,omitzero"`
	Counted  bool      `json:"counted,omitempty"`
}

func (h *Helpdesk) clone() *Helpdesk {
	if h == nil {
		return nil
	}
	c := *h
	c.Marks = slices.Clone(h.Marks)
	c.Work = slices.Clone(h.Work)
	c.Targets = slices.Clone(h.Targets)
	return &c
}
