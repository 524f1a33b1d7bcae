// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

// IntervalAlpha is the error of the displayed intervals, half on each side.
const IntervalAlpha = 0.05

// bisections gives the interval's ends to 2^-24 of the scale.
const bisections = 24

// Interval returns a confidence sequence: with probability 1-alpha it contains
// the true mean (or difference) at every look at once. It is the set of
// boundaries that the evidence does not reject, found by bisection: the
// evidence falls as the boundary moves away. For display; decisions use the
// evidence itself. The mean is read as the running average over all segments.
func Interval(gate Gate, segs []Segment, alpha float64) (lower, upper float64, err error) {
	if err := validate(gate, segs); err != nil {
		return 0, 0, err
	}
	if err := checkErrorRate("alpha", alpha); err != nil {
		return 0, 0, err
	}
	e := newEngine(gate)
	lower, upper = e.interval(segs, alpha)
	return lower, upper, nil
}

func (e *engine) interval(segs []Segment, alpha float64) (lower, upper float64) {
	threshold := Gate{Alpha: alpha / 2}.ThresholdHarm()
	lo, hi := e.scale(segs)
	lower = e.boundary(segs, threshold, lo, hi, harmSide)
	upper = e.boundary(segs, threshold, hi, lo, safeSide)
	if e.d < 0 {
		lower, upper = -upper, -lower
	}
	return lower, upper
}

// scale returns the range of the bounded quantity d*mean or d*difference.
func (e *engine) scale(segs []Segment) (lo, hi float64) {
	lowest, highest := 0.0, 1.0
	for k := range segs {
		values := segs[k].values(e.kind)
		a, b := values[0], values[0]
		for _, v := range values[1:] {
			a, b = min(a, v), max(b, v)
		}
		if k == 0 {
			lowest, highest = a, b
			continue
		}
		lowest, highest = min(lowest, a), max(highest, b)
	}
	switch {
	case e.difference:
		return lowest - highest, highest - lowest
	case e.d < 0:
		return -highest, -lowest
	}
	return lowest, highest
}

// boundary returns the end of the interval between reject, a value the evidence
// may reject, and keep, one it never does.
func (e *engine) boundary(segs []Segment, threshold, reject, keep float64, h side) float64 {
	outer := reject
	for range bisections {
		mid := (reject + keep) / 2
		if e.logE(segs, mid, h) >= threshold {
			reject = mid
		} else {
			keep = mid
		}
	}
	if reject == outer {
		// Nothing was rejected: the interval reaches to the end of the scale.
		return outer
	}
	return reject
}
