// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import "math/rand/v2"

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
