// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import "math/rand/v2"

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
