// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Approval says whether a person must agree before a step begins.
// +kubebuilder:validation:Enum=Required;NotRequired
type Approval string

// The kinds of approval.
const (
	ApprovalRequired    Approval = "Required"
	ApprovalNotRequired Approval = "NotRequired"
)

// GateMode says what a step demands of the gates before the next one begins.
// +kubebuilder:validation:Enum=NoHarm;Evidence
type GateMode string

// The gate modes.
const (
	// GateNoHarm asks that no gate failed, after minDuration and minConversations.
	GateNoHarm GateMode = "NoHarm"
	// GateEvidence asks for evidence that every gate is kept.
	GateEvidence GateMode = "Evidence"
)

// TimeoutAction says what happens when a step's maxWait is over.
// +kubebuilder:validation:Enum=Hold;Rollback
type TimeoutAction string

// The timeout actions.
const (
	TimeoutHold     TimeoutAction = "Hold"
	TimeoutRollback TimeoutAction = "Rollback"
)

// RolloutStep is one share of conversations that a batch must earn the next one with.
// +kubebuilder:validation:XValidation:rule="!has(self.onTimeout) || has(self.maxWait)",message="onTimeout needs maxWait",fieldPath=".onTimeout"
type RolloutStep struct {
	// name of the step. Counts are kept by it, approvals refer to it.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// percent of conversations that get the batch. 0 is a shadow step: both releases
	// classify, stable answers. A step that has begun keeps its percent.
	// +required
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Percent *int32 `json:"percent,omitempty"`

	// minDuration is how long the step lasts at least. Default: no minimum.
	// +optional
	MinDuration Duration `json:"minDuration,omitempty"`

	// minConversations is how many candidate conversations the step's gates must have seen
	// at least, all steps so far together. 0 computes it from the gates. Default: 0.
	// +optional
	// +kubebuilder:default=0
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100000000
	MinConversations *int64 `json:"minConversations,omitempty"`

	// approval says whether a person must agree, in spec.approvals, before the step
	// begins. Default: NotRequired.
	// +optional
	// +kubebuilder:default=NotRequired
	Approval Approval `json:"approval,omitempty"`

	// require says what the step demands of the gates before the next one begins.
	// Default: NoHarm.
	// +optional
	// +kubebuilder:default=NoHarm
	Require GateMode `json:"require,omitempty"`

	// maxWait is how long the step may last before onTimeout. Default: no limit.
	// +optional
	MaxWait Duration `json:"maxWait,omitempty"`

	// onTimeout says what happens after maxWait: Hold or Rollback. Default: Hold.
	// +optional
	OnTimeout TimeoutAction `json:"onTimeout,omitempty"`
}

// GateMetric is what a gate looks at, in the conversations that the batch treats
// differently from stable.
// +kubebuilder:validation:Enum=Escalation;CSAT;MissedEscalation
type GateMetric string

// The gate metrics.
const (
	// MetricEscalation is the share handed to a person though the policy did not demand it.
	MetricEscalation GateMetric = "Escalation"
	// MetricCSAT is the mean rating, 1 to 5.
	MetricCSAT GateMetric = "CSAT"
	// MetricMissedEscalation is the share that asked for a person, or left angry, and was
	// not handed over.
	MetricMissedEscalation GateMetric = "MissedEscalation"
)

// Comparison says with what a gate compares the candidate.
// +kubebuilder:validation:Enum=Stable;Target
type Comparison string

// The comparisons.
const (
	// CompareStable compares with the stable track over the same time.
	CompareStable Comparison = "Stable"
	// CompareTarget compares with a fixed limit.
	CompareTarget Comparison = "Target"
)

// Gate is a bound that the candidate must keep.
// +kubebuilder:validation:XValidation:rule="has(self.kpiTargetRef) || has(self.metric)",message="name a metric or a kpiTargetRef"
// +kubebuilder:validation:XValidation:rule="self.compare != 'Stable' || has(self.margin)",message="compare: Stable needs a margin, such as \"2%\" for escalation or \"0.2\" for CSAT",fieldPath=".margin"
// +kubebuilder:validation:XValidation:rule="self.compare != 'Stable' || !has(self.limit)",message="limit goes with compare: Target",fieldPath=".limit"
// +kubebuilder:validation:XValidation:rule="self.compare != 'Target' || has(self.limit) || has(self.kpiTargetRef)",message="compare: Target needs a limit or a kpiTargetRef",fieldPath=".limit"
// +kubebuilder:validation:XValidation:rule="self.compare != 'Target' || !has(self.margin)",message="margin goes with compare: Stable",fieldPath=".margin"
type Gate struct {
	// name of the gate, as it appears in status, events and metrics.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// metric is what the gate looks at. Default: the metric that belongs to the KPITarget's
	// kpi.
	// +optional
	Metric GateMetric `json:"metric,omitempty"`

	// kpiTargetRef names the KPITarget whose kpi (EscalationRate or CSAT) gives the metric
	// and whose objective gives the limit.
	// +optional
	KPITargetRef *LocalReference `json:"kpiTargetRef,omitempty"`

	// compare says with what the candidate is compared: Stable or Target.
	// +required
	Compare Comparison `json:"compare,omitempty"`

	// margin is by how much the candidate may be worse than stable: percentage points such
	// as "2%" for a rate, points such as "0.2" for CSAT.
	// +optional
	Margin Value `json:"margin,omitempty"`

	// limit is the bound for compare: Target: the highest rate such as "35%", or the lowest
	// CSAT such as "4.0". Default: the KPITarget's objective.
	// +optional
	Limit Value `json:"limit,omitempty"`
}

