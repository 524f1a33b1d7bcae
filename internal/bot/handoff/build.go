// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/plural"
)

const (
	// maxLines of the transcript, and maxText bytes of one text: enough for an agent to go on
	// without asking the customer again.
	maxLines = 20
	maxText  = 2000
	// sentimentThreshold is the sentiment from which it is called negative or positive.
	sentimentThreshold = 0.25

	defaultPriority = "Normal"
)

// Packer writes packets for the dialogue. It is pure.
type Packer struct{}

// Pack builds the packet of the state's handoff, checks it, and returns it as JSON of about
// MaxBytes at most. It fails only for a state without a handoff or for an unknown part in
// Require: a missing text never keeps a customer from an agent.
func (Packer) Pack(state conversation.State, handoff release.Handoff) ([]byte, error) {
	p, err := Build(state)
	if err != nil {
		return nil, err
	}
	body, err := p.encode()
	if err != nil {
		return nil, err
	}
	return body, Validate(body, handoff.Require)
}

// Build makes the packet of the state's handoff.
func Build(s conversation.State) (Packet, error) {
	h := s.Handoff
	if h == nil {
		return Packet{}, fmt.Errorf("handoff: the state has no Handoff; set it before building the packet")
	}
	p := Packet{
		PacketVersion:  Version,
		HandoffID:      h.ID,
		Conversation:   s.ID,
		Channel:        s.Channel,
		CreatedAt:      h.At.UTC(),
		Customer:       Customer{Key: s.Customer, Tier: s.Tier, Locale: s.Speaks()},
		Reason:         Reason{Code: h.Reason, Rule: h.Rule},
		PolicyRequired: h.PolicyRequired,
		Priority:       cmp.Or(h.Priority, defaultPriority),
		Queue:          h.Queue,
		Goal:           goal(s),
		Summary:        summary(s),
		AttemptedSteps: []Step{},
		Fields:         map[string]string{},
		Missing:        []string{},
		Sentiment:      sentiment(s.Sentiment),
		Transcript:     []Line{},
	}
	if s.Intent != "" {
		p.Intent = &Intent{Name: s.Intent, Revision: s.IntentRevision, Confidence: clamp(s.Confidence, 0)}
	}
	if c := s.Collecting; c != nil && c.Field != "" {
		p.Missing = append(p.Missing, c.Field)
	}
	for _, u := range s.Proposed {
		p.ProposedUtterances = append(p.ProposedUtterances, ProposedUtterance{Intent: u.Intent, Text: chars.Clip(u.Text, maxText)})
	}
	for name, value := range s.Fields {
		p.Fields[name] = chars.Clip(value, maxText)
	}
	for _, a := range s.Attempted {
		p.AttemptedSteps = append(p.AttemptedSteps, Step{At: a.At.UTC(), Action: a.Decision, Intent: a.Intent, Confidence: clamp(a.Confidence, 0)})
	}
	for _, t := range s.Turns[max(0, len(s.Turns)-maxLines):] {
		p.Transcript = append(p.Transcript, Line{At: t.At.UTC(), From: t.Role, Text: chars.Clip(t.Text, maxText)})
	}
	if a := s.Assignment; a != nil {
		p.Rollout = &Rollout{ID: a.Rollout, Step: a.Step, Track: a.Track}
	}
	return p, nil
}

// encode gives the packet as JSON; it shortens the transcript until that fits MaxBytes.
func (p Packet) encode() ([]byte, error) {
	for {
		body, err := json.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("handoff: %w", err)
		}
		if len(body) <= MaxBytes || len(p.Transcript) == 0 {
			return body, nil
		}
		p.Transcript = p.Transcript[1:]
	}
}

// goal is the first thing that the customer wrote, as far as it is remembered.
func goal(s conversation.State) string {
	for _, t := range s.Turns {
		if text := strings.TrimSpace(t.Text); t.Role == conversation.RoleCustomer && text != "" {
			return chars.Clip(text, maxText)
		}
	}
	return "not said"
}

var reasons = map[string]string{
	conversation.ReasonRule:               "an escalation rule applies",
	conversation.ReasonUserRequested:      "the customer asked for a person",
	conversation.ReasonLowConfidence:      "the bot did not understand the customer",
	conversation.ReasonFieldNotGiven:      "the customer did not give a value that is needed",
	conversation.ReasonAutomationDisabled: "the bot's automation is switched off",
}

// summary says what happened without quoting anybody.
func summary(s conversation.State) string {
	var b strings.Builder
	if s.Intent == "" {
		b.WriteString("The bot did not find out what it is about.")
	} else {
		fmt.Fprintf(&b, "It is about %s, as far as the bot understood (confidence %.0f %%).", s.Intent, 100*clamp(s.Confidence, 0))
	}
	did := "answered nothing"
	if s.Answered {
		did = "gave an answer"
	}
	first, last := s.FirstMessageAt, s.LastMessageAt
	fmt.Fprintf(&b, " The customer wrote %s", plural.Of(s.Messages, "message"))
	if d := last.Sub(first); !first.IsZero() && d >= time.Minute {
		fmt.Fprintf(&b, " over %s", d.Round(time.Minute))
	}
	fmt.Fprintf(&b, ", the bot %s.", did)
	fmt.Fprintf(&b, " Handed over because %s", cmp.Or(reasons[s.Handoff.Reason], s.Handoff.Reason))
	if s.Handoff.Rule != "" {
		fmt.Fprintf(&b, " (%s)", s.Handoff.Rule)
	}
	b.WriteString(".")
	return b.String()
}

func sentiment(score float64) Sentiment {
	score = clamp(score, -1)
	label := "neutral"
	switch {
	case score <= -sentimentThreshold:
		label = "negative"
	case score >= sentimentThreshold:
		label = "positive"
	}
	return Sentiment{Score: score, Label: label}
}

// clamp gives x between low and 1; what is not a number becomes 0.
func clamp(x, low float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return min(max(x, low), 1)
}
