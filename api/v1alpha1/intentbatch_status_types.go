// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Verdict is what a gate says of the evidence so far.
// +kubebuilder:validation:Enum=Pass;Fail;Inconclusive;NoData;Error
type Verdict string

// The verdicts.
const (
	VerdictPass         Verdict = "Pass"
	VerdictFail         Verdict = "Fail"
	VerdictInconclusive Verdict = "Inconclusive"
	VerdictNoData       Verdict = "NoData"
	VerdictError        Verdict = "Error"
)

// IntentKind says whether stable knows an intent that a rollout brings.
// +kubebuilder:validation:Enum=New;Changed
type IntentKind string

// The kinds of intents.
const (
	// IntentNew is unknown to stable, which hands its conversations to a person.
	IntentNew IntentKind = "New"
	// IntentChanged is answered by stable too, in another way.
	IntentChanged IntentKind = "Changed"
)

// BatchIntentStatus says which revisions of an intent the tracks serve.
type BatchIntentStatus struct {
	// name of the Intent.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
	// stable is the ControllerRevision that every conversation gets. Absent: none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Stable string `json:"stable,omitempty"`
	// candidate is the ControllerRevision that the rollout brings. It stays until the Bot
	// has made what was promoted its release. Absent: none is rolling.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Candidate string `json:"candidate,omitempty"`
}

// BatchCandidate is what a rollout brings beside intents.
type BatchCandidate struct {
	// escalationPolicy that the rollout brings. Absent: it brings none.
	// +optional
	EscalationPolicy *ReleasedPolicy `json:"escalationPolicy,omitempty"`
	// understanding that the rollout brings. Absent: it brings none.
	// +optional
	Understanding *Understanding `json:"understanding,omitempty"`
	// textsRevision is the hash of the Bot's spec.texts that the rollout brings; empty: the
	// default texts. Absent: it brings none.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	TextsRevision *string `json:"textsRevision,omitempty"`
}

// SuspendedRollout is a rollout whose content was replaced by an edit. If the edit is undone
// it goes on where it was.
type SuspendedRollout struct {
	// revision of the batch that it brought.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Revision string `json:"revision,omitempty"`
	// rollout that it was.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Rollout string `json:"rollout,omitempty"`
	// live is the BotRelease that it was compared with. With another one the counts are no
	// longer valid.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Live string `json:"live,omitempty"`
	// suspendedAt is when it was suspended. The time until it goes on counts for no step.
	// +optional
	SuspendedAt metav1.Time `json:"suspendedAt,omitzero"`
	// startedAt is when it began.
	// +optional
	StartedAt metav1.Time `json:"startedAt,omitzero"`
	// plannedSteps is how many steps with customers it had when it began.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=20
	PlannedSteps int32 `json:"plannedSteps,omitempty"`
	// evidenceVersion is its statistical method.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=20
	EvidenceVersion string `json:"evidenceVersion,omitempty"`
	// steps that had begun, with their counts.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Steps []StepRecord `json:"steps,omitempty"`
	// gates that were in force, with what each said. With other gates it begins again.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Gates []GateStatus `json:"gates,omitempty"`
	// defaultGatesReason says why those gates were in force, when the spec named none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	DefaultGatesReason string `json:"defaultGatesReason,omitempty"`
	// evidence that it counted: Verified or All. Absent: All.
	// +optional
	Evidence Evidence `json:"evidence,omitempty"`
}

// TrackCounts are the triggered conversations of one track in one step.
type TrackCounts struct {
	// assigned conversations.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Assigned int64 `json:"assigned,omitempty"`
	// conversations old enough to be judged, without those the policy handed over.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Conversations int64 `json:"conversations,omitempty"`
	// escalated of them.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Escalated int64 `json:"escalated,omitempty"`
	// policyEscalated were handed over because the policy demands it.
	// +optional
	// +kubebuilder:validation:Minimum=0
	PolicyEscalated int64 `json:"policyEscalated,omitempty"`
	// missedEscalations of conversations.
	// +optional
	// +kubebuilder:validation:Minimum=0
	MissedEscalations int64 `json:"missedEscalations,omitempty"`
	// ratings are how often each of 1, 2, 3, 4 and 5 was given.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=5
	// +kubebuilder:validation:items:Minimum=0
	Ratings []int64 `json:"ratings,omitempty"`
}

