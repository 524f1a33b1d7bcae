// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package evidence weighs counts of conversations for and against a rollout.
//
// Everything here is a pure function of counts: no clock, no I/O, no state. A
// controller may call it every second for days; the error rates stated below
// hold for all those looks together, because the quantities are e-processes
// (test martingales) and not p-values.
//
// Two questions are answered for every gate:
//
//   - harm: how strong is the evidence that the candidate is worse than the
//     limit or margin? A rollback is due when LogEHarm >= log(1/alpha); the
//     chance that this ever happens to a harmless candidate is at most alpha.
//   - safe: how strong is the evidence that it is not? A promotion on evidence
//     is due when LogESafe >= log(1/beta); the chance that this ever happens to
//     a candidate at or beyond the limit is at most beta.
//
// The engine is a mixture of ten fixed bets (grid.go). Sources: J. Ville (1939)
// for the inequality; H. Robbins, Ann. Math. Stat. 41 (1970) for mixtures;
// I. Waudby-Smith and A. Ramdas, J. R. Stat. Soc. B 86 (2024), arXiv 2010.09686,
// for betting on bounded means. docs/gates.md has the mathematics and the
// measured error rates.
//
// Units: every value, limit, margin, baseline, estimate and interval is on the
// scale of Segment.Values, which lies within [0, 1]; logarithms are natural.
package evidence

import (
	"math"
)

// Result is what one gate says about the counts so far. All of it is for
// people except LogEHarm and LogESafe, which are compared with their
// thresholds. Values are on the scale of Segment.Values; for the difference
// kinds they are candidate minus stable.
type Result struct {
	// LogEHarm is the log evidence of harm, with start points mixed in. The gate
	// fails at LogEHarm >= ThresholdHarm. The caller latches the failure.
	LogEHarm float64
	// LogESafe is the log evidence against harm, from the first segment on. The
	// gate passes on evidence at LogESafe >= ThresholdSafe.
	LogESafe float64
	// ThresholdHarm and ThresholdSafe are log(1/Alpha) and log(1/Beta).
	ThresholdHarm, ThresholdSafe float64

	// Estimate is the mean, or the difference of means combined over segments;
	// 0 without data.
	Estimate float64
	// Lower and Upper are a 95 % interval that holds at every look at once. It
	// always contains Estimate and is the whole scale without data.
	Lower, Upper float64
	// CandMean and StableMean are the plain means of each arm; 0 without data.
	CandMean, StableMean float64
	// N and NStable count the conversations or ratings of each arm.
	N, NStable int64
	// Needed estimates how many candidate conversations, those so far included,
	// a decision takes if the rest looks like the past. 0 means unknown.
	Needed int64
	// Progress is how far the nearer decision is, in [0, 1] of its threshold.
	Progress float64
}

// Fails reports whether the evidence of harm suffices. A zero Result, which
// comes with every error, neither fails nor passes.
func (r Result) Fails() bool { return r.ThresholdHarm > 0 && r.LogEHarm >= r.ThresholdHarm }

// Passes reports whether the evidence against harm suffices.
func (r Result) Passes() bool { return r.ThresholdSafe > 0 && r.LogESafe >= r.ThresholdSafe }

// Evaluate weighs the segments, in the order of the steps, and describes them.
// omega are the start-point weights fixed at the start of the rollout (see
// StartWeights), one per planned segment; nil means a single start. No segments
// is valid and says nothing. Every error is a *FieldError naming the input.
func Evaluate(gate Gate, segs []Segment, omega []float64) (Result, error) {
	if err := validate(gate, segs); err != nil {
		return Result{}, err
	}
	if err := checkOmega(omega); err != nil {
		return Result{}, err
	}
	e := newEngine(gate)
	theta := gate.theta()
	var r Result
	var harm, safe [gridSize]float64
	r.LogEHarm, harm = e.logEFromStarts(segs, omega, theta)
	for k := range segs {
		e.add(&safe, &segs[k], theta, safeSide)
	}
	r.LogESafe = mixture(&safe)
	r.ThresholdHarm, r.ThresholdSafe = gate.ThresholdHarm(), gate.ThresholdSafe()
	r.describe(&e, segs)
	r.Lower, r.Upper = e.interval(segs, IntervalAlpha)
	r.Lower, r.Upper = min(r.Lower, r.Estimate), max(r.Upper, r.Estimate)
	r.Needed = r.needed(&harm, &safe)
	r.Progress = max(0, min(1, max(r.LogEHarm/r.ThresholdHarm, r.LogESafe/r.ThresholdSafe)))
	return r, nil
}

// Weigh returns only the two log evidences Evaluate decides by. It does not
// allocate and costs a few microseconds, for replays and simulations.
func Weigh(gate Gate, segs []Segment, omega []float64) (harm, safe float64, err error) {
	if err := validate(gate, segs); err != nil {
		return 0, 0, err
	}
	if err := checkOmega(omega); err != nil {
		return 0, 0, err
	}
	e := newEngine(gate)
	theta := gate.theta()
	harm, _ = e.logEFromStarts(segs, omega, theta)
	return harm, e.logE(segs, theta, safeSide), nil
}

// describe fills the figures for people: means, counts and the estimate.
func (r *Result) describe(e *engine, segs []Segment) {
	var cand, stable, weight, difference float64
	for k := range segs {
		s := &segs[k]
		values := s.values(e.kind)
		n, m := s.Totals()
		x := weighted(values, s.Cand)
		cand += x
		r.N += n
		r.NStable += m
		if m == 0 {
			continue
		}
		y := weighted(values, s.Stable)
		stable += y
		if n == 0 {
			continue
		}
		// Mantel and Haenszel's weights: differences are taken within a segment
		// only, so drift between steps cannot pose as an effect.
		w := float64(n) * float64(m) / float64(n+m)
		weight += w
		difference += w * (x/float64(n) - y/float64(m))
	}
	if r.N > 0 {
		r.CandMean = cand / float64(r.N)
	}
	if r.NStable > 0 {
		r.StableMean = stable / float64(r.NStable)
	}
	switch {
	case !e.difference:
		r.Estimate = r.CandMean
	case weight > 0:
		r.Estimate = difference / weight
	}
}

// StableBeyondLimit reports whether stable's own mean is beyond the limit of an
// absolute gate. An absolute gate that fails while this holds points to a
// common cause (an incident, a bad hour) and should hold, not roll back. It
// makes sense only where stable answers the intent too. Without stable
// conversations it is false.
func StableBeyondLimit(gate Gate, segs []Segment) (bool, error) {
	if err := validate(gate, segs); err != nil {
		return false, err
	}
	if gate.Kind.difference() {
		return false, fieldErrorf("kind", "%s has no limit", gate.Kind)
	}
	e := newEngine(gate)
	var r Result
	r.describe(&e, segs)
	return r.NStable > 0 && e.d*r.StableMean > gate.theta(), nil
}

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
