package main

import "math/rand/v2"

// returningCustomers is G13. A customer keeps the track, and comes back in the
// same mood: 30 % of the customers ask for a person four times in five. Counted
// per conversation, one customer counts several times and the evidence
// believes itself too soon. Counted once per customer it keeps its word.
func returningCustomers(r *report) {
	const margin, share, runs = 0.02, 0.5, 1000
	out := repeat(runs, 13, func(rng *rand.Rand) [2]bool {
		perCustomer := newOurs(marginGate(margin, errorRate), nil, share, 0.3)
		naive := newOurs(marginGate(margin, errorRate), nil, share, 0.3)
		people := newCustomers(rng, share, margin)
		var out [2]bool
		for minute := range 2 * minutesPerDay {
			var first, all tally
			for range poisson(rng, perHour/60.0) {
				t, returning := people.converse(rng)
				all.add(t)
				if !returning {
					first.add(t)
				}
			}
			out[0] = out[0] || perCustomer.look(minute, first)
			out[1] = out[1] || naive.look(minute, all)
		}
		return out
	})
	ourRate, naiveRate := both(out)
	r.atMost("false rollbacks in 48 h at the margin, customers with 4 conversations on average, counted once each (naive: every conversation)",
		ourRate, errorRate, others{naiveName: naiveRate})
}

// customers are 2 400 people behind 9 600 conversations.
type customers struct {
	rate []float64
	cand []bool
	seen []bool
}

func newCustomers(rng *rand.Rand, share, difference float64) *customers {
	const people, prone, often, seldom = 2400, 0.3, 0.8, 0.0857
	c := &customers{rate: make([]float64, people), cand: make([]bool, people), seen: make([]bool, people)}
	for i := range people {
		c.rate[i] = seldom
		if rng.Float64() < prone {
			c.rate[i] = often
		}
		if c.cand[i] = rng.Float64() < share; c.cand[i] {
			c.rate[i] += difference
		}
	}
	return c
}

// converse draws a customer. A fifth of them have two thirds of the
// conversations.
func (c *customers) converse(rng *rand.Rand) (t tally, returning bool) {
	i := rng.IntN(len(c.rate) / 5)
	if rng.Float64() > 2.0/3 {
		i = rng.IntN(len(c.rate))
	}
	returning, c.seen[i] = c.seen[i], true
	bad := int64(0)
	if rng.Float64() < c.rate[i] {
		bad = 1
	}
	if c.cand[i] {
		return tally{cand: 1, candBad: bad}, returning
	}
	return tally{stable: 1, stableBad: bad}, returning
}
