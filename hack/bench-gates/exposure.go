// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// sampleRatio is G11: exact probabilities for a look at every conversation.
func sampleRatio(r *report) {
	for _, share := range []float64{0.05, 0.25, 0.50} {
		crossed, _ := ratioCrossing(share, share, 20_000)
		r.atMost(fmt.Sprintf("exact false mismatches at share %.0f %%, 20 000 looks", share*100), crossed, evidence.SampleRatioAlpha, nil)
	}
	for _, c := range []struct{ planned, true float64 }{{0.25, 0.28}, {0.50, 0.56}} {
		_, half := ratioCrossing(c.planned, c.true, 20_000)
		floor := -math.Log(evidence.SampleRatioAlpha) / kl(c.true, c.planned)
		r.atMost(fmt.Sprintf("median conversations to find a share of %.0f %% instead of %.0f %%, times the floor", c.true*100, c.planned*100),
			float64(half)/floor, 1.2, nil)
	}
}

// ratioCrossing returns the probability of a mismatch within n conversations
// and the number at which it reaches one half.
func ratioCrossing(planned, actual float64, n int) (crossed float64, half int) {
	mismatch := func(cand, total int) bool {
		_, m, err := evidence.SampleRatio([]evidence.Assigned{{Share: planned, Cand: int64(cand), Stable: int64(total - cand)}})
		if err != nil {
			panic(fmt.Sprintf("bench-gates: %v", err))
		}
		return m
	}
	// state[k] is the probability of cand = k without a mismatch so far; counts
	// from low to high are alive. Both bounds only grow with the total.
	state := make([]float64, n+2)
	state[0] = 1
	low, high := 0, 0
	for total := 1; total <= n; total++ {
		for k := high + 1; k > low; k-- {
			state[k] = state[k]*(1-actual) + state[k-1]*actual
		}
		state[low] *= 1 - actual
		high++
		for high >= low && float64(high) > planned*float64(total) && mismatch(high, total) {
			crossed += state[high]
			state[high] = 0
			high--
		}
		for low <= high && float64(low) < planned*float64(total) && mismatch(low, total) {
			crossed += state[low]
			state[low] = 0
			low++
		}
		if half == 0 && crossed >= 0.5 {
			half = total
		}
	}
	return crossed, half
}

// returningCustomers is G13. A customer has a fixed place in the order in which
// customers get the candidate, and comes back in the same mood: 30 % of the
// customers ask for a person four times in five. Counted per conversation, one
// customer counts several times and the evidence believes itself too soon.
// Counted once per customer and rollout it keeps its word.
func returningCustomers(r *report) {
	once, naive := customerRates(2400, 0.50, 0.50)
	r.atMost("false rollbacks in 48 h at the margin, share 50 %, 4 conversations a customer, the first one counted (naive: all)",
		once, errorRate, others{naiveName: naive})
	once, naive = customerRates(6000, 0.05, 0.25, 0.50)
	r.atMost("false rollbacks in 72 h at the margin, share 5-25-50 %, 2.4 conversations a customer, the first one counted (naive: all)",
		once, errorRate, others{naiveName: naive})
}

// customerRates simulates a day at each share.
func customerRates(people int, shares ...float64) (once, naive float64) {
	const margin, base, runs = 0.02, 0.30, 1000
	omega := startWeights()
	out := repeat(runs, 13, func(rng *rand.Rand) [2]bool {
		first := newOurs(marginGate(margin, errorRate), omega, shares[0], base)
		all := newOurs(marginGate(margin, errorRate), omega, shares[0], base)
		crowd := newCustomers(rng, people)
		var out [2]bool
		for minute := range len(shares) * minutesPerDay {
			day := minute / minutesPerDay
			if minute > 0 && minute%minutesPerDay == 0 && shares[day] != shares[day-1] {
				first.nextStep(shares[day], base)
				all.nextStep(shares[day], base)
			}
			var sinceFirst, sinceAll tally
			for range poisson(rng, perHour/60.0) {
				t, returning := crowd.converse(rng, shares[day], margin)
				sinceAll.add(t)
				if !returning {
					sinceFirst.add(t)
				}
			}
			out[0] = out[0] || first.look(minute, sinceFirst)
			out[1] = out[1] || all.look(minute, sinceAll)
		}
		return out
	})
	return both(out)
}

type customer struct {
	// rate of escalation with stable; place in the order of getting the candidate.
	rate, place float64
	seen        bool
}

type customers []customer

func newCustomers(rng *rand.Rand, people int) customers {
	const prone, often, seldom = 0.3, 0.8, 0.0857
	c := make(customers, people)
	for i := range c {
		c[i] = customer{rate: seldom, place: rng.Float64()}
		if rng.Float64() < prone {
			c[i].rate = often
		}
	}
	return c
}

// converse draws a customer and an outcome. A fifth of the customers have most
// of the conversations.
func (c customers) converse(rng *rand.Rand, share, difference float64) (t tally, returning bool) {
	who := &c[rng.IntN(len(c)/5)]
	if rng.Float64() > 2.0/3 {
		who = &c[rng.IntN(len(c))]
	}
	returning, who.seen = who.seen, true
	if who.place < share {
		return conversation(rng, who.rate+difference), returning
	}
	t = conversation(rng, who.rate)
	return tally{stable: 1, stableBad: t.candBad}, returning
}

// triggeredOnly is G14: the batch changes the answer in 3 % of conversations,
// and there escalation rises by ten points over the margin. Counting only those
// conversations is compared with the floor of any valid test that counts all of
// them, where the same harm is 0.3 points: the advantage is a lower bound.
func triggeredOnly(r *report) {
	const base, margin, harm, share, touched, runs = 0.30, 0.02, 0.10, 0.5, 0.03, 2000
	cand := base + margin + harm
	needed := repeat(runs, 14, func(rng *rand.Rand) float64 {
		our := newOurs(marginGate(margin, errorRate), nil, share, base)
		for n := 1; ; n++ {
			var t tally
			if rng.Float64() < share {
				t = conversation(rng, cand)
			} else {
				t.stable, t.stableBad = 1, conversation(rng, base).candBad
			}
			if our.look(n, t) {
				return float64(n)
			}
		}
	})
	traffic := mean(needed) / touched
	all := marginFloor(base+touched*(margin+harm), base, touched*margin, share)
	r.atLeast("times fewer conversations to find +10 points when the batch touches 3 % (against the floor of counting all)", all/traffic, 15, nil)
}
