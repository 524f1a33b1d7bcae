// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

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
