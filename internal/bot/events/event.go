// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package events takes in what the helpdesk tells about conversations, and counts it. Apply
// and Settle decide purely; Desk loads and commits; Handler is the HTTP side.
package events

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Prefix of the types of events that are known.
const Prefix = "dev.intentops."

// Bounds of an event's time.
const (
	// MaxSkew is how far clocks may differ.
	MaxSkew = 5 * time.Minute
	// MaxAge is how late an event may come.
	MaxAge = 7 * 24 * time.Hour
	// claimFor is how long an event is known, so that it is taken once. One that comes later
	// is too old.
	claimFor = MaxAge + 2*MaxSkew
	// KeepConversations is how long conversations must be kept for events to find them.
	KeepConversations = MaxAge + 24*time.Hour
)

// Event is a CloudEvent about a conversation.
type Event struct {
	// Source and ID together name the event.
	Source, ID string
	// Type with its Prefix.
	Type string
	// Conversation is the event's subject.
	Conversation string
	// Time is when it happened.
	Time time.Time
	// Data is a JSON object; nil: none.
	Data json.RawMessage
}

func (e Event) claim() string {
	return "event/" + strconv.Itoa(len(e.Source)) + ":" + e.Source + e.ID
}

// digest tells what an event says. Two events of one source and id that differ in it are not
// the same event.
func (e Event) digest() []byte {
	h := sha256.New()
	for _, part := range []string{e.Type, e.Conversation, e.Time.UTC().Format(time.RFC3339Nano)} {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	// The same members in another order, or with other blanks, are the same.
	var members any
	if json.Unmarshal(e.Data, &members) == nil {
		members, _ := json.Marshal(members) // it was JSON
		_, _ = h.Write(members)
	} else {
		_, _ = h.Write(e.Data)
	}
	return h.Sum(nil)[:12]
}

// Result says what became of an event.
type Result string

// The results.
const (
	// Accepted means that it is counted, or will be when what belongs to it has come.
	Accepted Result = "accepted"
	// Duplicate means that the event of that source and id was accepted before.
	Duplicate Result = "duplicate"
	// DifferentContent means that an event of that source and id was accepted before, and said
	// something else. The first one stands.
	DifferentContent Result = "different_content"
	// Repeated means that another event told the same before, such as a second rating.
	Repeated Result = "repeated"
	// UnknownType and UnknownConversation mean that nothing is counted.
	UnknownType         Result = "unknown_type"
	UnknownConversation Result = "unknown_conversation"

	// The rest are refusals: sending the event again does not help.

	// BadData means that a field is missing or wrong.
	BadData Result = "bad_data"
	// Future means that the time is further ahead than MaxSkew.
	Future Result = "future"
	// TooOld means that the time is longer ago than MaxAge.
	TooOld Result = "too_old"
	// NegativeDuration means that something ends before it begins.
	NegativeDuration Result = "negative_duration"
	// OutOfScale means that a score is not on its scale.
	OutOfScale Result = "out_of_scale"
	// Full means that too much was told of the conversation.
	Full Result = "full"
)

// Refused says whether the event cannot be taken.
func (r Result) Refused() bool {
	switch r {
	case BadData, Future, TooOld, NegativeDuration, OutOfScale, Full:
		return true
	}
	return false
}

// refusal is why an event is not taken. Its message names the field and the fix, and repeats
// nothing of what was sent.
type refusal struct {
	result  Result
	message string
}

func (r *refusal) Error() string { return r.message }

func refuse(result Result, message string) error { return &refusal{result, message} }

// Verdict is what became of one event.
type Verdict struct {
	Source string `json:"source"`
	ID     string `json:"id"`
	Result Result `json:"result"`
	// Message says why it was not counted.
	Message string `json:"message,omitempty"`
}

func verdict(e Event, err error) Verdict {
	v := Verdict{Source: e.Source, ID: e.ID, Result: Accepted}
	if err == nil {
		return v
	}
	v.Result, v.Message = BadData, err.Error()
	if r, ok := errors.AsType[*refusal](err); ok {
		v.Result = r.result
	}
	return v
}
