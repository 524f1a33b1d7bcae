// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package helpdesk

import (
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/hack/simulator/internal/agents"
)

// kindMessage marks what a customer wrote after the handoff; packets have no kind.
const kindMessage = "message"

// packet is what is read of a handoff packet, or of a message after it.
type packet struct {
	Kind           string                  `json:"kind"`
	MessageID      string                  `json:"messageId"`
	HandoffID      string                  `json:"handoffId"`
	Conversation   string                  `json:"conversation"`
	CreatedAt      time.Time               `json:"createdAt"`
	Priority       string                  `json:"priority"`
	Queue          string                  `json:"queue"`
	PolicyRequired bool                    `json:"policyRequired"`
	Reason         struct{ Code string }   `json:"reason"`
	Intent         *struct{ Name string }  `json:"intent"`
	Rollout        *struct{ Track string } `json:"rollout"`
	AttemptedSteps []step                  `json:"attemptedSteps"`
	Transcript     []line                  `json:"transcript"`
}

type step struct {
	Action string `json:"action"`
}

type line struct {
	At time.Time `json:"at"`
}

// id is the same for each attempt to deliver.
func (p *packet) id() string {
	if p.Kind == kindMessage {
		return p.MessageID
	}
	return p.HandoffID
}

// handoff is the packet as people work on it. The transcript begins with the customer's
// first message.
func (p *packet) handoff() agents.Handoff {
	h := agents.Handoff{
		ID: p.HandoffID, Conversation: p.Conversation, At: p.CreatedAt, Began: p.CreatedAt,
		Priority: strings.ToLower(p.Priority), Reason: p.Reason.Code, Required: p.PolicyRequired,
		Answered: slices.ContainsFunc(p.AttemptedSteps, func(s step) bool { return s.Action == "reply" }),
	}
	if p.Intent != nil {
		h.Intent = p.Intent.Name
	}
	if len(p.Transcript) > 0 && !p.Transcript[0].At.IsZero() {
		h.Began = p.Transcript[0].At
	}
	return h
}
