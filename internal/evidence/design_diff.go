package evidence

import "math"

// DesignSamplesDiff returns about how many candidate conversations a rate gate
// against stable needs to fail, with probability 1-miss, a candidate whose rate
// is margin+harm above stable's rate p = baseline, at a constant share. It is
// approximate (normal approximation of the best bet's growth plus the price of
// the mixture; within about 10 % of simulation for harms of 3 to 20 points) and
// leans to the high side. Multiply by (1-share)/share for the stable
// conversations. Alpha as in DesignSamples.
func DesignSamplesDiff(share, baseline, margin, harm, alpha, miss float64) (int, error) {
	gate := Gate{Kind: RateDifference, Direction: HigherIsWorse, Margin: margin, Alpha: alpha, Beta: alpha}
	if err := gate.Validate(); err != nil {
		return 0, err
	}
	if !(share >= minShare && share <= 1-minShare) {
		return 0, fieldErrorf("share", "%v is not in (0, 1)", share)
	}
	if !(baseline >= 0 && baseline <= 1) {
		return 0, fieldErrorf("baseline", "%v is not in [0, 1]", baseline)
	}
	if err := checkDesign(baseline+margin+harm, harm, miss); err != nil {
		return 0, err
	}
	best := math.Inf(1)
	z := math.Sqrt2 * math.Erfinv(1-2*miss)
	for _, bet := range gridV1.Bets {
		mean, sd := diffGrowth(bet, share, baseline, margin, baseline+margin+harm)
		if mean <= 0 {
			continue
		}
		// Smallest n with n*mean - z*sqrt(n)*sd >= goal.
		goal := gate.ThresholdHarm() + logGridSize
		root := (z*sd + math.Sqrt(z*z*sd*sd+4*mean*goal)) / (2 * mean)
		best = min(best, root*root)
	}
	n := math.Ceil(best * share)
	if !(n <= maxDesign) {
		return 0, fieldErrorf("harm", "%v takes more than %d candidate conversations to find", harm, maxDesign)
	}
	return int(n), nil
}

// diffGrowth returns mean and standard deviation of one conversation's log
// growth under one bet, for stable at rate g and the candidate at rate p.
func diffGrowth(bet, share, g, margin, p float64) (mean, sd float64) {
	e := engine{kind: RateDifference, d: 1, bets: &gridV1.Bets, difference: true}
	s := Segment{Share: share, Baseline: g}
	zmin := e.worst(&s, margin, harmSide)
	a, b, _ := e.scales(&s)
	var square float64
	for _, cell := range [...]struct{ prob, scale, x float64 }{
		{share * p, a, 1}, {share * (1 - p), a, 0},
		{(1 - share) * g, b, 1}, {(1 - share) * (1 - g), b, 0},
	} {
		growth := math.Log1p(bet * (cell.scale*(cell.x-g) - margin) / zmin)
		mean += cell.prob * growth
		square += cell.prob * growth * growth
	}
	return mean, math.Sqrt(max(0, square-mean*mean))
}
