// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

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
