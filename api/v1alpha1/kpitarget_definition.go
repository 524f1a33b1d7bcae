// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "time"

// Definition is the part of a spec that a definition lock keeps.
func (s *KPITargetSpec) Definition() KPIDefinition {
	return KPIDefinition{
		Series:     s.Series,
		Source:     s.Source,
		Objective:  s.Objective,
		Window:     s.Window,
		MinSamples: s.MinSamples,
		Baseline:   s.Baseline,
		Milestones: s.Milestones,
		Guardrails: s.Guardrails,
	}
}

// DefinitionInForce is what the KPITarget is measured against at a time: the locked
// definition while its lock lasts, else that of the spec.
func (t *KPITarget) DefinitionInForce(now time.Time) KPIDefinition {
	if locked := t.Status.LockedDefinition; locked != nil && now.Before(t.Status.LockedUntil.Time) {
		return *locked
	}
	return t.Spec.Definition()
}

// AwaitsBaseline reports whether a baseline is to be measured and is not there yet.
func (t *KPITarget) AwaitsBaseline(now time.Time) bool {
	baseline := t.DefinitionInForce(now).Baseline
	return baseline != nil && baseline.Window != "" && t.Status.Baseline == nil
}