// StepRecord is a step that has begun: its share and baseline, fixed when it began, and
// its counts, so far or when it ended.
type StepRecord struct {
	// name of the step.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`
	// percent of conversations on the candidate track.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Percent *int32 `json:"percent,omitempty"`
	// startedAt is when the step began.
	// +optional
	StartedAt metav1.Time `json:"startedAt,omitzero"`
	// passedAt is when the gates were found to pass, so that the next step could begin.
	// +optional
	PassedAt metav1.Time `json:"passedAt,omitzero"`
	// baselineEscalationMilli is stable's escalation rate before the step, in thousandths.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	BaselineEscalationMilli *int32 `json:"baselineEscalationMilli,omitempty"`
	// baselineMissedMilli is stable's rate of missed escalations before the step, in
	// thousandths.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	BaselineMissedMilli *int32 `json:"baselineMissedMilli,omitempty"`
	// baselineCSATMilli is stable's mean rating before the step, in thousandths of a point.
	// +optional
	// +kubebuilder:validation:Minimum=1000
	// +kubebuilder:validation:Maximum=5000
	BaselineCSATMilli *int32 `json:"baselineCSATMilli,omitempty"`
	// minConversations that the gates must have seen before the next step, computed from
	// the gates when the step began. Absent where the spec gives the number, and where
	// intentKinds have one each.
	// +optional
	// +kubebuilder:validation:Minimum=0
	MinConversations int64 `json:"minConversations,omitempty"`
	// candidate counts.
	// +optional
	Candidate TrackCounts `json:"candidate,omitzero"`
	// stable counts.
	// +optional
	Stable TrackCounts `json:"stable,omitzero"`
	// intentKinds are the same for new and for changed intents apart, in a rollout that
	// brings both.
	// +optional
	// +listType=map
	// +listMapKey=intentKind
	// +kubebuilder:validation:MaxItems=2
	IntentKinds []IntentKindRecord `json:"intentKinds,omitempty"`
}

// IntentKindRecord is what a StepRecord holds of one kind of intents: the conversations in
// which the releases first differed on an intent of that kind.
type IntentKindRecord struct {
	// intentKind of the conversations.
	// +required
	IntentKind IntentKind `json:"intentKind,omitempty"`
	// baselineEscalationMilli is stable's escalation rate before the step, in thousandths.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	BaselineEscalationMilli *int32 `json:"baselineEscalationMilli,omitempty"`
	// baselineMissedMilli is stable's rate of missed escalations before the step, in
	// thousandths.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	BaselineMissedMilli *int32 `json:"baselineMissedMilli,omitempty"`
	// baselineCSATMilli is stable's mean rating before the step, in thousandths of a point.
	// +optional
	// +kubebuilder:validation:Minimum=1000
	// +kubebuilder:validation:Maximum=5000
	BaselineCSATMilli *int32 `json:"baselineCSATMilli,omitempty"`
	// minConversations of this kind that the gates must have seen before the next step.
	// Absent where the spec gives the number.
	// +optional
	// +kubebuilder:validation:Minimum=0
	MinConversations int64 `json:"minConversations,omitempty"`
	// candidate counts.
	// +optional
	Candidate TrackCounts `json:"candidate,omitzero"`
	// stable counts.
	// +optional
	Stable TrackCounts `json:"stable,omitzero"`
}

// GateStatus is what a gate says, with the figures it says it on.
type GateStatus struct {
	// name of the gate. Where new and changed intents are judged apart, it begins with new-
	// or changed-.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=50
	Name string `json:"name,omitempty"`
	// intentKind says which intents the gate is about, where new and changed ones are judged
	// apart. Absent: all.
	// +optional
	IntentKind IntentKind `json:"intentKind,omitempty"`
	// rule is the gate in words, such as "escalation at most 35%".
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=200
	Rule string `json:"rule,omitempty"`
	// metric that the gate looks at. It is fixed with compare and bound when a rollout
	// begins.
	// +optional
	Metric GateMetric `json:"metric,omitempty"`
	// compare says with what the candidate is compared.
	// +optional
	Compare Comparison `json:"compare,omitempty"`
	// bound is the margin for compare: Stable, the limit for compare: Target.
	// +optional
	Bound Value `json:"bound,omitempty"`
	// verdict of the gate.
	// +optional
	Verdict Verdict `json:"verdict,omitempty"`
	// message says why, and what is still needed.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`
	// candidate is the candidate's value, such as "23%" or "4.3".
	// +optional
	Candidate Value `json:"candidate,omitempty"`
	// candidateSamples is the number of conversations or ratings behind candidate.
	// +optional
	// +kubebuilder:validation:Minimum=0
	CandidateSamples int64 `json:"candidateSamples,omitempty"`
	// stable is stable's value over the same steps.
	// +optional
	Stable Value `json:"stable,omitempty"`
	// stableSamples is the number of conversations or ratings behind stable.
	// +optional
	// +kubebuilder:validation:Minimum=0
	StableSamples int64 `json:"stableSamples,omitempty"`
	// low is the lower end of the 95 % interval of what the gate bounds: the candidate's
	// value, or its difference from stable.
	// +optional
	Low Value `json:"low,omitempty"`
	// high is the upper end of the same interval.
	// +optional
	High Value `json:"high,omitempty"`
	// needed is about how many candidate conversations or ratings a decision takes in all.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Needed int64 `json:"needed,omitempty"`
	// harmMilliNats is the evidence that the gate is broken, in thousandths of a natural
	// logarithm.
	// +optional
	HarmMilliNats int64 `json:"harmMilliNats,omitempty"`
	// harmThresholdMilliNats is the evidence at which the batch is rolled back.
	// +optional
	HarmThresholdMilliNats int64 `json:"harmThresholdMilliNats,omitempty"`
	// safeMilliNats is the evidence that the gate is kept.
	// +optional
	SafeMilliNats int64 `json:"safeMilliNats,omitempty"`
	// safeThresholdMilliNats is the evidence at which require: Evidence is satisfied.
	// +optional
	SafeThresholdMilliNats int64 `json:"safeThresholdMilliNats,omitempty"`
}

