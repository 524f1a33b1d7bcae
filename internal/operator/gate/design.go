// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/evidence"
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

// Minimum computes how many candidate conversations of a kind of intents (empty: of all),
// over all steps so far, "no harm
// found" needs to mean something at the end of the step. It is 0 for a step without
// customers and for one that every customer gets: waiting would protect nobody.
func Minimum(gates []Gate, kind v1alpha1.IntentKind, budget Budget, plannedSteps int, step Step) int64 {
	if step.Percent <= 0 || step.Percent >= 100 {
		return 0
	}
	alpha := designAlpha(gates, budget, plannedSteps)
	var most int64
	for _, g := range gates {
		if g.Metric != v1alpha1.MetricEscalation || g.Kind != kind {
			continue
		}
		if n, err := g.design(alpha, step.of(kind), designHarm(step.Percent), designMiss); err == nil {
			most = max(most, int64(n))
		}
	}
	if most == 0 {
		return fallbackMinimum
	}
	return most
}

// Detection is how many candidate conversations it takes, at the share of a step, until a
// gate on escalation fails a candidate worse than its bound by harm, a rate from 0 to 1, in
// 95 % of cases. 0: no gate on escalation finds it.
func Detection(gates []Gate, kind v1alpha1.IntentKind, budget Budget, plannedSteps int, step Step, harm float64) int64 {
	alpha := designAlpha(gates, budget, plannedSteps)
	var quickest int64
	for _, g := range gates {
		if g.Metric != v1alpha1.MetricEscalation || g.Kind != kind {
			continue
		}
		if n, err := g.design(alpha, step.of(kind), harm, 0.05); err == nil && (quickest == 0 || int64(n) < quickest) {
			quickest = int64(n)
		}
	}
	return quickest
}

// designAlpha is a gate's part of the budget at the first start point: the harm is assumed
// to be there from the first step on.
func designAlpha(gates []Gate, budget Budget, plannedSteps int) float64 {
	alpha := budget.FalseRollback / float64(max(1, len(gates)))
	if omega, err := evidence.StartWeights(max(1, plannedSteps)); err == nil {
		alpha *= omega[0]
	}
	return alpha
}

// design leaves the candidate room below 100 %.
func (g Gate) design(alpha float64, step *Step, harm, miss float64) (int, error) {
	if g.Compare == v1alpha1.CompareStable {
		base := g.baseline(step)
		return evidence.DesignSamplesDiff(float64(step.Percent)/100, base, g.Bound, min(harm, (1-base-g.Bound)/2), alpha, miss)
	}
	return evidence.DesignSamples(g.Bound, min(harm, (1-g.Bound)/2), alpha, miss)
}
