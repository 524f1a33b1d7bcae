// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// responseRate is the share of conversations that are rated.
const responseRate = 0.2

// usualRatings is the shape of CSAT: mostly 5, some 1, little between.
var usualRatings = []float64{0.08, 0.06, 0.11, 0.30, 0.45}

// ratingsWithMean tilts the usual shape exponentially to a mean rating.
func ratingsWithMean(want float64) []float64 {
	lo, hi := -5.0, 5.0
	for {
		tilt := (lo + hi) / 2
		prob := make([]float64, 5)
		var total, m float64
		for i, p := range usualRatings {
			prob[i] = p * math.Exp(tilt*float64(i))
			total += prob[i]
		}
		for i := range prob {
			prob[i] /= total
			m += prob[i] * float64(i+1)
		}
		switch {
		case hi-lo < 1e-12:
			return prob
		case m < want:
			lo = tilt
		default:
			hi = tilt
		}
	}
}

func drawRating(rng *rand.Rand, prob []float64) int {
	u := rng.Float64()
	for i, p := range prob {
		if u < p || i == len(prob)-1 {
			return i
		}
		u -= p
	}
	return 0
}

func targetGate(rating, alpha float64) evidence.Gate {
	return evidence.Gate{Kind: evidence.MeanAbsolute, Direction: evidence.LowerIsWorse, Limit: evidence.ScaleRating(rating), Alpha: alpha, Beta: errorRate}
}

// satisfaction is G9: ratings against a target of 4.0 and against stable.
func satisfaction(r *report) {
	const target = 4.0
	const runs = 1000
	atTarget := ratingsWithMean(target)
	for _, share := range []float64{0.05, 0.50} {
		out := repeat(runs, 9, func(rng *rand.Rand) [2]bool {
			gate := targetGate(target, errorRate)
			seg := evidence.Segment{Values: evidence.RatingValues(), Cand: make([]int64, 5)}
			var out [2]bool
			for range minutesPerDay {
				for range poisson(rng, perHour/60.0*share*responseRate) {
					seg.Cand[drawRating(rng, atTarget)]++
				}
				harm, _ := weigh(gate, []evidence.Segment{seg}, nil)
				out[0] = out[0] || harm >= gate.ThresholdHarm()
				out[1] = out[1] || zMean(seg.Cand, gate.Limit) < -zLevel
			}
			return out
		})
		ourRate, zRate := both(out)
		r.atMost(fmt.Sprintf("CSAT: false rollbacks in 24 h at target 4.0, share %.0f %%", share*100), ourRate, errorRate, others{zName: zRate})
	}
	for _, m := range []float64{3.8, 3.6, 3.2} {
		prob := ratingsWithMean(m)
		needed := repeat(5*runs, 90, func(rng *rand.Rand) float64 {
			gate := targetGate(target, errorRate)
			seg := evidence.Segment{Values: evidence.RatingValues(), Cand: make([]int64, 5)}
			for n := 1; ; n++ {
				seg.Cand[drawRating(rng, prob)]++
				if harm, _ := weigh(gate, []evidence.Segment{seg}, nil); harm >= gate.ThresholdHarm() {
					return float64(n)
				}
			}
		})
		r.atMost(fmt.Sprintf("CSAT: ratings to find a mean of %.1f at target 4.0, times the floor", m),
			mean(needed)/meanFloor(evidence.RatingValues(), prob, evidence.ScaleRating(target)), 1.5, nil)
	}
	satisfactionAgainstStable(r)
}

// satisfactionAgainstStable measures the comparison at its margin.
func satisfactionAgainstStable(r *report) {
	const margin, share, runs = 0.15, 0.5, 600
	stable, cand := ratingsWithMean(4.2), ratingsWithMean(4.2-margin)
	fails := repeat(runs, 91, func(rng *rand.Rand) bool {
		gate := evidence.Gate{Kind: evidence.MeanDifference, Direction: evidence.LowerIsWorse, Margin: margin / 4, Alpha: errorRate, Beta: errorRate}
		seg := evidence.Segment{Share: share, Baseline: evidence.ScaleRating(4.2), Values: evidence.RatingValues(), Cand: make([]int64, 5), Stable: make([]int64, 5)}
		for range 3 * minutesPerDay {
			n := poisson(rng, perHour/60.0*responseRate)
			if n == 0 {
				continue
			}
			for range n {
				if rng.Float64() < share {
					seg.Cand[drawRating(rng, cand)]++
				} else {
					seg.Stable[drawRating(rng, stable)]++
				}
			}
			if harm, _ := weigh(gate, []evidence.Segment{seg}, nil); harm >= gate.ThresholdHarm() {
				return true
			}
		}
		return false
	})
	r.atMost("CSAT: false rollbacks in 72 h at a margin of 0.15 below stable", fraction(fails), errorRate, nil)
}

// zMean is the z statistic of a mean against a target, 0 below 30 ratings.
func zMean(counts []int64, target float64) float64 {
	var n, sum, square float64
	for i, c := range counts {
		x := evidence.RatingValues()[i]
		n += float64(c)
		sum += float64(c) * x
		square += float64(c) * x * x
	}
	if n < 30 {
		return 0
	}
	m := sum / n
	return (m - target) / math.Sqrt((square/n-m*m)/n)
}

func both(v [][2]bool) (a, b float64) {
	for _, x := range v {
		if x[0] {
			a += 1 / float64(len(v))
		}
		if x[1] {
			b += 1 / float64(len(v))
		}
	}
	return a, b
}
