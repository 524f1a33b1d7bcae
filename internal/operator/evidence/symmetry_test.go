// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func drawCounts(t *rapid.T, name string, cells int, most int64) []int64 {
	return rapid.SliceOfN(rapid.Int64Range(0, most), cells, cells).Draw(t, name)
}

// drawSegment returns a valid segment for every kind.
func drawSegment(t *rapid.T, values []float64, most int64) Segment {
	return Segment{
		Share:    rapid.Float64Range(0.01, 0.99).Draw(t, "share"),
		Baseline: rapid.Float64Range(0.1, 0.9).Draw(t, "baseline"),
		Values:   values,
		Cand:     drawCounts(t, "cand", len(values), most),
		Stable:   drawCounts(t, "stable", len(values), most),
	}
}

func drawGate(t *rapid.T) (Gate, []float64) {
	gate := Gate{
		Kind:      rapid.SampledFrom([]Kind{RateAbsolute, RateDifference, MeanAbsolute, MeanDifference}).Draw(t, "kind"),
		Direction: rapid.SampledFrom([]Direction{HigherIsWorse, LowerIsWorse}).Draw(t, "direction"),
		Limit:     rapid.Float64Range(0.01, 0.99).Draw(t, "limit"),
		Margin:    rapid.Float64Range(0, 0.09).Draw(t, "margin"),
		Alpha:     rapid.Float64Range(0.001, 0.2).Draw(t, "alpha"),
		Beta:      rapid.Float64Range(0.001, 0.2).Draw(t, "beta"),
	}
	if gate.Kind.rate() {
		return gate, YesNoValues()
	}
	return gate, RatingValues()
}

func flipped(d Direction) Direction {
	if d == HigherIsWorse {
		return LowerIsWorse
	}
	return HigherIsWorse
}

func TestEvidenceMovesTheRightWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 5000).Draw(t, "n")
		s := rapid.Int64Range(0, n-1).Draw(t, "s")
		limit := rapid.Float64Range(0.02, 0.95).Draw(t, "limit")
		harm, safe := mustWeigh(t, escalationLimit(limit), []Segment{yesNoSegment(s, n)}, nil)

		more, moreSafe := mustWeigh(t, escalationLimit(limit), []Segment{yesNoSegment(s+1, n)}, nil)
		if more <= harm || moreSafe >= safe {
			t.Errorf("one more escalation: harm %v -> %v, safe %v -> %v", harm, more, safe, moreSafe)
		}
		longer, longerSafe := mustWeigh(t, escalationLimit(limit), []Segment{yesNoSegment(s, n+1)}, nil)
		if longer >= harm || longerSafe <= safe {
			t.Errorf("one more contained: harm %v -> %v, safe %v -> %v", harm, longer, safe, longerSafe)
		}
		laxer, laxerSafe := mustWeigh(t, escalationLimit(limit+0.01), []Segment{yesNoSegment(s, n)}, nil)
		if (s > 0 && laxer >= harm) || laxerSafe <= safe {
			t.Errorf("a higher limit: harm %v -> %v, safe %v -> %v", harm, laxer, safe, laxerSafe)
		}
	})
}

func TestFlippingTheOutcomeSwapsHarmAndSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 100000).Draw(t, "n")
		s := rapid.Int64Range(0, n).Draw(t, "s")
		limit := rapid.Float64Range(0.01, 0.99).Draw(t, "limit")
		harm, safe := mustWeigh(t, escalationLimit(limit), []Segment{yesNoSegment(s, n)}, nil)
		flipHarm, flipSafe := mustWeigh(t, escalationLimit(1-limit), []Segment{yesNoSegment(n-s, n)}, nil)
		wantClose(t, "harm of the flipped outcome", flipHarm, safe, 1e-9)
		wantClose(t, "safe of the flipped outcome", flipSafe, harm, 1e-9)
	})
}

// A scale turned upside down with the direction turned too is the same gate.
func TestFlippingTheValuesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		seg := drawSegment(t, values, 1000)
		harm, safe := mustWeigh(t, gate, []Segment{seg}, nil)

		other := gate
		other.Direction, other.Limit = flipped(gate.Direction), 1-gate.Limit
		turned := seg
		turned.Baseline = 1 - seg.Baseline
		turned.Values = make([]float64, len(values))
		for i, v := range values {
			turned.Values[i] = 1 - v
		}
		otherHarm, otherSafe := mustWeigh(t, other, []Segment{turned}, nil)
		wantClose(t, "harm", otherHarm, harm, 1e-9)
		wantClose(t, "safe", otherSafe, safe, 1e-9)
	})
}

// "Candidate worse than stable" is "stable better than candidate".
func TestSwappingTheArmsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		if !gate.Kind.difference() {
			t.Skip("no arms to swap")
		}
		seg := drawSegment(t, values, 1000)
		harm, safe := mustWeigh(t, gate, []Segment{seg}, nil)
		gate.Direction = flipped(gate.Direction)
		seg.Share = 1 - seg.Share
		seg.Cand, seg.Stable = seg.Stable, seg.Cand
		otherHarm, otherSafe := mustWeigh(t, gate, []Segment{seg}, nil)
		wantClose(t, "harm", otherHarm, harm, 1e-9)
		wantClose(t, "safe", otherSafe, safe, 1e-9)
	})
}

// How conversations were batched, and in which order they came, leaves no trace.
func TestBatchingLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		whole := drawSegment(t, values, 1000)
		harm, safe := mustWeigh(t, gate, []Segment{whole}, nil)
		a, b := whole, whole
		a.Cand, b.Cand = split(t, whole.Cand)
		a.Stable, b.Stable = split(t, whole.Stable)
		for _, segs := range [][]Segment{{a, b}, {b, a}} {
			otherHarm, otherSafe := mustWeigh(t, gate, segs, nil)
			wantClose(t, "harm", otherHarm, harm, 1e-12)
			wantClose(t, "safe", otherSafe, safe, 1e-12)
		}
		slices.Reverse(whole.Cand)
		slices.Reverse(whole.Stable)
		whole.Values = slices.Clone(values)
		slices.Reverse(whole.Values)
		otherHarm, otherSafe := mustWeigh(t, gate, []Segment{whole}, nil)
		wantClose(t, "harm of reordered values", otherHarm, harm, 1e-12)
		wantClose(t, "safe of reordered values", otherSafe, safe, 1e-12)
	})
}

func split(t *rapid.T, counts []int64) (a, b []int64) {
	for _, c := range counts {
		part := rapid.Int64Range(0, c).Draw(t, "part")
		a, b = append(a, part), append(b, c-part)
	}
	return a, b
}

func TestNoDataSaysNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		omega, err := StartWeights(rapid.IntRange(1, 8).Draw(t, "steps"))
		if err != nil {
			t.Fatal(err)
		}
		for _, segs := range [][]Segment{nil, {drawSegment(t, values, 0)}, {drawSegment(t, values, 0), drawSegment(t, values, 0)}} {
			harm, safe := mustWeigh(t, gate, segs, omega)
			wantClose(t, "harm", harm, 0, 1e-12)
			wantClose(t, "safe", safe, 0, 1e-12)
		}
	})
}

func TestHugeCountsStayFinite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		segs := []Segment{drawSegment(t, values, 1e9), drawSegment(t, values, maxCount)}
		r, err := Evaluate(gate, segs, []float64{0.5, 0.5})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []float64{r.LogEHarm, r.LogESafe, r.Estimate, r.Lower, r.Upper, r.Progress} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%+v", r)
			}
		}
	})
}
