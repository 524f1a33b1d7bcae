// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package gate turns counts of conversations into a decision about a rollout.
//
// Every gate says one of five things: Pass, Fail, Inconclusive, NoData or Error. An
// ordered chain of checks then decides for all gates together: wait, promote, roll back
// or hold. Bad or missing data never promotes and never rolls back.
//
// The package is pure: no clock, no I/O. The figures come from internal/operator/evidence, so the
// error rates hold however often somebody looks. Messages are written for the people who
// read kubectl.
package gate

import (
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Gate is a bound that a candidate must keep, with everything resolved.
type Gate struct {
	Name string
	// Kind of intents that the gate is about; empty: all of them.
	Kind    v1alpha1.IntentKind
	Metric  v1alpha1.GateMetric
	Compare v1alpha1.Comparison
	// Bound is the limit (compare Target) or the margin (compare Stable): a rate from 0 to
	// 1 for escalations and missed escalations, points of the 1 to 5 scale for CSAT.
	Bound float64
}

// Budget is how often all gates together may be wrong over a rollout, from 0 to 0.5.
type Budget struct {
	FalseRollback, FalsePromotion float64
}

// Step is a step that has begun: what was fixed when it began, and its counts.
type Step struct {
	Name string
	// Percent of conversations on the candidate track. 0 is a shadow step.
	Percent int32
	// Stable's figures from before the step. A wrong one costs conversations, never the
	// error rate. Rates from 0 to 1, CSAT from 1 to 5.
	BaselineEscalation, BaselineMissed, BaselineCSAT float64
	Candidate, Stable                                v1alpha1.TrackCounts
	// Previous are the counts of the look before, to notice counts that fall.
	PreviousCandidate, PreviousStable v1alpha1.TrackCounts
	// New and Changed are the same step with the conversations of one kind of intents only,
	// for gates about that kind; nil: none were counted.
	New, Changed *Step
}

// Data says how good the counts are as a source.
type Data struct {
	// Error is why the counts could not be read; empty when they could.
	Error string
	// Missing is true when the source answers but has never heard of the bot.
	Missing bool
	// Age of the newest figures, and the age from which they no longer count.
	Age, MaxStaleness time.Duration
}

// Evidence says what the counts of anonymous customers are worth.
type Evidence struct {
	// Uncounted conversations were left out: their client's network had PerNetwork that day.
	Uncounted  int64
	PerNetwork int32
	// Unlimited conversations are counted, and nothing limits how many one client makes up.
	Unlimited int64
}

// Input is everything a decision depends on.
type Input struct {
	Gates  []Gate
	Budget Budget
	// Grid is the version of the statistical method pinned for the rollout; empty: the
	// current one.
	Grid string
	// PlannedSteps with customers, fixed when the rollout began.
	PlannedSteps int
	// Steps that have begun, in order. The last one is the present one.
	Steps []Step
	// StableAnswers is true when stable answers every intent of the batch too. Only then
	// can a bad hour of both tracks be told from a bad batch. Gates about one kind of intents
	// go by the kind.
	StableAnswers bool
	// AtOnce is true when no planned step has customers on both tracks.
	AtOnce bool
	Data   Data
	// Evidence says what the counts leave out.
	Evidence Evidence

	// Mode is what the step demands.
	Mode v1alpha1.GateMode
	// MinConversations of the candidate, over all steps so far. Gates about one kind of
	// intents must have seen MinNew or MinChanged conversations of that kind instead.
	MinConversations, MinNew, MinChanged int64
	// MinInStep is how many of them the present step must have seen itself, of each kind
	// that is judged apart.
	MinInStep int64
	// Elapsed since the present step began.
	Elapsed time.Duration
	// MinDuration and MaxWait of the step; 0: none.
	MinDuration, MaxWait time.Duration
	OnTimeout            v1alpha1.StopAction
	// Latched are the gates as they stood when one of them failed earlier in this rollout;
	// nil when none did.
	Latched []v1alpha1.GateStatus
}

// Decision is what the evidence asks for.
type Decision string

// The decisions.
const (
	// Wait asks for more conversations or time.
	Wait Decision = "Wait"
	// Promote lets the next step begin.
	Promote Decision = "Promote"
	// Rollback takes the candidate back.
	Rollback Decision = "Rollback"
	// Hold stays at the present step until people or the data change something.
	Hold Decision = "Hold"
)

// Outcome is the decision with what it was taken on.
type Outcome struct {
	Decision Decision
	// Verdict of all gates together: the worst of Fail, Error, NoData, Inconclusive, Pass.
	Verdict v1alpha1.Verdict
	// Reason is a reason of the api package, Message says it to people.
	Reason, Message string
	// Gate is the name of the gate that decided; empty when it was none.
	Gate  string
	Gates []v1alpha1.GateStatus
	// Figures hold the unrounded numbers, gate by gate.
	Figures []Figures
	// SampleRatio is the check of how conversations were shared out.
	SampleRatio SampleRatio
	// Escalation and CSAT of the candidate as people read them; empty without data.
	Escalation, CSAT v1alpha1.Value
	// Ready is the earliest time from now at which the step's minimum duration is over.
	Ready time.Duration
}

// Figures are a gate's numbers. Estimate, Low and High are of what the gate bounds, the
// candidate's value or its difference from stable, in the unit of Gate.Bound.
type Figures struct {
	Name                            string
	Verdict                         v1alpha1.Verdict
	LogEHarm, LogESafe              float64
	ThresholdHarm                   float64
	ThresholdSafe                   float64
	Estimate, Low, High             float64
	Conversations, Needed           int64
	Candidate, Stable               float64
	CandidateSamples, StableSamples int64
}

// SampleRatio says whether the tracks got the shares that were planned.
type SampleRatio struct {
	LogE     float64
	Mismatch bool
	// Kind of intents of which LogE is; empty: all of them.
	Kind v1alpha1.IntentKind
}