// ErrorBudget is how often the gates may be wrong, over a whole rollout.
type ErrorBudget struct {
	// falseRollbackPercent is the chance in percent that a batch which keeps all gates is
	// rolled back. Default: 5.
	// +optional
	// +kubebuilder:default=5
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=50
	FalseRollbackPercent *int32 `json:"falseRollbackPercent,omitempty"`

	// falsePromotionPercent is the chance in percent that evidence promotes a batch which
	// breaks a gate. Default: 5.
	// +optional
	// +kubebuilder:default=5
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=50
	FalsePromotionPercent *int32 `json:"falsePromotionPercent,omitempty"`
}

// FailureAction says what happens when a gate fails.
// +kubebuilder:validation:Enum=Rollback;Hold
type FailureAction string

// The failure actions.
const (
	FailureRollback FailureAction = "Rollback"
	FailureHold     FailureAction = "Hold"
)

// BatchState is the state that people want a batch to be in.
// +kubebuilder:validation:Enum=Active;Held
type BatchState string

// The wanted states.
const (
	BatchActive BatchState = "Active"
	// BatchHeld stops the batch at its present step. A failing gate still rolls it back.
	BatchHeld BatchState = "Held"
)

// StepApproval is a person's agreement that a step may begin with exactly one content.
type StepApproval struct {
	// step that may begin.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Step string `json:"step,omitempty"`

	// revision of the batch that was approved, as in status.revision, or at least its first
	// six characters. An approval of another revision has no effect.
	// +required
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{6,64}$`
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=64
	Revision string `json:"revision,omitempty"`
}

// ReviewSchedule asks people to look at a rolling batch now and then.
type ReviewSchedule struct {
	// every is the longest time between two reviews; the batch holds when one is overdue.
	// +required
	Every Duration `json:"every,omitempty"`
}

// ReviewDecision is the outcome of a review.
// +kubebuilder:validation:Enum=Continue;Hold;Rollback
type ReviewDecision string

// The review decisions.
const (
	ReviewContinue ReviewDecision = "Continue"
	ReviewHold     ReviewDecision = "Hold"
	ReviewRollback ReviewDecision = "Rollback"
)

// Review is what people decided when they last looked.
type Review struct {
	// at is when the review took place.
	// +required
	At metav1.Time `json:"at,omitzero"`

	// by is who reviewed.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=100
	By string `json:"by,omitempty"`

	// decision of the review.
	// +required
	Decision ReviewDecision `json:"decision,omitempty"`
}

// IntentBatchSpec is a set of intents and the steps by which they reach customers.
// +kubebuilder:validation:XValidation:rule="self.botRef.name == oldSelf.botRef.name",message="botRef is immutable: create a new IntentBatch for another Bot",fieldPath=".botRef"
// +kubebuilder:validation:XValidation:rule="!has(self.approvals) || !has(self.steps) || self.approvals.all(a, self.steps.exists(s, s.name == a.step))",message="an approval names a step that is not in steps",fieldPath=".approvals"
type IntentBatchSpec struct {
	// botRef names the Bot that serves the batch. Immutable.
	// +required
	BotRef LocalReference `json:"botRef,omitzero"`

	// intents of the batch, by name. An Intent belongs to one batch.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=200
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	Intents []string `json:"intents,omitempty"`

	// dependsOn names batches of the same Bot that must be promoted before this one begins.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=50
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	DependsOn []string `json:"dependsOn,omitempty"`

	// steps by which the batch reaches customers, percent rising to 100. Default: the
	// Bot's.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=20
	// +kubebuilder:validation:XValidation:rule="self.all(i, s, i == 0 || self[i-1].percent < s.percent)",message="percent must rise from step to step"
	// +kubebuilder:validation:XValidation:rule="self[size(self)-1].percent == 100",message="the last step must have percent 100"
	Steps []RolloutStep `json:"steps,omitempty"`

	// gates that the batch must keep. Default: escalation and CSAT and missed escalations,
	// chosen by whether its intents are new or changed; status.gates shows them.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=10
	Gates []Gate `json:"gates,omitempty"`

	// errorBudget is how often the gates may be wrong. Default: 5 % each way.
	// +optional
	// +kubebuilder:default={falseRollbackPercent: 5, falsePromotionPercent: 5}
	ErrorBudget *ErrorBudget `json:"errorBudget,omitempty"`

	// onFailure says what happens when a gate fails: Rollback or Hold. Default: Rollback.
	// +optional
	// +kubebuilder:default=Rollback
	OnFailure FailureAction `json:"onFailure,omitempty"`

	// state set to Held stops the batch where it is. Default: Active.
	// +optional
	// +kubebuilder:default=Active
	State BatchState `json:"state,omitempty"`

	// approvals given, each for a step and a revision.
	// +optional
	// +listType=map
	// +listMapKey=step
	// +kubebuilder:validation:MaxItems=20
	Approvals []StepApproval `json:"approvals,omitempty"`

	// review asks people to look at the batch now and then while it rolls. Default: no
	// reviews.
	// +optional
	Review *ReviewSchedule `json:"review,omitempty"`

	// lastReview is what people decided when they last looked.
	// +optional
	LastReview *Review `json:"lastReview,omitempty"`

	// retry with any new value starts a batch that was rolled back, or held by a failure,
	// again from the failed step.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=100
	Retry string `json:"retry,omitempty"`
}

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

// BatchIntentStatus says which revisions of an intent the tracks serve.
type BatchIntentStatus struct {
	// name of the Intent.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// stable is the ControllerRevision that every conversation gets. Absent: none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Stable string `json:"stable,omitempty"`
	// candidate is the ControllerRevision that the rollout brings. Absent: none is rolling.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Candidate string `json:"candidate,omitempty"`
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
	// the gates when the step began. Absent where the spec gives the number.
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
	// name of the gate.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`
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

// BatchDecision is a change that the controller decided on.
// +kubebuilder:validation:Enum=Started;Advanced;Promoted;RolledBack;Held;Released;Retried;Superseded
type BatchDecision string

// The decisions.
const (
	DecisionStarted    BatchDecision = "Started"
	DecisionAdvanced   BatchDecision = "Advanced"
	DecisionPromoted   BatchDecision = "Promoted"
	DecisionRolledBack BatchDecision = "RolledBack"
	DecisionHeld       BatchDecision = "Held"
	DecisionReleased   BatchDecision = "Released"
	DecisionRetried    BatchDecision = "Retried"
	DecisionSuperseded BatchDecision = "Superseded"
)

// DecisionRecord is a decision with what it was taken on.
type DecisionRecord struct {
	// at is when it was taken.
	// +required
	At metav1.Time `json:"at,omitzero"`
	// decision that was taken.
	// +required
	Decision BatchDecision `json:"decision,omitempty"`
	// rollout that it concerns.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Rollout string `json:"rollout,omitempty"`
	// step that it concerns.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Step string `json:"step,omitempty"`
	// percent of conversations after the decision.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Percent *int32 `json:"percent,omitempty"`
	// reason in one word, as in the event.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason,omitempty"`
	// message says why.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`
	// gates as they stood.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=10
	Gates []GateStatus `json:"gates,omitempty"`
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
// memory of a rollout: everything else is computed anew from it and from the counts.
type IntentBatchStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=0
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

	// steps that have begun in this rollout, with their counts.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Steps []StepRecord `json:"steps,omitempty"`

	// gates in force, and what each says.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=10
	Gates []GateStatus `json:"gates,omitempty"`

	// gatesChosenBecause says why these gates are in force, when the spec names none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	GatesChosenBecause string `json:"gatesChosenBecause,omitempty"`

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

	// history holds the last decisions, newest last.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=20
	History []DecisionRecord `json:"history,omitempty"`
}

// IntentBatch is a set of intents that reach customers together, step by step, each step
// earned by the conversations of the one before.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name is longer than 63 characters, which a label cannot hold"
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=intentbatches,shortName=batch,categories=intentops
// +kubebuilder:printcolumn:name="Bot",type=string,JSONPath=`.spec.botRef.name`,description="Bot that serves the batch"
// +kubebuilder:printcolumn:name="Step",type=string,JSONPath=`.status.step`,description="Step the batch is in"
// +kubebuilder:printcolumn:name="Percent",type=integer,JSONPath=`.status.percent`,description="Percent of conversations that get it"
// +kubebuilder:printcolumn:name="Escalation",type=string,JSONPath=`.status.escalation`,description="Candidate's share handed to a person"
// +kubebuilder:printcolumn:name="CSAT",type=string,JSONPath=`.status.csat`,description="Candidate's mean rating 1 to 5"
// +kubebuilder:printcolumn:name="Verdict",type=string,JSONPath=`.status.verdict`,description="All gates together"
// +kubebuilder:printcolumn:name="Result",type=string,JSONPath=`.status.result`,description="Promoted or RolledBack"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the batch has come to its end"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,description="Why"
// +kubebuilder:printcolumn:name="Next",type=date,priority=1,JSONPath=`.status.nextEvaluation`,description="When it can move"
type IntentBatch struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec is a set of intents and the steps by which they reach customers.
	// +required
	Spec IntentBatchSpec `json:"spec,omitzero"`
	// status is what the controller decided and observed.
	// +optional
	Status IntentBatchStatus `json:"status,omitzero"`
}

// IntentBatchList is a list of IntentBatches.
// +kubebuilder:object:root=true
type IntentBatchList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []IntentBatch `json:"items"`
}
