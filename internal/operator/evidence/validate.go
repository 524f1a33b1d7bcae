// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"math"
)

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
