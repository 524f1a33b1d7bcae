// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Approval says whether a person must agree before a step begins.
// +kubebuilder:validation:Enum=Manual;Automatic
type Approval string

// The kinds of approval.
const (
	ApprovalManual    Approval = "Manual"
	ApprovalAutomatic Approval = "Automatic"
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
	// begins. Default: Automatic.
	// +optional
	// +kubebuilder:default=Automatic
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
	OnTimeout StopAction `json:"onTimeout,omitempty"`
}

// GateMetric is what a gate looks at, in the conversations that the batch treats
// differently from stable. Later versions may know further ones.
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

// ErrorRates say how often the gates may be wrong, over a whole rollout.
type ErrorRates struct {
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

// Included is content beside intents that a batch may bring.
// +kubebuilder:validation:Enum=EscalationPolicy;Understanding;Texts
type Included string

// What a batch may include.
const (
	// IncludedEscalationPolicy is the newest accepted revision of the Bot's EscalationPolicy.
	IncludedEscalationPolicy Included = "EscalationPolicy"
	// IncludedUnderstanding is the Bot's spec.understanding.
	IncludedUnderstanding Included = "Understanding"
	// IncludedTexts is the Bot's spec.texts.
	IncludedTexts Included = "Texts"
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

// Evidence says whose conversations decide a rollout.
// +kubebuilder:validation:Enum=Verified;All
type Evidence string

// Whose conversations decide.
const (
	EvidenceVerified Evidence = "Verified"
	EvidenceAll      Evidence = "All"
)

// IntentBatchSpec is a set of intents and the steps by which they reach customers.
// +kubebuilder:validation:XValidation:rule="self.botRef.name == oldSelf.botRef.name",message="botRef is immutable: create a new IntentBatch for another Bot",fieldPath=".botRef"
// +kubebuilder:validation:XValidation:rule="has(self.intents) || (has(self.include) && size(self.include) > 0)",message="name at least one Intent, or something to include",fieldPath=".intents"
// +kubebuilder:validation:XValidation:rule="!has(self.approvals) || !has(self.steps) || self.approvals.all(a, self.steps.exists(s, s.name == a.step))",message="an approval names a step that is not in steps",fieldPath=".approvals"
type IntentBatchSpec struct {
	// botRef names the Bot that serves the batch. Immutable.
	// +required
	BotRef LocalReference `json:"botRef,omitzero"`

	// intents of the batch, by name. An Intent belongs to one batch. Default: none, for a
	// batch that brings only what include names.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=200
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	Intents []string `json:"intents,omitempty"`

	// include names content beside intents that the batch brings by its steps: the newest
	// accepted EscalationPolicy of the Bot, its spec.understanding, or its spec.texts. Default:
	// none; changes of these are then served at once.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=3
	Include []Included `json:"include,omitempty"`

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

	// evidence says whose conversations decide: Verified are those of customers whose site signed
	// their id, All are those of anonymous customers too. A change begins the step again. Default:
	// All.
	// +optional
	// +kubebuilder:default=All
	Evidence Evidence `json:"evidence,omitempty"`

	// errorRates say how often the gates may be wrong. Default: 5 % each way.
	// +optional
	// +kubebuilder:default={falseRollbackPercent: 5, falsePromotionPercent: 5}
	ErrorRates *ErrorRates `json:"errorRates,omitempty"`

	// onFailure says what happens when a gate fails: Rollback or Hold. Default: Rollback.
	// +optional
	// +kubebuilder:default=Rollback
	OnFailure StopAction `json:"onFailure,omitempty"`

	// onRevert says what happens when the batch goes back to content that was live within the
	// history of its Bot: AtOnce serves it at once, Steps rolls it out. Default: AtOnce.
	// +optional
	// +kubebuilder:default=AtOnce
	OnRevert ReleaseMode `json:"onRevert,omitempty"`

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

	// retry with any new value, text or a whole number, starts a batch that was rolled back,
	// or held by a failure, again from the failed step.
	// +optional
	Retry RetryValue `json:"retry,omitempty"`
}

// IntentBatch is a set of intents that reach customers together, step by step, each step
// earned by the conversations of the one before.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name is longer than 63 characters, which a label cannot hold"
// +kubebuilder:subresource:status
// +kubebuilder:selectablefield:JSONPath=`.spec.botRef.name`
// +kubebuilder:resource:path=intentbatches,shortName=batch,categories=intentops
// +kubebuilder:printcolumn:name="Step",type=string,JSONPath=`.status.step`,description="Step the batch is in"
// +kubebuilder:printcolumn:name="Percent",type=integer,JSONPath=`.status.percent`,description="Percent of conversations that get it"
// +kubebuilder:printcolumn:name="Escalation",type=string,JSONPath=`.status.escalation`,description="Candidate's share handed to a person"
// +kubebuilder:printcolumn:name="CSAT",type=string,JSONPath=`.status.csat`,description="Candidate's mean rating 1 to 5"
// +kubebuilder:printcolumn:name="Verdict",type=string,JSONPath=`.status.verdict`,description="All gates together"
// +kubebuilder:printcolumn:name="Result",type=string,JSONPath=`.status.result`,description="Promoted or RolledBack"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the batch has come to its end"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Bot",type=string,priority=1,JSONPath=`.spec.botRef.name`,description="Bot that serves the batch"
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,description="Why"
// +kubebuilder:printcolumn:name="Next",type=string,priority=1,JSONPath=`.status.nextEvaluation`,description="When it can move"
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
	// +kubebuilder:default={"observedGeneration":-1}
	Status IntentBatchStatus `json:"status,omitzero"`
}

// IntentBatchList is a list of IntentBatches.
// +kubebuilder:object:root=true
type IntentBatchList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []IntentBatch `json:"items"`
}
