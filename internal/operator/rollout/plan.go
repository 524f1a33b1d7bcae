// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// State is how the batch stands in the terms of kstatus.
type State string

// The states.
const (
	// Ready: customers get what the spec asks for, or people hold the batch where it is.
	Ready State = "Ready"
	// Reconciling: it is under way, or waits for something that comes by itself or is the
	// next thing people do in the normal course. See Result.Bounded.
	Reconciling State = "Reconciling"
	// Stalled: nothing moves until a person changes something.
	Stalled State = "Stalled"
)

// Condition is what a condition of the batch is to say.
type Condition struct {
	// Status is True, False or Unknown.
	Status  string
	Reason  string
	Message string
}

// Result is a plan.
type Result struct {
	// Status to write, without conditions.
	Status v1alpha1.IntentBatchStatus
	// State, Reason and Message are for Ready, Reconciling and Stalled.
	State           State
	Reason, Message string
	// Bounded is true where a Reconciling batch waits for what should come within minutes and,
	// when it does not, takes a person: what its spec names is not there, or no pod serves it.
	Bounded      bool
	Accepted     Condition
	GatesPassing Condition
	// Decisions taken now, oldest first; they are in Status.History too.
	Decisions []v1alpha1.DecisionRecord
	// Starts is true when the plan makes the batch the rolling one of its Bot, or goes back at
	// once. The caller makes sure that its view of the rest is not an old one.
	Starts bool
	// RequeueAfter is when to look again; 0: when something changes.
	RequeueAfter time.Duration
}

// Plan decides what happens to a batch next.
func Plan(s Snapshot) Result {
	p := newPlanner(&s)
	p.showIntents()
	switch {
	case p.rolling():
		p.roll()
	case promoting(&p.status):
		p.handOver()
	}
	if p.out.State == "" {
		// Nothing is rolling, or its content was replaced just now.
		p.rest()
	}
	return p.finish()
}
