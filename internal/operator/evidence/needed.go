// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "math"

// maxNeeded is where "needed" stops being information: beyond it the estimate
// sits on the boundary and no number of conversations would decide.
const maxNeeded = 1e8

// needed extrapolates each side's best bet: it has won a over N conversations
// and has to win the threshold plus the mixture's price, so it takes about
// N*(threshold+price)/a. The nearer decision counts. The figure is in candidate
// conversations at the present mix of shares.
func (r *Result) needed(harm, safe *[gridSize]float64) int64 {
	if r.N == 0 {
		return 0
	}
	if r.Fails() || r.Passes() {
		return r.N
	}
	n := float64(r.N) * min(
		growthFactor(harm, r.LogEHarm, r.ThresholdHarm),
		growthFactor(safe, r.LogESafe, r.ThresholdSafe),
	)
	if !(n < maxNeeded) {
		return 0
	}
	return max(r.N+1, int64(math.Ceil(n)))
}

// growthFactor says by which factor the data has to grow until the evidence
// reaches the threshold; +Inf when no bet is winning. The price is the
// distance of the best bet from the mixture at present, or what it usually is
// at the end, if that is more.
func growthFactor(acc *[gridSize]float64, logE, threshold float64) float64 {
	best := 0.0
	for _, a := range acc {
		best = max(best, a)
	}
	if best == 0 {
		return math.Inf(1)
	}
	return (threshold + max(mixturePrice, best-logE)) / best
}
