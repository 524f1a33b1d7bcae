// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// BatchDecision is a change that the controller decided on.
// +kubebuilder:validation:Enum=Started;Advanced;Promoted;RolledBack;Held;Released;Retried;Superseded;Reverted;Resumed
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
	// DecisionReverted is of content that was live before and is served at once.
	DecisionReverted BatchDecision = "Reverted"
	// DecisionResumed is of a suspended rollout that goes on.
	DecisionResumed BatchDecision = "Resumed"
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
	// +kubebuilder:validation:MaxItems=20
	Gates []GateStatus `json:"gates,omitempty"`
}
