package evidence

import "math"

// maxNeeded is where "needed" stops being information: beyond it the estimate
// sits on the boundary and no number of conversations would decide.
const maxNeeded = 1e8

// needed extrapolates each bet's growth per conversation. A bet with growth a
// over N conversations carries the mixture over the threshold after about
// N*(threshold+log 10)/a of them; the fastest bet of either side decides. The
// figure counts candidate conversations at the present mix of shares.
func (r *Result) needed(harm, safe *[gridSize]float64, omega float64) int64 {
	if r.N == 0 {
		return 0
	}
	if r.Fails() || r.Passes() {
		return r.N
	}
	price := math.Inf(1)
	if omega > 0 {
		price = logGridSize - math.Log(omega)
	}
	factor := min(
		growthFactor(harm, r.ThresholdHarm+price),
		growthFactor(safe, r.ThresholdSafe+logGridSize),
	)
	n := float64(r.N) * factor
	if !(n < maxNeeded) {
		return 0
	}
	return max(r.N+1, int64(math.Ceil(n)))
}

// growthFactor says by which factor the data has to grow for the fastest bet to
// reach the goal; +Inf when no bet is winning.
func growthFactor(acc *[gridSize]float64, goal float64) float64 {
	best := 0.0
	for _, a := range acc {
		best = max(best, a)
	}
	if best == 0 {
		return math.Inf(1)
	}
	return goal / best
}