// BatchResult says how a batch's newest revision ended.
// +kubebuilder:validation:Enum=Promoted;RolledBack
type BatchResult string

// The results.
const (
	ResultPromoted   BatchResult = "Promoted"
	ResultRolledBack BatchResult = "RolledBack"
)

// IntentBatchStatus is what the controller decided and observed. It is the controller's
// memory of a rollout: everything else is computed from it and from the counts.
type IntentBatchStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, Reconciling, Stalled, Accepted and GatesPassing.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// revision identifies the content of the batch: a hash over its intents' revisions.
	// Approvals refer to it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Revision string `json:"revision,omitempty"`

	// rollout identifies the running or the last rollout, in metrics too.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Rollout string `json:"rollout,omitempty"`

	// attempt counts the rollouts of this batch, from 1.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Attempt int32 `json:"attempt,omitempty"`

	// startedAt is when the running or the last rollout began.
	// +optional
	StartedAt metav1.Time `json:"startedAt,omitzero"`

	// plannedSteps is how many steps with customers the rollout had when it began. The
	// weights of the evidence are fixed by it.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=20
	PlannedSteps int32 `json:"plannedSteps,omitempty"`

	// result says how the last rollout ended; absent while one is running or none began.
	// +optional
	Result BatchResult `json:"result,omitempty"`

	// step that the batch is in. When it has ended: the last one.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Step string `json:"step,omitempty"`

	// percent of conversations that get the batch now.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Percent *int32 `json:"percent,omitempty"`

	// verdict of all gates together.
	// +optional
	Verdict Verdict `json:"verdict,omitempty"`

	// escalation is the candidate's escalation rate, such as "23%".
	// +optional
	Escalation Value `json:"escalation,omitempty"`

	// csat is the candidate's mean rating, such as "4.3".
	// +optional
	CSAT Value `json:"csat,omitempty"`

	// intents with the revisions that each track serves.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=400
	Intents []BatchIntentStatus `json:"intents,omitempty"`

	// candidate is what the rollout brings beside intents. Absent: nothing.
	// +optional
	Candidate *BatchCandidate `json:"candidate,omitempty"`

	// suspended is the rollout that the last edit of an intent replaced. Absent: none.
	// +optional
	Suspended *SuspendedRollout `json:"suspended,omitempty"`

	// steps that have begun in this rollout, with their counts.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Steps []StepRecord `json:"steps,omitempty"`

	// gates in force, and what each says. A rollout that brings new and changed intents has
	// its gates for each kind.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Gates []GateStatus `json:"gates,omitempty"`

	// defaultGatesReason says why these gates are in force, when the spec names none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	DefaultGatesReason string `json:"defaultGatesReason,omitempty"`
	// evidence that the running rollout counts: Verified or All. Absent: All.
	// +optional
	Evidence Evidence `json:"evidence,omitempty"`

	// evidenceVersion pins the statistical method for the running rollout.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=20
	EvidenceVersion string `json:"evidenceVersion,omitempty"`

	// nextEvaluation is the earliest time at which the batch can move, where that is known:
	// a step's minimum, a freeze's end, a review that falls due.
	// +optional
	NextEvaluation metav1.Time `json:"nextEvaluation,omitzero"`

	// observedRetry is the value of spec.retry that was last acted upon.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=100
	ObservedRetry string `json:"observedRetry,omitempty"`

	// history holds the last decisions, newest last. Older ones lose their gates, and then go,
	// where the status would come near 64 KiB.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=20
	History []DecisionRecord `json:"history,omitempty"`
}
