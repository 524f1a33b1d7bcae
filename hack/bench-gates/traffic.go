// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// perHour is the traffic of the simulated rollouts, both tracks together.
const perHour = 200

const minutesPerDay = 24 * 60

// traffic produces conversations minute by minute.
type traffic struct {
	share, candRate, stableRate float64
}

// minute draws the conversations of one minute: Poisson arrivals, assigned and
// decided independently.
func (t traffic) minute(rng *rand.Rand) tally {
	var out tally
	for range poisson(rng, perHour/60.0) {
		if rng.Float64() < t.share {
			out.cand++
			if rng.Float64() < t.candRate {
				out.candBad++
			}
			continue
		}
		out.stable++
		if rng.Float64() < t.stableRate {
			out.stableBad++
		}
	}
	return out
}

// poisson draws by multiplying uniforms, which suits small means.
func poisson(rng *rand.Rand, mean float64) int {
	limit := math.Exp(-mean)
	n := 0
	for p := rng.Float64(); p > limit; p *= rng.Float64() {
		n++
	}
	return n
}

// outcome is what a rule did in one rollout.
type outcome struct {
	rolledBack bool
	// cand and total count the conversations until then.
	cand, total int64
}

// rollout shows the same minutes to all rules until each has decided or the
// minutes are over.
func rollout(rng *rand.Rand, t traffic, minutes int, rules ...rule) []outcome {
	out := make([]outcome, len(rules))
	var all tally
	for minute := range minutes {
		since := t.minute(rng)
		all.add(since)
		undecided := false
		for i, r := range rules {
			if out[i].rolledBack {
				continue
			}
			if r.look(minute, since) {
				out[i] = outcome{true, all.cand, all.cand + all.stable}
			} else {
				undecided = true
			}
		}
		if !undecided {
			break
		}
	}
	return out
}

// repeat runs f for every run with a generator of its own, on all cores, and
// returns the results in order.
func repeat[T any](runs int, seed uint64, f func(rng *rand.Rand) T) []T {
	out := make([]T, runs)
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < runs; i += workers {
				out[i] = f(rand.New(rand.NewPCG(seed, uint64(i))))
			}
		})
	}
	wg.Wait()
	return out
}

// rollbackRates returns the share of rollouts each rule rolled back.
func rollbackRates(runs [][]outcome) []float64 {
	rates := make([]float64, len(runs[0]))
	for _, run := range runs {
		for i, o := range run {
			if o.rolledBack {
				rates[i] += 1 / float64(len(runs))
			}
		}
	}
	return rates
}

// fraction returns the share of true.
func fraction(v []bool) float64 {
	n := 0
	for _, b := range v {
		if b {
			n++
		}
	}
	return float64(n) / float64(len(v))
}

func mean(v []float64) float64 {
	var total float64
	for _, x := range v {
		total += x
	}
	return total / float64(len(v))
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
