// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import "github.com/intentops/intentops/internal/contract/kpi"

// lintTargets finds objectives that the operator would not accept, or would accept with a note, by
// the code of the operator.
func (ns *namespace) lintTargets() []Finding {
	var findings []Finding
	for _, t := range ordered(ns.targets) {
		target, err := kpi.ParseTarget(t.Value.Spec.KPI, t.Value.Spec.Definition())
		if err != nil {
			field, message := fieldOf(err.Error())
			findings = append(findings, t.finding(RuleTarget, Error, field, message))
			continue
		}
		if doubt := target.Definition.Doubt(target.Objective); doubt != "" {
			field, message := fieldOf(doubt)
			findings = append(findings, t.finding(RuleDoubtful, Warning, field, message))
		}
	}
	return findings
}
