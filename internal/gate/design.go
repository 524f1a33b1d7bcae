// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/evidence"
)

// fallbackMinimum is asked for where no gate on escalation gives a number.
const fallbackMinimum = 100

// designMiss is the chance that a step of the computed length overlooks the harm that it
// is meant to find.
const designMiss = 0.1

// designHarm is the smallest harm to find before more customers are exposed: small shares
// are for disasters, larger ones have the traffic for less.
func designHarm(percent int32) float64 {
	switch {
	case percent <= 10:
		return 0.20
	case percent <= 30:
		return 0.10
	default:
		return 0.08
	}
}

// Minimum computes how many candidate conversations, over all steps so far, "no harm
// found" needs to mean something at the end of the step. It is 0 for a step without
// customers and for one that every customer gets: waiting would protect nobody.
func Minimum(gates []Gate, budget Budget, plannedSteps int, step Step) int64 {
	if step.Percent <= 0 || step.Percent >= 100 {
		return 0
	}
	alpha := budget.FalseRollback / float64(max(1, len(gates)))
	if omega, err := evidence.StartWeights(max(1, plannedSteps)); err == nil {
		alpha *= omega[0]
	}
	var most int64
	for _, g := range gates {
		if g.Metric != v1alpha1.MetricEscalation {
			continue
		}
		if n, err := g.design(alpha, step); err == nil {
			most = max(most, int64(n))
		}
	}
	if most == 0 {
		return fallbackMinimum
	}
	return most
}

func (g Gate) design(alpha float64, step Step) (int, error) {
	if g.Compare == v1alpha1.CompareStable {
		base := g.baseline(&step)
		harm := min(designHarm(step.Percent), (1-base-g.Bound)/2)
		return evidence.DesignSamplesDiff(float64(step.Percent)/100, base, g.Bound, harm, alpha, designMiss)
	}
	harm := min(designHarm(step.Percent), (1-g.Bound)/2)
	return evidence.DesignSamples(g.Bound, harm, alpha, designMiss)
}
