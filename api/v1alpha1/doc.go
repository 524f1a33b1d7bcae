// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package v1alpha1 holds the six kinds of intentops.dev/v1alpha1: Bot, Intent,
// IntentBatch, EscalationPolicy and KPITarget.
//
// People write specs, controllers write status; neither writes the other's half.
//
// +kubebuilder:object:generate=true
// +kubebuilder:ac:generate=true
// +kubebuilder:ac:output:package="applyconfiguration"
// +groupName=intentops.dev
package v1alpha1
