// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// KPI is a key performance indicator of a support operation; docs/kpitarget.md defines
// each of them.
// +kubebuilder:validation:Enum=FirstResponseTime;AverageResponseTime;AverageHandleTime;ResolutionTime;DeflectionRate;ContainmentRate;EscalationRate;CSAT;SLAHitRate;FirstContactResolution;NPS;ChatVolume;ResponseQuality
type KPI string

// The KPIs.
const (
	KPIFirstResponseTime      KPI = "FirstResponseTime"
	KPIAverageResponseTime    KPI = "AverageResponseTime"
	KPIAverageHandleTime      KPI = "AverageHandleTime"
	KPIResolutionTime         KPI = "ResolutionTime"
	KPIDeflectionRate         KPI = "DeflectionRate"
	KPIContainmentRate        KPI = "ContainmentRate"
	KPIEscalationRate         KPI = "EscalationRate"
	KPICSAT                   KPI = "CSAT"
	KPISLAHitRate             KPI = "SLAHitRate"
	KPIFirstContactResolution KPI = "FirstContactResolution"
	KPINPS                    KPI = "NPS"
	KPIChatVolume             KPI = "ChatVolume"
	KPIResponseQuality        KPI = "ResponseQuality"
)

// Objective is the value to reach: exactly one bound.
// +kubebuilder:validation:XValidation:rule="has(self.atLeast) != has(self.atMost)",message="set exactly one of atLeast and atMost"
type Objective struct {
	// atLeast is the smallest value that meets the target.
	// +optional
	AtLeast Value `json:"atLeast,omitempty"`
	// atMost is the largest value that meets the target.
	// +optional
	AtMost Value `json:"atMost,omitempty"`
}

// Baseline is the value from before. Exactly one member is set.
// +kubebuilder:validation:XValidation:rule="has(self.value) != has(self.window)",message="set exactly one of value and window"
type Baseline struct {
	// value is given: known from before intentops was there.
	// +optional
	Value Value `json:"value,omitempty"`
	// window is measured: the baseline is the KPI over the first window after the
	// KPITarget was created, captured once, when it has minSamples.
	// +optional
	Window Duration `json:"window,omitempty"`
}

// KPITargetSpec says what good means for one KPI of one Bot.
// +kubebuilder:validation:XValidation:rule="self.kpi != 'CSAT' || ((!has(self.objective.atLeast) || self.objective.atLeast.matches('^([1-4]([.][0-9]+)?|5([.]0+)?)$')) && (!has(self.objective.atMost) || self.objective.atMost.matches('^([1-4]([.][0-9]+)?|5([.]0+)?)$')) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches('^([1-4]([.][0-9]+)?|5([.]0+)?)$')))",message="a CSAT objective or baseline is a score from 1 to 5, such as \"4.3\""
// +kubebuilder:validation:XValidation:rule="!(self.kpi in ['EscalationRate', 'DeflectionRate']) || ((!has(self.objective.atLeast) || self.objective.atLeast.matches('^([0-9]{1,2}([.][0-9]+)?|100([.]0+)?)%$')) && (!has(self.objective.atMost) || self.objective.atMost.matches('^([0-9]{1,2}([.][0-9]+)?|100([.]0+)?)%$')) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches('^([0-9]{1,2}([.][0-9]+)?|100([.]0+)?)%$')))",message="the objective or baseline of a rate is a percentage from 0% to 100%, such as \"30%\""
// +kubebuilder:validation:XValidation:rule="self.kpi != 'FirstResponseTime' || ((!has(self.objective.atLeast) || self.objective.atLeast.matches('^[0-9][0-9.]*(ms|s|m|h|d)$')) && (!has(self.objective.atMost) || self.objective.atMost.matches('^[0-9][0-9.]*(ms|s|m|h|d)$')) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches('^[0-9][0-9.]*(ms|s|m|h|d)$')))",message="the objective or baseline of a time is a duration, such as \"60s\""
// +kubebuilder:validation:XValidation:rule="self.kpi != 'ChatVolume' || ((!has(self.objective.atLeast) || self.objective.atLeast.matches('^[0-9]+$')) && (!has(self.objective.atMost) || self.objective.atMost.matches('^[0-9]+$')) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches('^[0-9]+$')))",message="the objective or baseline of a volume is a count, such as \"250\""
// +kubebuilder:validation:XValidation:rule="self.botRef.name == oldSelf.botRef.name && self.kpi == oldSelf.kpi",message="botRef and kpi are immutable: create a new KPITarget"
type KPITargetSpec struct {
	// botRef names the Bot whose conversations are measured. Immutable.
	// +required
	BotRef LocalReference `json:"botRef,omitzero"`

	// kpi is what is measured. Immutable.
	// +required
	KPI KPI `json:"kpi,omitempty"`

	// objective is the value to reach.
	// +required
	Objective Objective `json:"objective,omitzero"`

	// window is how far back conversations count. Default: 7d.
	// +optional
	// +kubebuilder:default="7d"
	Window Duration `json:"window,omitempty"`

	// minSamples is how many conversations, ratings or replies are needed before the state
	// is Met or Missed. Default: 100.
	// +optional
	// +kubebuilder:default=100
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100000000
	MinSamples *int64 `json:"minSamples,omitempty"`

	// baseline is the value from before, shown beside the current one. Default: none.
	// +optional
	Baseline *Baseline `json:"baseline,omitempty"`
}

