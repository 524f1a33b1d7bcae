// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math/rand/v2"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// severalGates is G10: three gates, each exactly at its boundary, share one
// budget for false rollbacks.
func severalGates(r *report) {
	const base, margin, share, runs = 0.30, 0.02, 0.5, 1000
	parts := must(evidence.SplitAlpha(errorRate, 1, 1, 1))
	rating := ratingsWithMean(4)
	out := repeat(runs, 10, func(rng *rand.Rand) [2]bool {
		var out [2]bool
		split := threeGates(parts[0], base, margin, share)
		whole := threeGates(errorRate, base, margin, share)
		t := traffic{share: share, candRate: base + margin, stableRate: base}
		for minute := range minutesPerDay {
			since := t.minute(rng)
			var ratings []int
			for range since.cand {
				if rng.Float64() < responseRate {
					ratings = append(ratings, drawRating(rng, rating))
				}
			}
			out[0] = out[0] || split.look(minute, since, ratings)
			out[1] = out[1] || whole.look(minute, since, ratings)
		}
		return out
	})
	ourRate, unsplit := both(out)
	r.atMost("false rollbacks by any of three gates at their boundaries, 24 h (naive: alpha not split)", ourRate, errorRate, others{naiveName: unsplit})
}

type gateSet struct {
	limit, margin *ours
	csat          evidence.Gate
	ratings       evidence.Segment
}

func threeGates(alpha, base, margin, share float64) *gateSet {
	return &gateSet{
		limit:   newOurs(limitGate(base+margin, alpha), nil, share, base),
		margin:  newOurs(marginGate(margin, alpha), nil, share, base),
		csat:    targetGate(4, alpha),
		ratings: evidence.Segment{Values: evidence.RatingValues(), Cand: make([]int64, 5)},
	}
}

func (g *gateSet) look(minute int, since tally, ratings []int) bool {
	for _, i := range ratings {
		g.ratings.Cand[i]++
	}
	failed := g.limit.look(minute, since)
	failed = g.margin.look(minute, since) || failed
	if len(ratings) > 0 {
		harm, _ := weigh(g.csat, []evidence.Segment{g.ratings}, nil)
		failed = failed || harm >= g.csat.ThresholdHarm()
	}
	return failed
}
