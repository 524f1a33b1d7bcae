// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ReleasedIntent is an Intent as a release has it.
type ReleasedIntent struct {
	// name of the Intent.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
	// revision is the ControllerRevision that holds the same content.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Revision string `json:"revision,omitempty"`
}

// ReleasedPolicy is an EscalationPolicy as a release has it.
type ReleasedPolicy struct {
	// name of the EscalationPolicy.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
	// revision is the ControllerRevision that holds the same content.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Revision string `json:"revision,omitempty"`
}

// ReleaseCauseType says why what is live changed.
// +kubebuilder:validation:Enum=First;Promoted;Reverted;Deleted;Policy;Understanding;Texts;Pin;Restored
type ReleaseCauseType string

// The causes of a release.
const (
	// CauseFirst is the first release of a Bot.
	CauseFirst ReleaseCauseType = "First"
	// CausePromoted is a batch that earned its last step.
	CausePromoted ReleaseCauseType = "Promoted"
	// CauseReverted is a batch whose content went back to what was live before.
	CauseReverted ReleaseCauseType = "Reverted"
	// CauseDeleted is an Intent that was deleted.
	CauseDeleted ReleaseCauseType = "Deleted"
	// CausePolicy is an EscalationPolicy that was applied at once.
	CausePolicy ReleaseCauseType = "Policy"
	// CauseUnderstanding is a spec.understanding of the Bot that was applied at once.
	CauseUnderstanding ReleaseCauseType = "Understanding"
	// CauseTexts is a spec.texts of the Bot that was applied at once.
	CauseTexts ReleaseCauseType = "Texts"
	// CausePin is spec.releaseRef of the Bot.
	CausePin ReleaseCauseType = "Pin"
	// CauseRestored is a record that was lost and was made again from what is served.
	CauseRestored ReleaseCauseType = "Restored"
)

// ReleaseCause says why what is live changed.
// +kubebuilder:validation:XValidation:rule="(self.type in ['Promoted', 'Reverted']) == has(self.batch)",message="batch goes with the types Promoted and Reverted, and only with them",fieldPath=".batch"
// +kubebuilder:validation:XValidation:rule="(self.type == 'Promoted') == has(self.rollout)",message="rollout goes with the type Promoted, and only with it",fieldPath=".rollout"
type ReleaseCause struct {
	// type of the cause.
	// +required
	Type ReleaseCauseType `json:"type,omitempty"`
	// batch is the IntentBatch that was promoted or reverted.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Batch string `json:"batch,omitempty"`
	// rollout of the batch that was promoted.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Rollout string `json:"rollout,omitempty"`
	// message says what changed, in words.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`
}

// BotReleaseSpec is all that decides what a Bot answered from one moment on. It never
// changes.
// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="a BotRelease never changes: the operator makes a new one for each change; to go back to this one, set spec.releaseRef of the Bot"
type BotReleaseSpec struct {
	// botRef names the Bot that served the release.
	// +required
	BotRef LocalReference `json:"botRef,omitzero"`
	// sequence of the release among those of the Bot, from 1. The Bot serves the newest.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=999999999
	Sequence int64 `json:"sequence,omitempty"`
	// parent is the BotRelease that was served before.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Parent string `json:"parent,omitempty"`
	// digest is the hash of the compiled content; it identifies the release in metrics.
	// +required
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MinLength=64
	// +kubebuilder:validation:MaxLength=64
	Digest string `json:"digest,omitempty"`
	// bundle names the ConfigMaps that hold the compiled content, in order.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=100
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=253
	Bundle []string `json:"bundle,omitempty"`
	// intents that the Bot answers. None: every conversation is handed to a person.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=2000
	Intents []ReleasedIntent `json:"intents,omitempty"`
	// escalationPolicy that says when a person takes over.
	// +required
	EscalationPolicy ReleasedPolicy `json:"escalationPolicy,omitzero"`
	// understanding is the engine that classifies messages. Default: the built-in one.
	// +optional
	Understanding *Understanding `json:"understanding,omitempty"`
	// textsRevision is the hash of the Bot's spec.texts that the bot's own texts came from.
	// Absent: the Bot had none.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	TextsRevision string `json:"textsRevision,omitempty"`
	// cause says why what is live changed.
	// +required
	Cause ReleaseCause `json:"cause,omitzero"`
}

// BotReleaseStatus is what the controller observed.
type BotReleaseStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Available and Live.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedUID is the UID of this BotRelease when observedIntents were seen. A release that
	// was restored from a backup has another one: what a former cluster held says nothing about
	// what was deleted in this one.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	ObservedUID string `json:"observedUID,omitempty"`

	// observedIntents are the Intents of the release that were seen to exist while it was
	// live. Only one that was seen can be found to be deleted.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=2000
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	ObservedIntents []string `json:"observedIntents,omitempty"`

	// rolloutSalts are those of the Bot's newest rollouts, kept here too.
	// +optional
	// +listType=map
	// +listMapKey=rollout
	// +kubebuilder:validation:MaxItems=20
	RolloutSalts []RolloutSalt `json:"rolloutSalts,omitempty"`
}

// BotRelease records what a Bot answered from one moment on: with the bundle that it names
// it is enough to serve exactly that again. The operator makes one each time that what is
// live changes; the newest is what the Bot serves.
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:selectablefield:JSONPath=`.spec.botRef.name`
// +kubebuilder:resource:path=botreleases,shortName=botrel,categories=intentops
// +kubebuilder:printcolumn:name="Sequence",type=integer,JSONPath=`.spec.sequence`,description="The highest is what the Bot serves"
// +kubebuilder:printcolumn:name="Cause",type=string,JSONPath=`.spec.cause.type`,description="Why what is live changed"
// +kubebuilder:printcolumn:name="Batch",type=string,JSONPath=`.spec.cause.batch`,description="IntentBatch that was promoted or reverted"
// +kubebuilder:printcolumn:name="Live",type=string,JSONPath=`.status.conditions[?(@.type=="Live")].status`,description="Whether the Bot serves it"
// +kubebuilder:printcolumn:name="Available",type=string,JSONPath=`.status.conditions[?(@.type=="Available")].status`,description="Whether it can be served"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Bot",type=string,priority=1,JSONPath=`.spec.botRef.name`,description="Bot that served the release"
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.spec.cause.message`,description="What changed"
type BotRelease struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec is all that decides what the Bot answered.
	// +required
	Spec BotReleaseSpec `json:"spec,omitzero"`
	// status is what the controller observed.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status BotReleaseStatus `json:"status,omitzero"`
}

// BotReleaseList is a list of BotReleases.
// +kubebuilder:object:root=true
type BotReleaseList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []BotRelease `json:"items"`
}
