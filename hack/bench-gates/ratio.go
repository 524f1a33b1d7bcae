// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"

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
