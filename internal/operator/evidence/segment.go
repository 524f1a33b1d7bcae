// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"math"
)

// Segment holds the counts of one (step, share). Counts are attributed to the
// step in which a conversation was assigned, at a fixed age of the outcome. A
// changed share starts a new segment: pooling over shares is invalid under
// drift (Simpson's paradox).
type Segment struct {
	// Share is the probability with which a conversation was assigned to the
	// candidate, in (0, 1). Only the difference kinds use it; the absolute kinds
	// accept [0, 1].
	Share float64
	// Baseline is stable's mean, fixed before the segment starts, in [0, 1]. A
	// wrong baseline costs conversations, never the error rate. Only the
	// difference kinds use it.
	Baseline float64
	// Values are the possible outcomes within [0, 1]; nil means {1, 0} for the
	// rate kinds.
	Values []float64
	// Cand and Stable count conversations per entry of Values. Stable may be nil
	// for the absolute kinds.
	Cand, Stable []int64
}

// maxCount bounds one count so that sums stay exact in float64 and int64.
const maxCount = int64(1) << 44

// maxValues and maxSegments bound the work of one call.
const (
	maxValues   = 101
	maxSegments = 1000
)

// yesNo is shared and read only.
var yesNo = []float64{1, 0}

// YesNoValues are the values of a rate: 1 for the counted outcome, 0 otherwise.
func YesNoValues() []float64 { return []float64{1, 0} }

// YesNoCounts turns "count out of total" into the counts for YesNoValues. It
// refuses negative numbers and count > total.
func YesNoCounts(count, total int64) ([]int64, error) {
	switch {
	case count < 0:
		return nil, fieldErrorf("count", "%d is negative", count)
	case total < 0:
		return nil, fieldErrorf("total", "%d is negative", total)
	case count > total:
		return nil, fieldErrorf("count", "%d is more than the total of %d", count, total)
	}
	return []int64{count, total - count}, nil
}

// RatingValues are the values of ratings 1 to 5 on the scale [0, 1].
func RatingValues() []float64 { return []float64{0, 0.25, 0.5, 0.75, 1} }

// ScaleRating maps a rating or mean of ratings in 1..5 to [0, 1].
func ScaleRating(r float64) float64 { return (r - 1) / 4 }

// values returns the outcomes, with the default for rates.
func (s *Segment) values(k Kind) []float64 {
	if s.Values == nil && k.rate() {
		return yesNo
	}
	return s.Values
}

// Totals returns the number of counted conversations in each arm.
func (s *Segment) Totals() (cand, stable int64) { return sum(s.Cand), sum(s.Stable) }

func sum(counts []int64) int64 {
	var n int64
	for _, c := range counts {
		n += c
	}
	return n
}

// weighted returns the sum of count times value.
func weighted(values []float64, counts []int64) float64 {
	var total float64
	for i, c := range counts {
		total += float64(c) * values[i]
	}
	return total
}

// validate refuses bad input before any arithmetic. The order of the checks is
// the order in which a person would fix them: gate, shape, counts.
func validate(gate Gate, segs []Segment) error {
	if err := gate.Validate(); err != nil {
		return err
	}
	if len(segs) > maxSegments {
		return fieldErrorf("segments", "%d are more than %d", len(segs), maxSegments)
	}
	canFail := false
	for k := range segs {
		if err := validateSegment(gate, segs, k); err != nil {
			return err
		}
		canFail = canFail || reachable(gate, &segs[k])
	}
	if len(segs) > 0 && !canFail {
		return never("segments[0].baseline", ErrNeverFails,
			"%v leaves no room for a candidate that is worse by the margin %v", segs[0].Baseline, gate.Margin)
	}
	return nil
}

func validateSegment(gate Gate, segs []Segment, k int) error {
	s := &segs[k]
	values := s.values(gate.Kind)
	lowest, highest, err := checkValues(gate.Kind, values, k)
	if err != nil {
		return err
	}
	if err := checkCounts(k, "cand", s.Cand, len(values)); err != nil {
		return err
	}
	if !gate.Kind.difference() {
		if s.Stable != nil {
			if err := checkCounts(k, "stable", s.Stable, len(values)); err != nil {
				return err
			}
		}
		if !(s.Share >= 0 && s.Share <= 1) {
			return segmentErrorf(k, "share", "%v is not in [0, 1]", s.Share)
		}
		return gate.checkLimit(lowest, highest)
	}
	if err := checkCounts(k, "stable", s.Stable, len(values)); err != nil {
		return err
	}
	if !(s.Share >= minShare && s.Share <= 1-minShare) {
		return segmentErrorf(k, "share", "%v is not in (0, 1): a comparison with stable needs both", s.Share)
	}
	if !(s.Baseline >= lowest && s.Baseline <= highest) {
		return segmentErrorf(k, "baseline", "%v is not in [%v, %v]", s.Baseline, lowest, highest)
	}
	if gate.Margin >= highest-lowest {
		return never("margin", ErrNeverFails, "%v is as wide as the scale", gate.Margin)
	}
	return nil
}

// minShare keeps 1/share finite and useful: a share below one in a million
// cannot be told from no share.
const minShare = 1e-6

func checkValues(kind Kind, values []float64, k int) (lowest, highest float64, err error) {
	if len(values) < 2 || len(values) > maxValues {
		return 0, 0, segmentErrorf(k, "values", "has %d entries, want 2 to %d", len(values), maxValues)
	}
	lowest, highest = math.Inf(1), math.Inf(-1)
	for i, v := range values {
		if !(v >= 0 && v <= 1) {
			return 0, 0, segmentErrorf(k, fmt.Sprintf("values[%d]", i), "%v is not in [0, 1]", v)
		}
		lowest, highest = min(lowest, v), max(highest, v)
	}
	if kind.rate() && (len(values) != 2 || lowest != 0 || highest != 1) {
		return 0, 0, segmentErrorf(k, "values", "%v are not the values {1, 0} of a rate", values)
	}
	if highest-lowest < minSpread {
		return 0, 0, segmentErrorf(k, "values", "are all alike")
	}
	return lowest, highest, nil
}

// minSpread is the narrowest scale that still separates good from bad.
const minSpread = 1e-6

func checkCounts(k int, field string, counts []int64, want int) error {
	if len(counts) != want {
		return segmentErrorf(k, field, "has %d counts for %d values", len(counts), want)
	}
	for i, c := range counts {
		if c < 0 {
			return segmentErrorf(k, fmt.Sprintf("%s[%d]", field, i), "%d is negative", c)
		}
		if c > maxCount {
			return segmentErrorf(k, fmt.Sprintf("%s[%d]", field, i), "%d is more than %d", c, maxCount)
		}
	}
	return nil
}

// reachable reports whether a candidate could be worse than stable by more than
// the margin, if stable is at its baseline.
func reachable(gate Gate, s *Segment) bool {
	if !gate.Kind.difference() {
		return true
	}
	values := s.values(gate.Kind)
	worst := math.Inf(-1)
	for _, v := range values {
		worst = max(worst, gate.Direction.sign()*(v-s.Baseline))
	}
	return worst > gate.Margin
}
