// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// exactErrorRate is G1: no simulation, the probabilities of all histories.
func exactErrorRate(r *report) {
	for _, limit := range []float64{0.05, 0.15, 0.25, 0.30, 0.36, 0.60} {
		p := must(evidence.CrossingProbability(limit, limit, errorRate, 30_000))
		r.atMost(fmt.Sprintf("exact false rollbacks at limit %.0f %%, 30 000 looks", limit*100), p, errorRate, nil)
	}
}

// limitErrorRate is G2: a candidate exactly at the limit, a look each minute
// for a day.
func limitErrorRate(r *report) {
	const limit, runs = 0.30, 2000
	for _, share := range []float64{0.05, 0.25, 0.50} {
		rates := limitRates(limit, limit, share, runs)
		r.atMost(fmt.Sprintf("false rollbacks in 24 h at the limit, share %.0f %%", share*100), rates[0], errorRate,
			others{argoName: rates[1], flaggerName: rates[2], zName: rates[3]})
	}
	rates := limitRates(limit-0.05, limit, 0.25, runs)
	r.atMost("false rollbacks in 24 h, 5 points better than the limit, share 25 %", rates[0], errorRate,
		others{argoName: rates[1], flaggerName: rates[2], zName: rates[3]})
}

// limitRates returns the share of rollouts each rule rolls back within a day.
func limitRates(rate, limit, share float64, runs int) []float64 {
	return rollbackRates(repeat(runs, 2, func(rng *rand.Rand) []outcome {
		return rollout(rng, traffic{share: share, candRate: rate, stableRate: limit}, minutesPerDay,
			newOurs(limitGate(limit, errorRate), nil, share, limit),
			newArgo(aboveLimit(limit)), newFlagger(aboveLimit(limit)), &zTest{limit: limit})
	}))
}

// detectionSpeed is G3: mean conversations over the floor, exact.
func detectionSpeed(r *report) {
	const limit = 0.30
	for _, harm := range []float64{0.02, 0.03, 0.05, 0.10, 0.20, 0.30} {
		n := must(evidence.MeanConversations(limit, harm, errorRate))
		r.atMost(fmt.Sprintf("conversations to find +%.0f points at limit 30 %%, times the floor", harm*100),
			n/limitFloor(limit+harm, limit), 1.45, nil)
	}
}

// outcomeDelay is G7: escalations come after 8 minutes on average, quiet
// conversations are closed after about 40. Counting an outcome at a fixed age
// is right; counting what is resolved so far sees the escalations first.
func outcomeDelay(r *report) {
	const limit, share, window, runs = 0.30, 0.5, 60, 1000
	runsOut := repeat(runs, 7, func(rng *rand.Rand) []outcome {
		fixed := newOurs(limitGate(limit, errorRate), nil, share, limit)
		naive := newOurs(limitGate(limit, errorRate), nil, share, limit)
		// One slot per minute, well past the end of the day.
		atAge := make([]tally, 2*minutesPerDay)
		resolved := make([]tally, 2*minutesPerDay)
		out := make([]outcome, 2)
		for minute := range minutesPerDay {
			for range poisson(rng, share*perHour/60) {
				if rng.Float64() < limit {
					delay := rng.ExpFloat64() * 8
					if delay <= window {
						atAge[minute+window].candBad++
					}
					book(resolved, minute+int(delay), tally{cand: 1, candBad: 1})
				} else {
					book(resolved, minute+30+int(rng.ExpFloat64()*10), tally{cand: 1})
				}
				atAge[minute+window].cand++
			}
			out[0].rolledBack = out[0].rolledBack || fixed.look(minute, atAge[minute])
			out[1].rolledBack = out[1].rolledBack || naive.look(minute, resolved[minute])
		}
		return out
	})
	rates := rollbackRates(runsOut)
	r.atMost("false rollbacks in 24 h at the limit, outcomes counted at a fixed age", rates[0], errorRate, others{naiveName: rates[1]})
}

func book(slots []tally, minute int, t tally) {
	if minute < len(slots) {
		slots[minute].add(t)
	}
}

// lateRegression is G8: two good steps of a day, then a regression of ten
// points over the limit at the start of the third.
func lateRegression(r *report) {
	const limit, runs = 0.30, 2000
	omega := startWeights()
	found := repeat(runs, 8, func(rng *rand.Rand) [2]float64 {
		var out [2]float64
		mixed := newOurs(limitGate(limit, errorRate), omega, 0.05, limit)
		for i, n := range []int64{240, 1200} {
			if i > 0 {
				mixed.nextStep(0.25, limit)
			}
			for range n {
				mixed.count(conversation(rng, 0.25))
			}
		}
		mixed.nextStep(0.50, limit)
		for n := 1; n <= 20_000 && (out[0] == 0 || out[1] == 0); n++ {
			mixed.count(conversation(rng, 0.40))
			for i, w := range [][]float64{omega, nil} {
				if out[i] > 0 {
					continue
				}
				if harm, _ := weigh(mixed.gate, mixed.segs, w); harm >= mixed.gate.ThresholdHarm() {
					out[i] = float64(n)
				}
			}
		}
		return out
	})
	var mixed, plain []float64
	for _, f := range found {
		mixed, plain = append(mixed, f[0]), append(plain, f[1])
	}
	r.atMost("median conversations to find +10 points that begin in step 3 (naive: one start)", median(mixed), 250,
		others{naiveName: median(plain)})
}

func conversation(rng *rand.Rand, rate float64) tally {
	t := tally{cand: 1}
	if rng.Float64() < rate {
		t.candBad = 1
	}
	return t
}
