// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
)

// maxDesign bounds a design: a rollout that needs more candidate conversations
// is not a plan.
const maxDesign = 200_000

// negligible is the probability below which a state of the dynamic programme is
// dropped. The dropped mass counts as not detected, so it can only raise the
// answer.
const negligible = 1e-13

// DesignSamples returns the smallest number of candidate conversations after
// which a rate gate at limit has failed a candidate of rate limit+harm with
// probability at least 1-miss, looking at every conversation. It is exact
// (dynamic programme over the counts) for a gate without start points. With
// start points and several gates, pass this gate's part of alpha times the
// weight of the first start: the answer is then a safe upper bound. Without
// that many conversations, "no harm found" says little.
//
// A limit, harm, alpha or miss out of range, or a design above 200 000
// conversations, is a *FieldError.
func DesignSamples(limit, harm, alpha, miss float64) (int, error) {
	gate := Gate{Kind: RateAbsolute, Direction: HigherIsWorse, Limit: limit, Alpha: alpha, Beta: alpha}
	if err := gate.Validate(); err != nil {
		return 0, err
	}
	if err := checkDesign(limit+harm, harm, miss); err != nil {
		return 0, err
	}
	if fewest(limit, limit+harm, alpha, miss) <= maxDesign {
		dp := newCrossing(limit, limit+harm, gate.ThresholdHarm())
		for n := 1; n <= maxDesign; n++ {
			dp.step()
			if dp.crossed >= 1-miss {
				return n, nil
			}
		}
	}
	return 0, fieldErrorf("harm", "%v takes more than %d candidate conversations to find", harm, maxDesign)
}

// fewest is a number of conversations below which no test whatever could reach
// 1-miss at error alpha: n conversations carry n times the divergence of one,
// and a verdict cannot carry more (data processing inequality). It spares the
// long programme where it is hopeless.
func fewest(limit, rate, alpha, miss float64) float64 {
	divergence := func(p, q float64) float64 {
		return p*math.Log(p/q) + (1-p)*math.Log((1-p)/(1-q))
	}
	return divergence(1-miss, alpha) / divergence(rate, limit)
}

// CrossingProbability returns the probability that a rate gate at limit has
// failed a candidate of the given rate within n conversations, with a look at
// every one. At rate = limit it is the false rollback rate, and it is at most
// alpha for every n.
func CrossingProbability(limit, rate, alpha float64, n int) (float64, error) {
	gate := Gate{Kind: RateAbsolute, Direction: HigherIsWorse, Limit: limit, Alpha: alpha, Beta: alpha}
	if err := gate.Validate(); err != nil {
		return 0, err
	}
	if !(rate >= 0 && rate <= 1) {
		return 0, fieldErrorf("rate", "%v is not in [0, 1]", rate)
	}
	if n < 0 || n > maxDesign {
		return 0, fieldErrorf("n", "%d is not in 0..%d", n, maxDesign)
	}
	dp := newCrossing(limit, rate, gate.ThresholdHarm())
	for range n {
		dp.step()
	}
	return dp.crossed, nil
}

// MeanConversations returns the mean number of candidate conversations until a
// rate gate at limit fails a candidate of rate limit+harm, with a look at every
// one. The theoretical floor is log(1/alpha)/KL(limit+harm || limit).
func MeanConversations(limit, harm, alpha float64) (float64, error) {
	gate := Gate{Kind: RateAbsolute, Direction: HigherIsWorse, Limit: limit, Alpha: alpha, Beta: alpha}
	if err := gate.Validate(); err != nil {
		return 0, err
	}
	if err := checkDesign(limit+harm, harm, alpha); err != nil {
		return 0, err
	}
	dp := newCrossing(limit, limit+harm, gate.ThresholdHarm())
	for range maxDesign {
		dp.step()
		if dp.alive < 1e-9 {
			return dp.mean, nil
		}
	}
	return 0, fieldErrorf("harm", "%v takes more than %d candidate conversations to find", harm, maxDesign)
}

func checkDesign(rate, harm, miss float64) error {
	if !(harm > 0) {
		return fieldErrorf("harm", "%v is not positive", harm)
	}
	if !(rate < 1) {
		return fieldErrorf("harm", "%v puts the candidate's rate at %v, beyond 1", harm, rate)
	}
	return checkErrorRate("miss", miss)
}

// crossing follows the distribution of the count of outcomes, conversation by
// conversation, and removes the part that crosses the threshold.
type crossing struct {
	win, lose [gridSize]float64
	p         float64
	threshold float64

	n       int
	bound   int // smallest count that crosses at n
	low     int // count of state[0]
	state   []float64
	crossed float64
	// mean sums the probabilities of not having crossed yet, which is the mean
	// number of conversations until the crossing.
	mean float64
	// alive is that probability before the latest conversation.
	alive float64
}

func newCrossing(limit, p, threshold float64) *crossing {
	c := &crossing{p: p, threshold: threshold, state: []float64{1}}
	for j, bet := range gridV1.Bets {
		c.win[j] = math.Log1p(bet * (1 - limit) / limit)
		c.lose[j] = math.Log1p(-bet)
	}
	return c
}

func (c *crossing) logE(s int) float64 {
	var acc [gridSize]float64
	for j := range acc {
		acc[j] = float64(s)*c.win[j] + float64(c.n-s)*c.lose[j]
	}
	return mixture(&acc)
}

// step adds one conversation and a look.
func (c *crossing) step() {
	c.alive = 0
	for _, q := range c.state {
		c.alive += q
	}
	c.mean += c.alive
	c.state = append(c.state, 0)
	for i := len(c.state) - 1; i >= 0; i-- {
		q := c.state[i] * (1 - c.p)
		if i > 0 {
			q += c.state[i-1] * c.p
		}
		c.state[i] = q
	}
	c.n++
	// The evidence falls with every contained conversation and rises with every
	// escalated one, so the bound moves by at most one.
	for c.logE(c.bound) < c.threshold {
		c.bound++
	}
	for len(c.state) > 0 && c.low+len(c.state)-1 >= c.bound {
		last := len(c.state) - 1
		c.crossed += c.state[last]
		c.state = c.state[:last]
	}
	skip := 0
	for skip < len(c.state) && c.state[skip] < negligible {
		skip++
	}
	c.state = c.state[skip:]
	c.low += skip
}

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
