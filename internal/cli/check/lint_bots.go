// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"strings"

	"github.com/intentops/intentops/internal/operator/rollout"
)

// lintBots finds what the operator would not accept, by the code of the operator.
func (ns *namespace) lintBots() []Finding {
	var findings []Finding
	for _, b := range ordered(ns.bots) {
		if b.Value.Spec.Rollout == nil {
			continue
		}
		for _, err := range rollout.CheckFreezes(b.Value.Spec.Rollout.Freezes) {
			// Conditions of batches show it too, so that it says whose field it is.
			field, message := fieldOf(strings.Replace(err.Error(), " of the Bot: ", ": ", 1))
			findings = append(findings, b.finding(RuleBot, Error, field, message))
		}
	}
	return findings
}
