// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Priority of a handoff.
// +kubebuilder:validation:Enum=Low;Normal;High;Urgent
type Priority string

// The priorities of a handoff.
const (
	PriorityLow    Priority = "Low"
	PriorityNormal Priority = "Normal"
	PriorityHigh   Priority = "High"
	PriorityUrgent Priority = "Urgent"
)

// EscalationRule hands a conversation to a person when its condition holds.
type EscalationRule struct {
	// name of the rule, as it appears in handoff packets and metrics.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// when is a CEL expression over intent, message, customer and conversation that gives
	// true or false; docs/escalationpolicy.md lists the fields. Example:
	// "intent.risk == 'High' || message.sentiment < -0.4".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1000
	When string `json:"when,omitempty"`

	// priority of the handoff. Default: Normal.
	// +optional
	// +kubebuilder:default=Normal
	Priority Priority `json:"priority,omitempty"`

	// queue in the helpdesk. Default: none, the helpdesk decides.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Queue string `json:"queue,omitempty"`
}

// PacketPart is a part of the handoff packet.
// +kubebuilder:validation:Enum=CustomerGoal;TranscriptSummary;AttemptedSteps;Sentiment;Priority;Fields
type PacketPart string

// The parts of the handoff packet.
const (
	PartCustomerGoal      PacketPart = "CustomerGoal"
	PartTranscriptSummary PacketPart = "TranscriptSummary"
	PartAttemptedSteps    PacketPart = "AttemptedSteps"
	PartSentiment         PacketPart = "Sentiment"
	PartPriority          PacketPart = "Priority"
	PartFields            PacketPart = "Fields"
)

// HandoffTargetType is a way by which handoff packets are delivered. Later versions may know
// further ones.
// +kubebuilder:validation:Enum=Webhook
type HandoffTargetType string

// The types of handoff targets.
const (
	// HandoffWebhook posts packets to a URL.
	HandoffWebhook HandoffTargetType = "Webhook"
)

// WebhookTarget posts handoff packets to a URL.
type WebhookTarget struct {
	// url to which each packet is posted as JSON, until it answers 2xx.
	// +required
	URL URL `json:"url,omitempty"`

	// secretRef names the Secret whose key "key", of at least 32 bytes, signs each packet as
	// docs/contract/signatures.md says; "previous-key" signs too, while a key is replaced.
	// Default: packets are not signed.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// tls says by which certificates helpdesk and bot know each other, where url is https.
	// +optional
	TLS *ClientTLS `json:"tls,omitempty"`
}

// HandoffTarget is where handoff packets go: the member that belongs to type is set, and no
// other.
// +kubebuilder:validation:XValidation:rule="self.type != 'Webhook' || has(self.webhook)",message="type: Webhook needs webhook, such as {url: \"https://desk.example/handoffs\"}",fieldPath=".webhook"
type HandoffTarget struct {
	// name of the target.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// type of the target: Webhook.
	// +required
	Type HandoffTargetType `json:"type,omitempty"`

	// webhook posts packets to a URL.
	// +optional
	Webhook *WebhookTarget `json:"webhook,omitempty"`
}

// Handoff says what a person gets and where.
type Handoff struct {
	// require lists the parts that each packet must have. Default: all of them.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=6
	Require []PacketPart `json:"require,omitempty"`

	// targets are where packets go: one, for now.
	// +required
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=1
	Targets []HandoffTarget `json:"targets,omitempty"`

	// acceptWithin is how long the helpdesk may take to accept a packet before the
	// customer is told; delivery goes on. Default: 2m.
	// +optional
	// +kubebuilder:default="2m"
	AcceptWithin Duration `json:"acceptWithin,omitempty"`
}

// EscalationPolicySpec says when a person takes over, and what they get. It holds for all
// channels of every Bot that names it.
type EscalationPolicySpec struct {
	// confidencePercent is the least confidence, in percent, with which a bot answers by
	// itself. An Intent may set its own. Default: 70.
	// +optional
	// +kubebuilder:default=70
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	ConfidencePercent *int32 `json:"confidencePercent,omitempty"`

	// marginPercent is by how much, in percentage points of confidence, the best intent
	// must beat the second. Default: 10.
	// +optional
	// +kubebuilder:default=10
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	MarginPercent *int32 `json:"marginPercent,omitempty"`

	// unresolvedTurns is after how many turns that were not understood a person takes
	// over; before that the bot asks the customer to say it in other words. Default: 2.
	// +optional
	// +kubebuilder:default=2
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=20
	UnresolvedTurns *int32 `json:"unresolvedTurns,omitempty"`

	// rules are tried in this order on every message; the first whose condition holds
	// hands the conversation over.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=50
	Rules []EscalationRule `json:"rules,omitempty"`

	// handoff says what a person gets and where.
	// +required
	Handoff Handoff `json:"handoff,omitzero"`
}

// EscalationPolicyStatus is what the controller observed.
type EscalationPolicyStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, Reconciling, Stalled and Accepted.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// acceptedRevision is the ControllerRevision with the last spec that compiled; this is
	// the one in force.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	AcceptedRevision string `json:"acceptedRevision,omitempty"`

	// bots that use this policy.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=1000
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=253
	Bots []string `json:"bots,omitempty"`

	// rules is the number of rules in force.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Rules *int32 `json:"rules,omitempty"`
}

// EscalationPolicy says when a person takes over a conversation and what they get. A
// policy that does not compile is not accepted; the last accepted one stays in force.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name is longer than 63 characters, which a label cannot hold"
// +kubebuilder:subresource:status
// +kubebuilder:resource:path=escalationpolicies,shortName=escpol,categories=intentops
// +kubebuilder:printcolumn:name="Rules",type=integer,JSONPath=`.status.rules`,description="Rules in force"
// +kubebuilder:printcolumn:name="Accepted",type=string,JSONPath=`.status.conditions[?(@.type=="Accepted")].status`,description="Whether the present spec compiles"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the present spec is in force"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Bots",type=string,priority=1,JSONPath=`.status.bots`,description="Bots that use the policy"
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,description="Why"
type EscalationPolicy struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec says when a person takes over, and what they get.
	// +required
	Spec EscalationPolicySpec `json:"spec,omitzero"`
	// status is what the controller observed.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status EscalationPolicyStatus `json:"status,omitzero"`
}

// EscalationPolicyList is a list of EscalationPolicies.
// +kubebuilder:object:root=true
type EscalationPolicyList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []EscalationPolicy `json:"items"`
}