// KPIState says how a KPI stands.
// +kubebuilder:validation:Enum=Met;Missed;NoData;Baselining
type KPIState string

// The states of a KPITarget.
const (
	KPIMet        KPIState = "Met"
	KPIMissed     KPIState = "Missed"
	KPINoData     KPIState = "NoData"
	KPIBaselining KPIState = "Baselining"
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

// KPITargetStatus is what the controller observed.
type KPITargetStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=0
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, Reconciling, Stalled and DataAvailable.
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

	// baseline is the value from before.
	// +optional
	Baseline *KPIMeasurement `json:"baseline,omitempty"`

	// trend compares the window with the one before it.
	// +optional
	Trend Trend `json:"trend,omitempty"`

	// state is Met or Missed once there are enough samples.
	// +optional
	State KPIState `json:"state,omitempty"`
}

// KPITarget says what good means for one KPI of one Bot, and how it stands.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name is longer than 63 characters, which a label cannot hold"
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=kpitargets,shortName=kpi,categories=intentops
// +kubebuilder:printcolumn:name="KPI",type=string,JSONPath=`.spec.kpi`,description="What is measured"
// +kubebuilder:printcolumn:name="Target",type=string,JSONPath=`.status.target`,description="Value to reach"
// +kubebuilder:printcolumn:name="Baseline",type=string,JSONPath=`.status.baseline.value`,description="Value from before"
// +kubebuilder:printcolumn:name="Current",type=string,JSONPath=`.status.current.value`,description="Value over the window"
// +kubebuilder:printcolumn:name="Samples",type=integer,JSONPath=`.status.current.samples`,description="Conversations, ratings or replies"
// +kubebuilder:printcolumn:name="Trend",type=string,JSONPath=`.status.trend`,description="Against the window before"
// +kubebuilder:printcolumn:name="State",type=string,JSONPath=`.status.state`,description="Met, Missed, NoData or Baselining"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the KPI could be measured"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Low",type=string,priority=1,JSONPath=`.status.current.low`,description="Lower end of the 95 % interval"
// +kubebuilder:printcolumn:name="High",type=string,priority=1,JSONPath=`.status.current.high`,description="Upper end of the 95 % interval"
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,description="Why"
type KPITarget struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says what good means.
	// +required
	Spec KPITargetSpec `json:"spec,omitzero"`
	// status is what the controller observed.
	// +optional
	Status KPITargetStatus `json:"status,omitzero"`
}

// KPITargetList is a list of KPITargets.
// +kubebuilder:object:root=true
type KPITargetList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []KPITarget `json:"items"`
}
