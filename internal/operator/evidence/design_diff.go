// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "math"

// DesignSamplesDiff returns about how many candidate conversations a rate gate
// against stable needs to fail, with probability 1-miss, a candidate whose rate
// is margin+harm above stable's rate p = baseline, at a constant share. It is
// approximate (the normal approximation of the best bet's growth plus the price
// of the mixture) and leans a few per cent to the high side. Multiply by (1-share)/share for
// the stable conversations. Alpha as in DesignSamples.
func DesignSamplesDiff(share, baseline, margin, harm, alpha, miss float64) (int, error) {
	gate := Gate{Kind: RateDifference, Direction: HigherIsWorse, Margin: margin, Alpha: alpha, Beta: alpha}
	if err := checkDiffDesign(gate, share, baseline); err != nil {
		return 0, err
	}
	if err := checkDesign(baseline+margin+harm, harm, miss); err != nil {
		return 0, err
	}
	n := diffDesign(gate, share, baseline, baseline+margin+harm, miss, harmSide)
	if n == 0 {
		return 0, fieldErrorf("harm", "%v takes more than %d candidate conversations to find", harm, maxDesign)
	}
	return n, nil
}

// DesignSamplesPass returns about how many candidate conversations a rate gate
// against stable needs to pass on evidence, with probability 1-miss, a
// candidate that equals stable. Approximate as DesignSamplesDiff.
//
// For a gate with a limit the exact figure is
// DesignSamples(1-limit, limit-rate, beta, miss): passing a rate below the limit
// is failing the opposite outcome.
func DesignSamplesPass(share, baseline, margin, beta, miss float64) (int, error) {
	gate := Gate{Kind: RateDifference, Direction: HigherIsWorse, Margin: margin, Alpha: beta, Beta: beta}
	if err := checkDiffDesign(gate, share, baseline); err != nil {
		return 0, err
	}
	if !(margin > 0) {
		return 0, never("margin", ErrNeverPasses, "%v leaves an equal candidate at the boundary", margin)
	}
	if err := checkErrorRate("miss", miss); err != nil {
		return 0, err
	}
	n := diffDesign(gate, share, baseline, baseline, miss, safeSide)
	if n == 0 {
		return 0, fieldErrorf("margin", "%v takes more than %d candidate conversations to show", margin, maxDesign)
	}
	return n, nil
}

// mixturePrice is what the best bet has to win beyond the threshold before the
// mixture crosses it. With all the others losing it would be log(10), but its
// neighbours win too, and the crossing may come before the last conversation.
// log(2) was calibrated on the exact programme of DesignSamples at limit 0.30,
// where it gives 1 to 8 % too many for harms of 3 to 20 points.
const mixturePrice = math.Ln2

func checkDiffDesign(gate Gate, share, baseline float64) error {
	if err := gate.Validate(); err != nil {
		return err
	}
	if !(share >= minShare && share <= 1-minShare) {
		return fieldErrorf("share", "%v is not in (0, 1)", share)
	}
	if !(baseline >= 0 && baseline <= 1) {
		return fieldErrorf("baseline", "%v is not in [0, 1]", baseline)
	}
	return nil
}

// diffDesign returns the candidate conversations until the fastest bet has won
// enough, 0 when there are more than maxDesign.
func diffDesign(gate Gate, share, baseline, cand, miss float64, h side) int {
	best := math.Inf(1)
	z := math.Sqrt2 * math.Erfinv(1-2*miss)
	goal := gate.ThresholdHarm() + mixturePrice
	for _, bet := range gridV1.Bets {
		mean, sd := diffGrowth(bet, share, baseline, gate.Margin, cand, h)
		if mean <= 0 {
			continue
		}
		// Smallest n with n*mean - z*sqrt(n)*sd >= goal.
		root := (z*sd + math.Sqrt(z*z*sd*sd+4*mean*goal)) / (2 * mean)
		best = min(best, root*root)
	}
	n := math.Ceil(best * share)
	if !(n <= maxDesign) {
		return 0
	}
	return max(1, int(n))
}

// diffGrowth returns mean and standard deviation of one conversation's log
// growth under one bet, for stable at rate g and the candidate at rate p.
func diffGrowth(bet, share, g, margin, p float64, h side) (mean, sd float64) {
	e := engine{kind: RateDifference, d: 1, difference: true}
	s := Segment{Share: share, Baseline: g}
	zmin := e.worst(&s, margin, h)
	a, b, _ := e.scales(&s)
	var square float64
	for _, cell := range [...]struct{ prob, scale, x float64 }{
		{share * p, a, 1}, {share * (1 - p), a, 0},
		{(1 - share) * g, b, 1}, {(1 - share) * (1 - g), b, 0},
	} {
		growth := math.Log1p(bet * float64(h) * (cell.scale*(cell.x-g) - margin) / zmin)
		mean += cell.prob * growth
		square += cell.prob * growth * growth
	}
	return mean, math.Sqrt(max(0, square-mean*mean))
}
