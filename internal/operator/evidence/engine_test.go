// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func escalationLimit(limit float64) Gate {
	return Gate{Kind: RateAbsolute, Direction: HigherIsWorse, Limit: limit, Alpha: 0.05, Beta: 0.05}
}

func escalationMargin(margin float64) Gate {
	return Gate{Kind: RateDifference, Direction: HigherIsWorse, Margin: margin, Alpha: 0.05, Beta: 0.05}
}

func csatTarget(rating float64) Gate {
	return Gate{Kind: MeanAbsolute, Direction: LowerIsWorse, Limit: ScaleRating(rating), Alpha: 0.05, Beta: 0.05}
}

func csatMargin(points float64) Gate {
	return Gate{Kind: MeanDifference, Direction: LowerIsWorse, Margin: points / 4, Alpha: 0.05, Beta: 0.05}
}

func yesNoSegment(s, n int64) Segment { return Segment{Cand: []int64{s, n - s}} }

func mustWeigh(t rapid.TB, gate Gate, segs []Segment, omega []float64) (harm, safe float64) {
	t.Helper()
	harm, safe, err := Weigh(gate, segs, omega)
	if err != nil {
		t.Fatalf("Weigh(%+v, %+v): %v", gate, segs, err)
	}
	return harm, safe
}

func wantClose(t rapid.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s = %v, want %v within %v", what, got, want, tolerance)
	}
}

// The capital of a fair bet stays 1 on average. Everything else follows.
func TestCapitalIsFairAtTheLimitAndLosesInsideIt(t *testing.T) {
	const n = 40
	for _, limit := range []float64{0.05, 0.3, 0.6, 0.93} {
		for _, shift := range []float64{0, -0.02, -0.04} {
			var harm, safe float64
			at := distuv.Binomial{N: n, P: limit + shift}
			mirrored := distuv.Binomial{N: n, P: limit - shift}
			for s := int64(0); s <= n; s++ {
				h, k := mustWeigh(t, escalationLimit(limit), []Segment{yesNoSegment(s, n)}, nil)
				harm += at.Prob(float64(s)) * math.Exp(h)
				safe += mirrored.Prob(float64(s)) * math.Exp(k)
			}
			if shift == 0 {
				wantClose(t, "mean capital of harm", harm, 1, 1e-9)
				wantClose(t, "mean capital of safe", safe, 1, 1e-9)
				continue
			}
			if harm >= 1 || safe >= 1 {
				t.Errorf("limit %v, %v inside: mean capital %v and %v, want below 1", limit, -shift, harm, safe)
			}
		}
	}
}

// One conversation, assigned with probability w: the mean factor is 1 at the
// margin whatever the baseline says.
func TestDifferenceIsFairForAnyBaseline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.Float64Range(0.01, 0.99).Draw(t, "share")
		g := rapid.Float64Range(0, 1).Draw(t, "baseline")
		margin := rapid.Float64Range(0, 0.5).Draw(t, "margin")
		stable := rapid.Float64Range(0, 1-margin).Draw(t, "stable")
		if 1-g <= margin {
			t.Skip("the gate could never fail")
		}
		var harm, safe float64
		for _, cell := range []struct {
			prob         float64
			cand, stable []int64
		}{
			{w * (stable + margin), []int64{1, 0}, []int64{0, 0}},
			{w * (1 - stable - margin), []int64{0, 1}, []int64{0, 0}},
			{(1 - w) * stable, []int64{0, 0}, []int64{1, 0}},
			{(1 - w) * (1 - stable), []int64{0, 0}, []int64{0, 1}},
		} {
			h, k := mustWeigh(t, escalationMargin(margin), []Segment{{Share: w, Baseline: g, Cand: cell.cand, Stable: cell.stable}}, nil)
			harm += cell.prob * math.Exp(h)
			safe += cell.prob * math.Exp(k)
		}
		wantClose(t, "harm", harm, 1, 1e-12)
		wantClose(t, "safe", safe, 1, 1e-12)
	})
}

// The same for ratings: any two distributions over five values whose means
// differ by the margin.
func TestRatingsAreFairForAnyDistribution(t *testing.T) {
	const baseline = 0.75
	rapid.Check(t, func(t *rapid.T) {
		weights := func(name string) (p [5]float64, mean float64) {
			raw := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 5, 5).Draw(t, name)
			var total float64
			for _, v := range raw {
				total += v
			}
			for i, v := range raw {
				p[i] = v / total
				mean += p[i] * RatingValues()[i]
			}
			return p, mean
		}
		cand, candMean := weights("cand")
		stable, stableMean := weights("stable")
		gate := csatMargin(max(0, 4*(stableMean-candMean)))
		if candMean > stableMean {
			t.Skip("the candidate is better")
		}
		if stableMean-candMean >= baseline {
			t.Skip("a margin of the whole baseline is refused: such a gate can never fail")
		}
		w := rapid.Float64Range(0.01, 0.99).Draw(t, "share")
		var harm, safe float64
		for i := range 5 {
			seg := Segment{Share: w, Baseline: baseline, Values: RatingValues(), Cand: make([]int64, 5), Stable: make([]int64, 5)}
			seg.Cand[i] = 1
			h, k := mustWeigh(t, gate, []Segment{seg}, nil)
			harm += w * cand[i] * math.Exp(h)
			safe += w * cand[i] * math.Exp(k)
			seg.Cand[i], seg.Stable[i] = 0, 1
			h, k = mustWeigh(t, gate, []Segment{seg}, nil)
			harm += (1 - w) * stable[i] * math.Exp(h)
			safe += (1 - w) * stable[i] * math.Exp(k)
		}
		wantClose(t, "harm", harm, 1, 1e-12)
		wantClose(t, "safe", safe, 1, 1e-12)
	})
}

// A look after every conversation, for ever, still fails a candidate at the
// limit with at most the stated probability, and uses most of it.
func TestLookingEveryConversationKeepsTheErrorRate(t *testing.T) {
	for _, limit := range []float64{0.05, 0.15, 0.25, 0.3, 0.36, 0.6} {
		crossed, err := CrossingProbability(limit, limit, 0.05, 3000)
		if err != nil {
			t.Fatal(err)
		}
		if crossed > 0.05 || crossed < 0.025 {
			t.Errorf("limit %v: a harmless candidate fails with probability %v, want 0.025 to 0.05", limit, crossed)
		}
		if limit == 0.3 {
			wantClose(t, "crossing at limit 0.30 in 3000 looks", crossed, 0.0361, 5e-5/0.0361)
		}
	}
}
