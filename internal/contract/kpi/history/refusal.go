// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import "fmt"

// Reason says why an event does not count.
type Reason string

// The reasons.
const (
	// Malformed is no CloudEvent, or data of the wrong type.
	Malformed Reason = "Malformed"
	// TooLong is a line beyond the limit.
	TooLong Reason = "TooLong"
	// BadValue is a member that is missing or not one of the values it may have.
	BadValue Reason = "BadValue"
	// NegativeDuration is an end before its start.
	NegativeDuration Reason = "NegativeDuration"
	// OutsideScale is a rating that its scale does not have.
	OutsideScale Reason = "OutsideScale"
	// DifferentContent is a second event with source and id of a first, but not the same.
	DifferentContent Reason = "DifferentContent"
	// UnknownConversation is an event of a conversation whose start is not in the history.
	UnknownConversation Reason = "UnknownConversation"
	// BeforeStart is an event more than 5 s before the start of its conversation.
	BeforeStart Reason = "BeforeStart"
	// StartedTwice is another start of a conversation.
	StartedTwice Reason = "StartedTwice"
	// InFuture is an event from after the time at which the history is read.
	InFuture Reason = "InFuture"
)

// Refusal is the error for one event. It does not quote the event: customers' words do not
// belong into errors.
type Refusal struct {
	Reason Reason
	// Line is where the event stood, from 1; 0: unknown.
	Line int64
	// Fix says what is expected.
	Fix string
}

func refuse(reason Reason, fix string) *Refusal { return &Refusal{Reason: reason, Fix: fix} }

func (r *Refusal) Error() string {
	if r.Line == 0 {
		return fmt.Sprintf("%s: %s", r.Reason, r.Fix)
	}
	return fmt.Sprintf("line %d: %s: %s", r.Line, r.Reason, r.Fix)
}
