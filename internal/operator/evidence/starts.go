// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"math"
)

// plainStart puts all the capital on the first segment.
var plainStart = []float64{1}

// StartWeights returns the start-point weights omega for a rollout of the
// planned number of steps: 2/(K+1) for the first step and 1/(K+1) for each
// later one. A regression that begins late is then found from the step it
// begins in, without the good record of the earlier steps in its way. The
// weights are fixed when the rollout starts. Idea: J. Shin, A. Ramdas,
// A. Rinaldo, "E-detectors" (2022), arXiv 2203.03532.
func StartWeights(plannedSteps int) ([]float64, error) {
	if plannedSteps < 1 || plannedSteps > maxSegments {
		return nil, fieldErrorf("plannedSteps", "%d is not in 1..%d", plannedSteps, maxSegments)
	}
	omega := make([]float64, plannedSteps)
	for k := range omega {
		omega[k] = 1 / float64(plannedSteps+1)
	}
	omega[0] *= 2
	return omega, nil
}

// MixStarts returns log(sum_k omega_k*exp(perStart_k)). Starts without an entry
// in perStart have not begun and count as perStart = 0.
func MixStarts(perStart, omega []float64) (float64, error) {
	if err := checkOmega(omega); err != nil {
		return 0, err
	}
	if len(perStart) > len(omega) {
		return 0, fieldErrorf("perStart", "has %d entries for %d weights", len(perStart), len(omega))
	}
	var mix logSum
	for k, w := range omega {
		var logE float64
		if k < len(perStart) {
			logE = perStart[k]
		}
		if math.IsNaN(logE) || math.IsInf(logE, 0) {
			return 0, fieldErrorf("perStart", "%v is not a number", logE)
		}
		mix.add(math.Log(w) + logE)
	}
	return mix.value(), nil
}

// checkOmega accepts nil (no start points) or weights that sum to one.
func checkOmega(omega []float64) error {
	if len(omega) == 0 {
		return nil
	}
	if len(omega) > maxSegments {
		return fieldErrorf("omega", "has %d entries, more than %d", len(omega), maxSegments)
	}
	var total float64
	for _, w := range omega {
		if !(w >= 0 && w <= 1) {
			return fieldErrorf("omega", "%v is not a weight in [0, 1]", w)
		}
		total += w
	}
	if math.Abs(total-1) > 1e-9 {
		return fieldErrorf("omega", "sums to %v instead of 1", total)
	}
	return nil
}

// logSum adds numbers given by their logarithms. Capital overflows a float64
// at 1e308, its logarithm never does.
type logSum struct {
	top   float64
	scale float64
}

func (l *logSum) add(x float64) {
	switch {
	case math.IsInf(x, -1):
	case l.scale == 0:
		l.top, l.scale = x, 1
	case x <= l.top:
		l.scale += math.Exp(x - l.top)
	default:
		l.scale = l.scale*math.Exp(l.top-x) + 1
		l.top = x
	}
}

func (l *logSum) value() float64 { return l.top + math.Log(l.scale) }

// SplitAlpha divides the budget for false rollbacks over the gates, in
// proportion to the weights: the chance that any gate ever fails a harmless
// candidate is then at most alpha, whatever the gates have in common. Equal
// weights are the default. There is no such split for beta: a promotion needs
// every gate, so each keeps the whole beta (intersection-union; see arXiv
// 2402.11609).
func SplitAlpha(alpha float64, weights ...float64) ([]float64, error) {
	if err := checkErrorRate("alpha", alpha); err != nil {
		return nil, err
	}
	var total float64
	for i, w := range weights {
		if !(w > 0) || math.IsInf(w, 0) {
			return nil, fieldErrorf(fmt.Sprintf("weights[%d]", i), "%v is not a positive number", w)
		}
		total += w
	}
	parts := make([]float64, len(weights))
	for i, w := range weights {
		parts[i] = alpha * w / total
		if err := checkErrorRate(fmt.Sprintf("weights[%d]", i), parts[i]); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// MilliNats rounds a log evidence to thousandths for a status field, which must
// be an integer.
func MilliNats(logE float64) int64 {
	const limit = 1e15
	switch {
	case math.IsNaN(logE):
		return 0
	case logE > limit/1000:
		return limit
	case logE < -limit/1000:
		return -limit
	}
	return int64(math.Round(logE * 1000))
}
