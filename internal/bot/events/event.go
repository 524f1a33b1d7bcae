// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package events takes in events about conversations from the helpdesk, and counts them. Apply
// and Settle decide purely; Ingestor loads and commits; Handler is the HTTP side.
package events

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math"
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
	// claimFor is how long an event is remembered, so that it is accepted once. One that comes
	// later is too old.
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

// digest identifies what an event says. Two events with one source and id and different digests
// are not the same event.
func (e Event) digest() []byte {
	h := sha256.New()
	for _, part := range []string{e.Type, e.Conversation, e.Time.UTC().Format(time.RFC3339Nano)} {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	// The order of members and the space between them do not matter.
	var members any
	if json.Unmarshal(e.Data, &members) == nil {
		members, _ := json.Marshal(members) // it was JSON
		_, _ = h.Write(members)
	} else {
		_, _ = h.Write(e.Data)
	}
	return h.Sum(nil)[:12]
}

// data holds the fields of all types that are counted.
type data struct {
	Actor     string    `json:"actor"`
	Private   bool      `json:"private"`
	Agent     string    `json:"agent"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Kind      string    `json:"kind"`
	Survey    string    `json:"survey"`
	Score     *float64  `json:"score"`
	HandledBy string    `json:"handledBy"`
	Target    string    `json:"target"`
	Priority  string    `json:"priority"`
	DueAt     time.Time `json:"dueAt"`
	Quality   *float64  `json:"quality"`
	HandoffID string    `json:"handoffId"`
	// EscalationWarranted is nil when the reviewer did not say.
	EscalationWarranted *bool `json:"escalationWarranted"`
}

func (e Event) data() (data, error) {
	var d data
	if len(e.Data) == 0 {
		return d, nil
	}
	if err := json.Unmarshal(e.Data, &d); err != nil {
		// The cause may quote what was sent.
		return d, refuse(BadData, "data: must be a JSON object with the fields of the type; times as in RFC 3339")
	}
	return d, nil
}

// wholeNumber returns a field's number, which must be a whole one of low..high.
func wholeNumber(field string, n *float64, low, high int) (int, error) {
	switch {
	case n == nil:
		return 0, refuse(BadData, "data."+field+": is missing")
	case *n != math.Trunc(*n) || *n < float64(low) || *n > float64(high):
		return 0, refuse(OutOfScale, "data."+field+": must be a whole number on the scale")
	}
	return int(*n), nil
}

// checkTime checks an event's time against the clock and the conversation's start.
func checkTime(e Event, started, now time.Time) error {
	switch {
	case e.Time.IsZero():
		return refuse(BadData, "time: is missing; say when it happened")
	case e.Time.Sub(now) > MaxSkew:
		return refuse(Future, "time: is more than 5 minutes ahead; set the sender's clock")
	case now.Sub(e.Time) > MaxAge:
		return refuse(TooOld, "time: is more than 7 days ago; such events are no longer counted")
	case started.Sub(e.Time) > MaxSkew:
		return refuse(NegativeDuration, "time: is before the conversation began")
	}
	return nil
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
	// Repeated means that another event said the same before, such as a second rating.
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
	// Full means that there are too many events for the conversation.
	Full Result = "full"
)

// Refused reports whether the event cannot be accepted.
func (r Result) Refused() bool {
	switch r {
	case BadData, Future, TooOld, NegativeDuration, OutOfScale, Full:
		return true
	}
	return false
}

// refusal is why an event is not accepted. Its message names the field and the fix, and repeats
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
