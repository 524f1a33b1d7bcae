// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package rollout plans how batches of intents reach customers.
//
// Plan is a pure function: a Snapshot of everything a decision depends on goes in, the
// status to write and the decisions taken come out. What is live is read from the Bot's
// releases; the status of an IntentBatch remembers the progress of its rollout, and losing it
// changes nothing that is live. Whatever else is needed is computed each time, so that a crash
// before or after a write, a repeated or a skipped look change nothing but the time.
//
// Rules that hold whatever happens:
//   - the percentage rises only after the gates passed since the step began, and never
//     beyond that of the step;
//   - a failing gate rolls the batch back from every state in which customers have it;
//   - what is promoted is exactly the content that was rolled out and approved;
//   - only an accepted spec changes what is live; content that is live never rolls;
//   - one batch of a Bot rolls at a time.
package rollout

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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
	// Problems and Doubts are what Accepted lists, each by itself.
	Problems []Problem
	Doubts   []string
	// Decisions taken now, oldest first; they are in Status.History too.
	Decisions []v1alpha1.DecisionRecord
	// Starts is true when the plan makes the batch the rolling one of its Bot, or goes back at
	// once. The caller makes sure that its view of the rest is not an old one.
	Starts bool
	// RequeueAfter is when to look again; 0: when something changes.
	RequeueAfter time.Duration
}

// Problem is why a batch is not accepted.
type Problem struct{ Reason, Message string }

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

// planner is one plan in the making.
type planner struct {
	*Snapshot
	spec *v1alpha1.IntentBatchSpec
	// status is the one to write.
	status    v1alpha1.IntentBatchStatus
	view      view
	steps     []v1alpha1.RolloutStep
	now       metav1.Time
	out       Result
	keepsTurn bool
	// until is the earliest time at which the batch can move, where it is known.
	until time.Time
}

func newPlanner(s *Snapshot) *planner {
	s.revisions, s.history = nil, nil
	p := &planner{Snapshot: s, spec: &s.Batch.Spec, view: s.look(s.Batch)}
	s.Batch.Status.DeepCopyInto(&p.status)
	p.status.Conditions = nil
	p.status.ObservedGeneration = s.Batch.Generation
	// The API keeps whole seconds; a plan must not depend on what gets lost.
	p.now = metav1.NewTime(s.Now.UTC().Truncate(time.Second))
	p.steps = p.view.steps
	p.status.NextEvaluation = metav1.Time{}
	return p
}

func (p *planner) rolling() bool { return rolling(&p.status) }

// rolling says whether customers may have the batch as a candidate.
func rolling(s *v1alpha1.IntentBatchStatus) bool { return s.Rollout != "" && s.Result == "" }

// promoting says whether the batch was promoted and the Bot has yet to serve to everybody
// what it brings.
func promoting(s *v1alpha1.IntentBatchStatus) bool {
	return s.Result == v1alpha1.ResultPromoted && (s.Candidate != nil ||
		slices.ContainsFunc(s.Intents, func(e v1alpha1.BatchIntentStatus) bool { return e.Candidate != "" }))
}

// say sets how the batch stands.
func (p *planner) say(state State, reason, message string) {
	p.out.State, p.out.Reason, p.out.Message = state, reason, message
}

// bounded are the reasons to wait for what should be there within minutes.
var bounded = map[string]bool{
	v1alpha1.ReasonReferenceNotFound: true,
	v1alpha1.ReasonBotNotReady:       true,
	v1alpha1.ReasonPromoting:         true,
	v1alpha1.ReasonMetricsError:      true,
	v1alpha1.ReasonStaleData:         true,
}

func (p *planner) finish() Result {
	if p.out.State == Reconciling && bounded[p.out.Reason] {
		p.out.Bounded = true
	}
	p.showIntents()
	p.out.Doubts = p.view.doubts()
	for _, problem := range p.view.problems {
		p.out.Problems = append(p.out.Problems, Problem{problem.reason, problem.message})
	}
	p.out.Accepted = p.view.accepted(p.out.Doubts)
	p.out.GatesPassing = p.gatesPassing()
	if !p.until.IsZero() && p.until.After(p.Now) {
		p.status.NextEvaluation = metav1.NewTime(p.until.UTC().Truncate(time.Second))
		p.out.RequeueAfter = p.until.Sub(p.Now)
	}
	if p.polls() && (p.out.RequeueAfter == 0 || p.Interval < p.out.RequeueAfter) {
		p.out.RequeueAfter = p.Interval
	}
	fit(&p.status)
	p.out.Status = p.status
	return p.out
}

// polls says whether the plan depends on something that sends no event: the counts.
func (p *planner) polls() bool {
	return p.rolling() || p.out.Reason == v1alpha1.ReasonMetricsError
}

func (p *planner) gatesPassing() Condition {
	switch {
	case p.status.Rollout == "" && p.status.Result == v1alpha1.ResultPromoted:
		return Condition{"Unknown", v1alpha1.ReasonPromoted, "every conversation gets it without a rollout of this batch"}
	case p.status.Rollout == "":
		return Condition{"Unknown", v1alpha1.ReasonQueued, "no rollout has begun"}
	}
	switch p.status.Verdict {
	case v1alpha1.VerdictPass:
		return Condition{"True", v1alpha1.ReasonGatesKept, "every gate is kept"}
	case v1alpha1.VerdictFail:
		return Condition{"False", v1alpha1.ReasonGateFailed, p.worst(v1alpha1.VerdictFail)}
	case v1alpha1.VerdictInconclusive:
		return Condition{"False", v1alpha1.ReasonInconclusive, p.worst(v1alpha1.VerdictInconclusive)}
	case v1alpha1.VerdictError:
		return Condition{"Unknown", v1alpha1.ReasonMetricsError, p.worst(v1alpha1.VerdictError)}
	default:
		return Condition{"Unknown", v1alpha1.ReasonNoData, p.worst(v1alpha1.VerdictNoData)}
	}
}

// worst is the message of the first gate with the verdict.
func (p *planner) worst(v v1alpha1.Verdict) string {
	for i := range p.status.Gates {
		if p.status.Gates[i].Verdict == v {
			return p.status.Gates[i].Message
		}
	}
	return "see the condition Ready"
}
