// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// KPIState says how a KPI stands.
// +kubebuilder:validation:Enum=Met;Missed;GuardrailBreached;NoData;Baselining
type KPIState string

// The states of a KPITarget.
const (
	KPIMet    KPIState = "Met"
	KPIMissed KPIState = "Missed"
	// KPIGuardrailBreached means that the objective is met while a counterpart is credibly worse than
	// its baseline.
	KPIGuardrailBreached KPIState = "GuardrailBreached"
	KPINoData            KPIState = "NoData"
	KPIBaselining        KPIState = "Baselining"
)

// Trend compares the window with the one before it.
// +kubebuilder:validation:Enum=Improving;Steady;Worsening;Unknown
type Trend string

// The trends of a KPITarget.
const (
	TrendImproving Trend = "Improving"
	// TrendSteady means that the two intervals overlap.
	TrendSteady    Trend = "Steady"
	TrendWorsening Trend = "Worsening"
	TrendUnknown   Trend = "Unknown"
)

// KPIMeasurement is a KPI's value with its uncertainty.
type KPIMeasurement struct {
	// value is the KPI over the window, or over the baseline's window.
	// +required
	Value Value `json:"value,omitempty"`
	// low is the lower end of the 95 % interval.
	// +optional
	Low Value `json:"low,omitempty"`
	// high is the upper end of the 95 % interval.
	// +optional
	High Value `json:"high,omitempty"`
	// samples is the number of conversations, ratings or replies.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Samples *int64 `json:"samples,omitempty"`
	// at is when the measurement was taken. The current one carries no time, so that an
	// unchanged value needs no write.
	// +optional
	At metav1.Time `json:"at,omitzero"`
}

// KPIDefinition is the part of a spec that a definition lock keeps.
type KPIDefinition struct {
	// series is which series of the KPI is judged; unset: its default.
	// +optional
	Series Series `json:"series,omitempty"`
	// source is where the data is; unset: in the bot's own metrics.
	// +optional
	Source *KPISource `json:"source,omitempty"`
	// objective is the value to reach.
	// +required
	Objective Objective `json:"objective,omitzero"`
	// window is how far back conversations count.
	// +optional
	Window Duration `json:"window,omitempty"`
	// minSamples is how many conversations, ratings or replies are needed.
	// +optional
	// +kubebuilder:validation:Minimum=1
	MinSamples *int64 `json:"minSamples,omitempty"`
	// baseline is the value from before.
	// +optional
	Baseline *Baseline `json:"baseline,omitempty"`
	// milestones are values to reach by a day.
	// +optional
	// +listType=map
	// +listMapKey=day
	// +kubebuilder:validation:MaxItems=12
	Milestones []Milestone `json:"milestones,omitempty"`
	// guardrails are KPITargets that must not get worse.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=8
	Guardrails []Guardrail `json:"guardrails,omitempty"`
}

// MilestoneState says how a milestone stands.
// +kubebuilder:validation:Enum=Pending;Met;Missed
type MilestoneState string

// The states of a milestone.
const (
	// MilestonePending means that its day has not come, or that there were too few samples
	// to judge since.
	MilestonePending MilestoneState = "Pending"
	MilestoneMet     MilestoneState = "Met"
	MilestoneMissed  MilestoneState = "Missed"
)

// MilestoneStatus is a milestone and how it stands. It is judged once.
type MilestoneStatus struct {
	// day of the milestone.
	// +required
	// +kubebuilder:validation:Minimum=1
	Day int32 `json:"day,omitempty"`
	// target is its bound, such as ">= 4.0".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Target string `json:"target,omitempty"`
	// due is when its day comes; unset until the baseline is there.
	// +optional
	Due metav1.Time `json:"due,omitzero"`
	// state is Pending until the milestone is judged.
	// +required
	State MilestoneState `json:"state,omitempty"`
	// measured is the value that it was judged by.
	// +optional
	Measured *KPIMeasurement `json:"measured,omitempty"`
}

