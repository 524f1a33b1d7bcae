// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// LocalReference names an object of a known kind in the same namespace.
type LocalReference struct {
	// name of the object, in the namespace of the object that refers to it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
}

// SecretReference names a Secret in the same namespace. The key that is read from it
// is fixed by the field that refers to it.
type SecretReference struct {
	// name of the Secret, in the namespace of the object that refers to it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// ReleaseMode says how content reaches customers.
// +kubebuilder:validation:Enum=AtOnce;Steps
type ReleaseMode string

// The release modes.
const (
	// ReleaseAtOnce serves it to every conversation at once.
	ReleaseAtOnce ReleaseMode = "AtOnce"
	// ReleaseSteps lets it earn the steps of a batch.
	ReleaseSteps ReleaseMode = "Steps"
)

// StopAction says what a batch does that cannot go on.
// +kubebuilder:validation:Enum=Hold;Rollback
type StopAction string

// The stop actions.
const (
	// StopHold keeps the batch at its step until a person decides.
	StopHold StopAction = "Hold"
	// StopRollback gives all customers back what is stable.
	StopRollback StopAction = "Rollback"
)

// Duration is a length of time: whole numbers with the units d, h, m or s, largest
// unit first, such as "7d", "24h" or "1h30m". A day is 24 hours.
// +kubebuilder:validation:Pattern=`^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$`
// +kubebuilder:validation:MinLength=2
// +kubebuilder:validation:MaxLength=24
type Duration string

// Value is a KPI value. Its unit is the KPI's: a score is written "4.3", a ratio "30%",
// a duration "60s", "2m" or "12h", a count "250".
// +kubebuilder:validation:Pattern=`^-?[0-9]{1,9}(\.[0-9]{1,4})?(%|ms|s|m|h|d)?$`
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=20
type Value string
