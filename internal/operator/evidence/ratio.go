// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"math"
)

// SampleRatioAlpha is the chance of ever reporting a mismatch that is none.
const SampleRatioAlpha = 0.001

// ratioWeight is how strongly the alternative is concentrated around the
// planned share: a Beta(100w, 100(1-w)) prior.
const ratioWeight = 100

// Assigned counts the conversations assigned to each track in one segment, or
// the ratings received from each (a mismatch there voids CSAT against stable).
type Assigned struct {
	Share        float64
	Cand, Stable int64
}

// AssignedOf returns the arm totals of the segments, for checking the ratio of
// what was counted instead of what was assigned.
func AssignedOf(segs []Segment) []Assigned {
	steps := make([]Assigned, len(segs))
	for k := range segs {
		n, m := segs[k].Totals()
		steps[k] = Assigned{Share: segs[k].Share, Cand: n, Stable: m}
	}
	return steps
}

// SampleRatio tests whether the tracks received the shares they were planned
// to. A mismatch means the comparison itself is broken: hold. logE is the log
// evidence, mismatch is logE >= log(1/SampleRatioAlpha). Steps at share 1 have
// nothing to compare and are to be left out. Beta-binomial mixture as in
// M. Lindon and A. Malek, NeurIPS 2022, arXiv 2011.03567.
func SampleRatio(steps []Assigned) (logE float64, mismatch bool, err error) {
	if len(steps) > maxSegments {
		return 0, false, fieldErrorf("steps", "%d are more than %d", len(steps), maxSegments)
	}
	for k, s := range steps {
		field := func(name string) string { return fmt.Sprintf("steps[%d].%s", k, name) }
		if !(s.Share >= minShare && s.Share <= 1-minShare) {
			return 0, false, fieldErrorf(field("share"), "%v is not in (0, 1)", s.Share)
		}
		if s.Cand < 0 || s.Cand > maxCount {
			return 0, false, fieldErrorf(field("cand"), "%d is not in 0..%d", s.Cand, maxCount)
		}
		if s.Stable < 0 || s.Stable > maxCount {
			return 0, false, fieldErrorf(field("stable"), "%d is not in 0..%d", s.Stable, maxCount)
		}
		a, b := ratioWeight*s.Share, ratioWeight*(1-s.Share)
		n, m := float64(s.Cand), float64(s.Stable)
		logE += logBeta(a+n, b+m) - logBeta(a, b) - n*math.Log(s.Share) - m*math.Log1p(-s.Share)
	}
	return logE, logE >= -math.Log(SampleRatioAlpha), nil
}

func logBeta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}
