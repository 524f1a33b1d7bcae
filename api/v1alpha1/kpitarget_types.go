// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// KPI is a key performance indicator of a support operation; docs/kpis.md defines
// each of them. Later versions may know further ones.
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

// Series is which of a KPI's series is judged.
// +kubebuilder:validation:Enum=Any;Bot;Human;First;Full
type Series string

// The series of times.
const (
	// SeriesAny, SeriesBot and SeriesHuman are replies by anyone, by the bot, and by people.
	SeriesAny   Series = "Any"
	SeriesBot   Series = "Bot"
	SeriesHuman Series = "Human"
	// SeriesFirst and SeriesFull end with the first and with the last resolution.
	SeriesFirst Series = "First"
	SeriesFull  Series = "Full"
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

// Baseline is the value from before. Exactly one of value and window is set.
// +kubebuilder:validation:XValidation:rule="has(self.value) != has(self.window)",message="set exactly one of value and window"
// +kubebuilder:validation:XValidation:rule="!has(self.until) || has(self.window)",message="until goes with window: the baseline is measured over the window that ended then"
// +kubebuilder:validation:XValidation:rule="has(self.value) || (!has(self.low) && !has(self.high) && !has(self.samples))",message="low, high and samples go with value: what is measured brings its own"
type Baseline struct {
	// value is given: known from before intentops was there.
	// +optional
	Value Value `json:"value,omitempty"`
	// low is the lower end of value's 95 % interval, where it is known.
	// +optional
	Low Value `json:"low,omitempty"`
	// high is the upper end of value's 95 % interval, where it is known.
	// +optional
	High Value `json:"high,omitempty"`
	// samples is the number of conversations, ratings or replies behind value, where it is
	// known.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Samples *int64 `json:"samples,omitempty"`
	// window is measured: the baseline is the KPI over the first window after the
	// KPITarget was created, captured once, when it has minSamples.
	// +optional
	Window Duration `json:"window,omitempty"`
	// until is when the window ended, in RFC 3339: the baseline is then computed from what
	// Prometheus has kept. Default: the window ends after the KPITarget was created.
	// +optional
	Until metav1.Time `json:"until,omitzero"`
}

// KPITargetSpec says what good means for one KPI of one Bot.
// +kubebuilder:validation:XValidation:rule="!(self.kpi in ['CSAT', 'ResponseQuality']) || (['^([1-4]([.][0-9]+)?|5([.]0+)?)$'].all(unit, (!has(self.objective.atLeast) || self.objective.atLeast.matches(unit)) && (!has(self.objective.atMost) || self.objective.atMost.matches(unit)) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches(unit)) && (!has(self.milestones) || self.milestones.all(m, (!has(m.atLeast) || m.atLeast.matches(unit)) && (!has(m.atMost) || m.atMost.matches(unit))))))",message="an objective, baseline or milestone of CSAT and ResponseQuality is a score from 1 to 5, such as \"4.3\""
// +kubebuilder:validation:XValidation:rule="!(self.kpi in ['EscalationRate', 'DeflectionRate', 'ContainmentRate', 'SLAHitRate', 'FirstContactResolution']) || (['^([0-9]{1,2}([.][0-9]+)?|100([.]0+)?)%$'].all(unit, (!has(self.objective.atLeast) || self.objective.atLeast.matches(unit)) && (!has(self.objective.atMost) || self.objective.atMost.matches(unit)) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches(unit)) && (!has(self.milestones) || self.milestones.all(m, (!has(m.atLeast) || m.atLeast.matches(unit)) && (!has(m.atMost) || m.atMost.matches(unit))))))",message="the objective, baseline or milestone of a rate is a percentage from 0% to 100%, such as \"30%\""
// +kubebuilder:validation:XValidation:rule="!(self.kpi in ['FirstResponseTime', 'AverageResponseTime', 'AverageHandleTime', 'ResolutionTime']) || (['^[0-9][0-9.]*(ms|s|m|h|d)$'].all(unit, (!has(self.objective.atLeast) || self.objective.atLeast.matches(unit)) && (!has(self.objective.atMost) || self.objective.atMost.matches(unit)) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches(unit)) && (!has(self.milestones) || self.milestones.all(m, (!has(m.atLeast) || m.atLeast.matches(unit)) && (!has(m.atMost) || m.atMost.matches(unit))))))",message="the objective, baseline or milestone of a time is a duration, such as \"60s\""
// +kubebuilder:validation:XValidation:rule="!(self.kpi in ['ChatVolume']) || (['^[0-9]+$'].all(unit, (!has(self.objective.atLeast) || self.objective.atLeast.matches(unit)) && (!has(self.objective.atMost) || self.objective.atMost.matches(unit)) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches(unit)) && (!has(self.milestones) || self.milestones.all(m, (!has(m.atLeast) || m.atLeast.matches(unit)) && (!has(m.atMost) || m.atMost.matches(unit))))))",message="the objective, baseline or milestone of a volume is a count, such as \"250\""
// +kubebuilder:validation:XValidation:rule="!(self.kpi in ['NPS']) || (['^-?([0-9]{1,2}([.][0-9]+)?|100([.]0+)?)$'].all(unit, (!has(self.objective.atLeast) || self.objective.atLeast.matches(unit)) && (!has(self.objective.atMost) || self.objective.atMost.matches(unit)) && (!has(self.baseline) || !has(self.baseline.value) || self.baseline.value.matches(unit)) && (!has(self.milestones) || self.milestones.all(m, (!has(m.atLeast) || m.atLeast.matches(unit)) && (!has(m.atMost) || m.atMost.matches(unit))))))",message="an objective, baseline or milestone of NPS is a number from -100 to 100, such as \"30\""
// +kubebuilder:validation:XValidation:rule="!has(self.milestones) || self.milestones.all(m, has(m.atLeast) == has(self.objective.atLeast))",message="a milestone has the bound that the objective has, atLeast or atMost"
// +kubebuilder:validation:XValidation:rule="!has(self.series) || (self.kpi in ['FirstResponseTime', 'AverageResponseTime'] ? self.series in ['Any', 'Bot', 'Human'] : self.kpi == 'ResolutionTime' && self.series in ['First', 'Full'])",message="series is Any, Bot or Human for FirstResponseTime and AverageResponseTime, First or Full for ResolutionTime, and not set for other KPIs"
// +kubebuilder:validation:XValidation:rule="!has(self.source) || !has(self.source.prometheus) || !(self.kpi in ['EscalationRate', 'DeflectionRate', 'ContainmentRate', 'SLAHitRate', 'FirstContactResolution']) || (has(self.source.prometheus.numerator) && has(self.source.prometheus.denominator) && !has(self.source.prometheus.distribution) && !has(self.source.prometheus.sum) && !has(self.source.prometheus.count))",message="source.prometheus of a rate has numerator and denominator, and nothing else"
// +kubebuilder:validation:XValidation:rule="!has(self.source) || !has(self.source.prometheus) || !(self.kpi in ['CSAT', 'NPS', 'ResponseQuality', 'FirstResponseTime', 'AverageResponseTime', 'ResolutionTime']) || (!has(self.source.prometheus.numerator) && !has(self.source.prometheus.denominator) && has(self.source.prometheus.distribution) && !has(self.source.prometheus.sum) && !has(self.source.prometheus.count))",message="source.prometheus of CSAT, NPS, ResponseQuality and of a median time has distribution, and nothing else"
// +kubebuilder:validation:XValidation:rule="!has(self.source) || !has(self.source.prometheus) || !(self.kpi in ['AverageHandleTime']) || (!has(self.source.prometheus.numerator) && !has(self.source.prometheus.denominator) && has(self.source.prometheus.distribution) && has(self.source.prometheus.sum) && !has(self.source.prometheus.count))",message="source.prometheus of AverageHandleTime has distribution and sum, and nothing else"
// +kubebuilder:validation:XValidation:rule="!has(self.source) || !has(self.source.prometheus) || !(self.kpi in ['ChatVolume']) || (!has(self.source.prometheus.numerator) && !has(self.source.prometheus.denominator) && !has(self.source.prometheus.distribution) && !has(self.source.prometheus.sum) && has(self.source.prometheus.count))",message="source.prometheus of ChatVolume has count, and nothing else"
// +kubebuilder:validation:XValidation:rule="!has(self.source) || !has(self.segments)",message="own queries have no segments: remove segments or source"
// +kubebuilder:validation:XValidation:rule="self.botRef.name == oldSelf.botRef.name && self.kpi == oldSelf.kpi",message="botRef and kpi are immutable: create a new KPITarget"
type KPITargetSpec struct {
	// botRef names the Bot whose conversations are measured. Immutable.
	// +required
	BotRef LocalReference `json:"botRef,omitzero"`

	// kpi is what is measured. Immutable.
	//
	// FirstResponseTime (duration): Median time that a customer waits for the first reply: by a person, from the handoff where there was one; by anyone; or the bot's first answer or question.
	//
	// AverageResponseTime (duration): Median time from a customer's first unanswered message to the next reply; a burst of messages is one wait.
	//
	// AverageHandleTime (duration): Mean time that agents worked on a conversation, wrap-up included; conversations without an agent are left out.
	//
	// ResolutionTime (duration): Median time from the start of a conversation to its last resolution, or to its first.
	//
	// DeflectionRate (percentage): Conversations that ended without a person, were not abandoned and did not bring the customer back within 72 h, of all conversations judged.
	//
	// ContainmentRate (percentage): Conversations in which no person was asked for, of all conversations judged in which the bot had a part.
	//
	// EscalationRate (percentage): Conversations handed to a person where the policy did not demand it, of all conversations judged in which the bot had a part.
	//
	// SLAHitRate (percentage): Service level targets met, of those that came due.
	//
	// FirstContactResolution (percentage): Resolved conversations that were not reopened, and whose customer started no other, within 7 days of the first resolution, of all resolved.
	//
	// CSAT (score): Mean of the ratings 1 to 5 that customers gave.
	//
	// NPS (net score): Share of customers who would recommend (9 and 10 of 10) less the share who would not (0 to 6), in points from -100 to 100.
	//
	// ResponseQuality (score): Mean of the labels 1 to 5 that reviewers gave replies: relevant, helpful, to the point.
	//
	// ChatVolume (count): Conversations that started.
	// +required
	KPI KPI `json:"kpi,omitempty"`

	// series is which series of the KPI is judged. FirstResponseTime: Human (to the first
	// reply by a person), Any or Bot. AverageResponseTime: Any, Bot or Human. ResolutionTime:
	// Full (to the last resolution) or First. Other KPIs have none. Default: the first named.
	// +optional
	Series Series `json:"series,omitempty"`

	// objective is the value to reach.
	// +required
	Objective Objective `json:"objective,omitzero"`

	// source is where the data is. Default: the bot's own metrics.
	// +optional
	Source *KPISource `json:"source,omitempty"`

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

	// definitionLock is how long a definition stays in force once it was applied: series,
	// source, objective, window, minSamples, baseline, milestones and guardrails. What is changed meanwhile is
	// applied when the lock ends; the condition DefinitionLocked says what differs until
	// then. Changing definitionLock itself counts from the next definition on. Default: no lock.
	// +optional
	DefinitionLock Duration `json:"definitionLock,omitempty"`

	// milestones are values to reach by a day after the baseline. Default: none.
	// +optional
	// +listType=map
	// +listMapKey=day
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=12
	Milestones []Milestone `json:"milestones,omitempty"`

	// guardrails are KPITargets of the same Bot, in the same namespace, that this KPI must
	// not be improved at the cost of. Default: those of the Bot that measure what the
	// catalogue names as counterparts of the KPI.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Guardrails []Guardrail `json:"guardrails,omitempty"`

	// segments are what the KPI is broken down by; the status shows the worst and the best
	// of each. Default: none.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=2
	Segments []Segment `json:"segments,omitempty"`

	// owners are who answers for the KPI. Events and alerts name them. Default: nobody.
	// +optional
	Owners Owners `json:"owners,omitzero"`
}

// Milestone is a value to reach by a day. It has the bound that the objective has.
// +kubebuilder:validation:XValidation:rule="has(self.atLeast) != has(self.atMost)",message="set exactly one of atLeast and atMost"
type Milestone struct {
	// day is when the value is judged, in days since the baseline was captured, or, where
	// none was measured, since the KPITarget was created.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=3650
	Day int32 `json:"day,omitempty"`
	// atLeast is the smallest value that meets the milestone.
	// +optional
	AtLeast Value `json:"atLeast,omitempty"`
	// atMost is the largest value that meets the milestone.
	// +optional
	AtMost Value `json:"atMost,omitempty"`
}

// Objective returns the milestone's bound.
func (m Milestone) Objective() Objective { return Objective{AtLeast: m.AtLeast, AtMost: m.AtMost} }

// Guardrail names a KPITarget that gets worse when a KPI is improved the wrong way.
type Guardrail struct {
	// name of a KPITarget of the same Bot.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
}

// Segment is what a KPI is broken down by.
// +kubebuilder:validation:Enum=Channel;Intent
type Segment string

// The segments.
const (
	SegmentChannel Segment = "Channel"
	SegmentIntent  Segment = "Intent"
)

// Owners are teams or people, written as a label value is.
// +kubebuilder:validation:MinProperties=1
type Owners struct {
	// definition is who may change what good means.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`
	Definition string `json:"definition,omitempty"`
	// execution is who is to act when the objective is missed.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`
	Execution string `json:"execution,omitempty"`
}

// KPITarget says what good means for one KPI of one Bot, and how it stands.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name is longer than 63 characters, which a label cannot hold"
// +kubebuilder:subresource:status
// +kubebuilder:selectablefield:JSONPath=`.spec.botRef.name`
// +kubebuilder:resource:path=kpitargets,shortName=kpi,categories=intentops
// +kubebuilder:printcolumn:name="Target",type=string,JSONPath=`.status.target`,description="Value to reach"
// +kubebuilder:printcolumn:name="Baseline",type=string,JSONPath=`.status.baseline.value`,description="Value from before"
// +kubebuilder:printcolumn:name="Current",type=string,JSONPath=`.status.current.value`,description="Value over the window"
// +kubebuilder:printcolumn:name="Samples",type=integer,JSONPath=`.status.current.samples`,description="Conversations, ratings or replies"
// +kubebuilder:printcolumn:name="Trend",type=string,JSONPath=`.status.trend`,description="Against the window before"
// +kubebuilder:printcolumn:name="State",type=string,JSONPath=`.status.state`,description="Met, Missed, GuardrailBreached, NoData or Baselining"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the KPI could be measured"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Bot",type=string,priority=1,JSONPath=`.spec.botRef.name`,description="Bot whose conversations are measured"
// +kubebuilder:printcolumn:name="KPI",type=string,priority=1,JSONPath=`.spec.kpi`,description="What is measured"
// +kubebuilder:printcolumn:name="Low",type=string,priority=1,JSONPath=`.status.current.low`,description="Lower end of the 95 % interval"
// +kubebuilder:printcolumn:name="High",type=string,priority=1,JSONPath=`.status.current.high`,description="Upper end of the 95 % interval"
// +kubebuilder:printcolumn:name="Last",type=string,priority=1,JSONPath=`.status.lastMeasured.value`,description="The newest value with enough samples"
// +kubebuilder:printcolumn:name="Last-Samples",type=integer,priority=1,JSONPath=`.status.lastMeasured.samples`,description="Conversations, ratings or replies behind it"
// +kubebuilder:printcolumn:name="Last-At",type=date,priority=1,JSONPath=`.status.lastMeasured.at`,description="How long ago that was measured"
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
	// +kubebuilder:default={"observedGeneration":-1}
	Status KPITargetStatus `json:"status,omitzero"`
}

// KPITargetList is a list of KPITargets.
// +kubebuilder:object:root=true
type KPITargetList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []KPITarget `json:"items"`
}
