// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package handoff writes the packet that an agent gets with a conversation, and delivers it
// to the helpdesk until it is accepted.
package handoff

import "time"

// Version of the packet's format, its packetVersion.
const Version = "v1"

// MaxBytes is how large a packet may be; the oldest lines of the transcript are left out.
const MaxBytes = 64 << 10

// Packet is what an agent gets. schema.json is its contract.
type Packet struct {
	PacketVersion string `json:"packetVersion"`
	// HandoffID is the idempotency key: the same for each attempt to deliver.
	HandoffID    string    `json:"handoffId"`
	Conversation string    `json:"conversation"`
	Channel      string    `json:"channel"`
	CreatedAt    time.Time `json:"createdAt"`
	Customer     Customer  `json:"customer"`
	Reason       Reason    `json:"reason"`
	// PolicyRequired is true when the policy sends such conversations to a person whatever
	// the bot could have done.
	PolicyRequired bool `json:"policyRequired"`
	// Priority is Low, Normal, High or Urgent.
	Priority string `json:"priority"`
	// Queue in the helpdesk; empty: the helpdesk decides.
	Queue string `json:"queue,omitempty"`
	// Intent that was understood; nil: none.
	Intent *Intent `json:"intent,omitempty"`
	// Goal is what the customer wanted, in their words.
	Goal string `json:"goal"`
	// Summary is one to three sentences, put together by rules and not by a model.
	Summary        string `json:"summary"`
	AttemptedSteps []Step `json:"attemptedSteps"`
	// Fields are the values that the customer gave, by field name.
	Fields map[string]string `json:"fields"`
	// ProposedUtterances are messages that the bot did not understand and whose intent the
	// customer then chose.
	ProposedUtterances []ProposedUtterance `json:"proposedUtterances,omitempty"`
	// Missing are the fields that the bot asked for and did not get.
	Missing   []string  `json:"missing"`
	Sentiment Sentiment `json:"sentiment"`
	// Transcript holds the newest lines.
	Transcript []Line `json:"transcript"`
	// Rollout that the conversation takes part in; nil: none.
	Rollout *Rollout `json:"rollout,omitempty"`
}

// Customer is who waits.
type Customer struct {
	// Key is opaque, the same for all conversations of the customer.
	Key    string `json:"key"`
	Tier   string `json:"tier,omitempty"`
	Locale string `json:"locale,omitempty"`
}

// Reason is why an agent takes over.
type Reason struct {
	// Code is one of the Reason constants of package conversation.
	Code string `json:"code"`
	// Rule of the escalation policy that matched; empty: none.
	Rule string `json:"rule,omitempty"`
}

// Intent as the bot understood it.
type Intent struct {
	Name     string `json:"name"`
	Revision string `json:"revision,omitempty"`
	// Confidence is the last message's, 0..1.
	Confidence float64 `json:"confidence"`
}

// Step is one thing that the bot did.
type Step struct {
	At time.Time `json:"at"`
	// Action is reply, field, confirm, offer, clarify, acknowledge, chat, withdraw or escalate.
	Action string `json:"action"`
	Intent string `json:"intent,omitempty"`
	// Confidence is 0..1.
	Confidence float64 `json:"confidence"`
}

// ProposedUtterance is a message that an intent may lack among its utterances.
type ProposedUtterance struct {
	Intent string `json:"intent"`
	Text   string `json:"text"`
}

// Sentiment of the last message.
type Sentiment struct {
	// Score is -1 (angry) to 1 (happy).
	Score float64 `json:"score"`
	// Label is negative, neutral or positive.
	Label string `json:"label"`
}

// Line is one line of the transcript.
type Line struct {
	At time.Time `json:"at"`
	// From is customer or bot.
	From string `json:"from"`
	Text string `json:"text"`
}

// Rollout says what the bot was made of, so that an agent's verdict can be attributed to it.
type Rollout struct {
	ID    string `json:"id"`
	Step  string `json:"step"`
	Track string `json:"track"`
}
