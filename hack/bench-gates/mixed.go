// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math/rand/v2"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/evidence"
	"github.com/intentops/intentops/internal/operator/gate"
)

// mixedBatch is G15: half of the conversations are about changed intents, which
// stable answers too, and half about new ones, which stable hands to a person.
// Every default gate of each kind has its part of the error rate. Judged together
// ("naive"), what is gained on the new intents pays for harm on the changed ones.
func mixedBatch(r *report) {
	const harm, margin = 0.20, gate.DefaultMargin
	own := changedUntilFound(gate.Composition{Changed: 1}, margin+harm)
	mixed := changedUntilFound(gate.Composition{New: 1, Changed: 1}, margin+harm)
	r.atMost("conversations to find margin +20 points in the changed half of a mixed batch, times those in a batch of its own, share 50 %",
		mean(mixed)/mean(own), 1.3, nil)

	apart, pooled := mixedRates(500, 15, margin+harm, 0.20)
	r.atLeast("found in 24 h: margin +20 points in the changed half, 20 % escalated in the new half, share 50 % (naive: judged together)",
		apart, 0.99, others{naiveName: pooled})
	apart, pooled = mixedRates(1000, 150, margin, gate.DefaultLimit)
	r.atMost("false rollbacks in 24 h with every gate of both halves at its boundary, share 50 % (naive: judged together)",
		apart, errorRate, others{naiveName: pooled})
}

const (
	mixedBase  = 0.30
	mixedShare = 0.5
)

// changedUntilFound returns how many conversations about changed intents it takes
// until their escalation is found to be worse than stable's.
func changedUntilFound(c gate.Composition, difference float64) []float64 {
	g, alpha := escalationGate(c, v1alpha1.CompareStable)
	return repeat(4000, 151, func(rng *rand.Rand) float64 {
		our := newOurs(marginGate(g.Bound, alpha), startWeights(), mixedShare, mixedBase)
		for n := 1; ; n++ {
			if our.look(n, draw(rng, mixedBase+difference, mixedBase)) {
				return float64(n)
			}
		}
	})
}

// escalationGate is the default gate of a batch, with its part of the error rate.
func escalationGate(c gate.Composition, compare v1alpha1.Comparison) (gate.Gate, float64) {
	gates, _ := gate.Defaults(c, 0, "")
	for _, g := range gates {
		if g.Metric == v1alpha1.MetricEscalation && g.Compare == compare {
			return g, errorRate / float64(len(gates))
		}
	}
	panic("bench-gates: no default gate on escalation with compare: " + string(compare))
}

func draw(rng *rand.Rand, cand, stable float64) tally {
	if rng.Float64() < mixedShare {
		return conversation(rng, cand)
	}
	t := conversation(rng, stable)
	return tally{stable: 1, stableBad: t.candBad}
}

// mixedRates returns the share of rollouts that are rolled back in a day, with the
// halves judged apart and together.
func mixedRates(runs int, seed uint64, changedBy, newRate float64) (apart, pooled float64) {
	const handedOver = 0.98
	mix := gate.Composition{New: 1, Changed: 1}
	limit, alpha := escalationGate(mix, v1alpha1.CompareTarget)
	margin, _ := escalationGate(mix, v1alpha1.CompareStable)
	return both(repeat(runs, seed, func(rng *rand.Rand) [2]bool {
		changed := newHalf(newOurs(marginGate(margin.Bound, alpha), startWeights(), mixedShare, mixedBase), alpha)
		fresh := newHalf(newOurs(limitGate(limit.Bound, alpha), startWeights(), mixedShare, mixedBase), alpha)
		// What was chosen for such a batch before: four gates, each on all conversations.
		pooled := []*ours{
			newOurs(marginGate(margin.Bound, errorRate/4), startWeights(), mixedShare, mixedBase),
			newOurs(limitGate(limit.Bound, errorRate/4), startWeights(), mixedShare, mixedBase),
		}
		var out [2]bool
		for minute := range minutesPerDay {
			var ofChanged, ofNew tally
			for range poisson(rng, perHour/60.0/2) {
				ofChanged.add(draw(rng, mixedBase+changedBy, mixedBase))
			}
			for range poisson(rng, perHour/60.0/2) {
				ofNew.add(draw(rng, newRate, handedOver))
			}
			failed := changed.look(rng, minute, ofChanged)
			failed = fresh.look(rng, minute, ofNew) || failed
			out[0] = out[0] || failed
			ofChanged.add(ofNew)
			for _, g := range pooled {
				out[1] = g.look(minute, ofChanged) || out[1]
			}
			if out[0] && out[1] {
				break
			}
		}
		return out
	}))
}

// half is one kind of intents with its three gates. CSAT and missed escalations are
// always at their margins.
type half struct {
	escalation, missed *ours
	csat               evidence.Gate
	ratings            evidence.Segment
	good, worse        []float64
}

func newHalf(escalation *ours, alpha float64) *half {
	const score, stableMissed = 4.2, 0.02
	return &half{
		escalation: escalation,
		missed:     newOurs(marginGate(gate.DefaultMissedMargin, alpha), startWeights(), mixedShare, stableMissed),
		csat: evidence.Gate{
			Kind: evidence.MeanDifference, Direction: evidence.LowerIsWorse,
			Margin: gate.DefaultCSATMargin / 4, Alpha: alpha, Beta: errorRate,
		},
		ratings: evidence.Segment{
			Share: mixedShare, Baseline: evidence.ScaleRating(score), Values: evidence.RatingValues(),
			Cand: make([]int64, 5), Stable: make([]int64, 5),
		},
		good: ratingsWithMean(score), worse: ratingsWithMean(score - gate.DefaultCSATMargin),
	}
}

func (h *half) look(rng *rand.Rand, minute int, since tally) bool {
	const stableMissed = 0.02
	missed := tally{cand: since.cand, stable: since.stable}
	rated := false
	for range since.cand {
		missed.candBad += conversation(rng, stableMissed+gate.DefaultMissedMargin).candBad
		if rng.Float64() < responseRate {
			h.ratings.Cand[drawRating(rng, h.worse)]++
			rated = true
		}
	}
	for range since.stable {
		missed.stableBad += conversation(rng, stableMissed).candBad
		if rng.Float64() < responseRate {
			h.ratings.Stable[drawRating(rng, h.good)]++
			rated = true
		}
	}
	failed := h.escalation.look(minute, since)
	failed = h.missed.look(minute, missed) || failed
	if rated {
		harm, _ := weigh(h.csat, []evidence.Segment{h.ratings}, startWeights())
		failed = failed || harm >= h.csat.ThresholdHarm()
	}
	return failed
}

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