// GuardrailState says how a counterpart stands against its baseline.
// +kubebuilder:validation:Enum=Steady;Worse;Unknown
type GuardrailState string

// The states of a counterpart.
const (
	// GuardrailSteady means that it is not credibly worse than its baseline.
	GuardrailSteady GuardrailState = "Steady"
	// GuardrailWorse means that all of its 95 % interval is worse than its baseline.
	GuardrailWorse GuardrailState = "Worse"
	// GuardrailUnknown means that it has no baseline, or too few samples.
	GuardrailUnknown GuardrailState = "Unknown"
)

// GuardrailStatus is a counterpart and how it stands.
type GuardrailStatus struct {
	// name of the KPITarget.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
	// kpi that it measures; unset where there is no such KPITarget.
	// +optional
	KPI KPI `json:"kpi,omitempty"`
	// state is Worse where all of its 95 % interval is worse than its baseline.
	// +required
	State GuardrailState `json:"state,omitempty"`
	// message says why.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Message string `json:"message,omitempty"`
}

// SegmentStatus names the extremes of a breakdown.
type SegmentStatus struct {
	// by is what the KPI is broken down by.
	// +required
	By Segment `json:"by,omitempty"`
	// worst is the channel or intent with the worst value.
	// +optional
	Worst *SegmentMeasurement `json:"worst,omitempty"`
	// best is the one with the best value; unset where there is only one.
	// +optional
	Best *SegmentMeasurement `json:"best,omitempty"`
}

// SegmentMeasurement is the KPI of one channel or intent.
type SegmentMeasurement struct {
	// name of the channel or intent.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// value is the KPI over the window.
	// +required
	Value Value `json:"value,omitempty"`
	// samples is the number of conversations, ratings or replies.
	// +required
	// +kubebuilder:validation:Minimum=0
	Samples *int64 `json:"samples,omitempty"`
}

// KPITargetStatus is what the controller observed.
type KPITargetStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, Reconciling, Stalled, DataAvailable, where a definition is locked
	// DefinitionLocked, and where queries are given Accepted.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// target is the objective as the columns show it, such as ">= 4.3".
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Target string `json:"target,omitempty"`

	// current is the KPI over the window that ends now.
	// +optional
	Current *KPIMeasurement `json:"current,omitempty"`

	// lastMeasured is the newest value with enough samples, and since when it was that. It
	// stays when there are too few samples, or none, and goes when the spec changes.
	// +optional
	LastMeasured *KPIMeasurement `json:"lastMeasured,omitempty"`

	// baseline is the value from before.
	// +optional
	Baseline *KPIMeasurement `json:"baseline,omitempty"`

	// trend compares the window with the one before it.
	// +optional
	Trend Trend `json:"trend,omitempty"`

	// state is Met or Missed once there are enough samples, GuardrailBreached where it would be Met
	// but a counterpart got worse.
	// +optional
	State KPIState `json:"state,omitempty"`

	// milestones are those in force, by day.
	// +optional
	// +listType=map
	// +listMapKey=day
	// +kubebuilder:validation:MaxItems=12
	Milestones []MilestoneStatus `json:"milestones,omitempty"`

	// guardrails are the counterparts in force.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=8
	Guardrails []GuardrailStatus `json:"guardrails,omitempty"`

	// segments are the extremes of each breakdown.
	// +optional
	// +listType=map
	// +listMapKey=by
	// +kubebuilder:validation:MaxItems=2
	Segments []SegmentStatus `json:"segments,omitempty"`

	// lockedDefinition is the definition that spec.definitionLock locked last. It is in
	// force until lockedUntil whatever spec says, and after that as long as spec is the same.
	// +optional
	LockedDefinition *KPIDefinition `json:"lockedDefinition,omitempty"`

	// lockedUntil is when a changed definition may be applied.
	// +optional
	LockedUntil metav1.Time `json:"lockedUntil,omitzero"`
}
