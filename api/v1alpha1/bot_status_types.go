// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ServedRelease says what the bot serves.
type ServedRelease struct {
	// name of the BotRelease that conversations get unless they are on the candidate track.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// sequence of that BotRelease.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Sequence int64 `json:"sequence,omitempty"`
	// stable is the digest of that BotRelease.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Stable string `json:"stable,omitempty"`
	// candidate is the digest of the release that the rolling batch brings.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Candidate string `json:"candidate,omitempty"`
	// rollout identifies the running rollout in metrics.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Rollout string `json:"rollout,omitempty"`
	// batch is the IntentBatch that rolls.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Batch string `json:"batch,omitempty"`
	// step of the running rollout.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Step string `json:"step,omitempty"`
	// percent of conversations on the candidate track.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Percent *int32 `json:"percent,omitempty"`
	// pointerSequence counts the changes of the pointer; pods report the one they follow.
	// +optional
	// +kubebuilder:validation:Minimum=0
	PointerSequence int64 `json:"pointerSequence,omitempty"`
}

// RolloutSalt keeps what customers are shared out by in a rollout. The pointer has it too; it is
// kept here so that losing either moves no customer to the other track. Whoever can read it can
// compute who gets the candidate.
type RolloutSalt struct {
	// rollout that the salt belongs to.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Rollout string `json:"rollout,omitempty"`
	// salt is random, and the same for all steps of the rollout.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Salt string `json:"salt,omitempty"`
}

// RefusedCandidate says why the bot cannot serve what a batch brings.
type RefusedCandidate struct {
	// batch that brings it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Batch string `json:"batch,omitempty"`
	// revision of the batch, as in its status.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Revision string `json:"revision,omitempty"`
	// live is the BotRelease beside which it cannot be served. Absent: none was live.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Live string `json:"live,omitempty"`
	// message says why, and what to change.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Message string `json:"message,omitempty"`
}

// BotStatus is what the controller observed.
type BotStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, Reconciling, Stalled, ReferencesResolved and ReleaseLoaded.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// replicas is the number of pods that exist.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Replicas *int32 `json:"replicas,omitempty"`
	// readyReplicas is the number of pods that are ready.
	// +optional
	// +kubebuilder:validation:Minimum=0
	ReadyReplicas *int32 `json:"readyReplicas,omitempty"`
	// loadedReplicas is the number of ready pods that serve the present pointer.
	// +optional
	// +kubebuilder:validation:Minimum=0
	LoadedReplicas *int32 `json:"loadedReplicas,omitempty"`
	// selector of the pods, as the scale subresource wants it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Selector string `json:"selector,omitempty"`
	// liveIntents is the number of intents in the stable release.
	// +optional
	// +kubebuilder:validation:Minimum=0
	LiveIntents *int32 `json:"liveIntents,omitempty"`
	// release says what the bot serves.
	// +optional
	Release *ServedRelease `json:"release,omitempty"`
	// storeSealedSince is when all pods had the key of store.encryption: bots do not believe newer
	// entries of their NATS server that were stored without it.
	// +optional
	StoreSealedSince *metav1.Time `json:"storeSealedSince,omitempty"`
	// rolloutSalts are those of the newest rollouts, of which any may go on.
	// +optional
	// +listType=map
	// +listMapKey=rollout
	// +kubebuilder:validation:MaxItems=20
	RolloutSalts []RolloutSalt `json:"rolloutSalts,omitempty"`
	// refused says of batches why the bot cannot serve what they bring beside what is live.
	// +optional
	// +listType=map
	// +listMapKey=batch
	// +kubebuilder:validation:MaxItems=50
	Refused []RefusedCandidate `json:"refused,omitempty"`
	// withheld is the escalation policy, the engine or the texts that the spec asks for and a
	// batch keeps from being served at once. They stay withheld when the batch is deleted,
	// until a batch that includes them is promoted or the spec asks for something else.
	// +optional
	Withheld *BatchCandidate `json:"withheld,omitempty"`
}
