// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"math/rand/v2"
	"runtime"
	"syscall"
	"time"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// speedAndBatching is G12. Times are told as multiples of a hundred logarithms,
// in processor time, measured by turns with what they are compared with: the
// machine is shared, and neither its speed nor what else runs on it is what is
// measured.
func speedAndBatching(r *report) {
	omega := startWeights()
	rate := []evidence.Segment{
		{Share: 0.05, Baseline: 0.3, Cand: []int64{131, 281}, Stable: []int64{2300, 5500}},
		{Share: 0.25, Baseline: 0.29, Cand: []int64{620, 1300}, Stable: []int64{1700, 4100}},
		{Share: 0.50, Baseline: 0.3, Cand: []int64{900, 2100}, Stable: []int64{880, 2150}},
	}
	ratings := []evidence.Segment{
		{Share: 0.05, Baseline: 0.75, Values: evidence.RatingValues(), Cand: []int64{3, 4, 9, 30, 40}, Stable: []int64{60, 80, 150, 600, 800}},
		{Share: 0.25, Baseline: 0.76, Values: evidence.RatingValues(), Cand: []int64{13, 14, 19, 130, 140}, Stable: []int64{60, 80, 150, 600, 800}},
		{Share: 0.50, Baseline: 0.75, Values: evidence.RatingValues(), Cand: []int64{53, 64, 79, 430, 540}, Stable: []int64{60, 80, 150, 600, 800}},
	}
	csat := evidence.Gate{Kind: evidence.MeanDifference, Direction: evidence.LowerIsWorse, Margin: 0.05, Alpha: errorRate, Beta: errorRate}
	r.atMost("hundreds of logarithms per decision: escalation against a limit, one step", hundredLogs(func() { weigh(limitGate(0.3, errorRate), rate[:1], omega) }), 8, nil)
	r.atMost("hundreds of logarithms per decision: escalation against stable, three steps", hundredLogs(func() { weigh(marginGate(0.02, errorRate), rate, omega) }), 8, nil)
	r.atMost("hundreds of logarithms per decision: CSAT against stable, three steps", hundredLogs(func() { weigh(csat, ratings, omega) }), 8, nil)
	r.atMost("allocations per decision", allocations(func() { weigh(csat, ratings, omega) }), 0, nil)
	r.atMost("hundreds of logarithms for all figures of the status, CSAT, three steps", hundredLogs(func() { must(evidence.Evaluate(csat, ratings, omega)) }), 800, nil)
	r.atMost("hundreds of logarithms to design a step of 20 000 conversations", hundredLogs(func() { must(evidence.DesignSamples(0.3, 0.015, errorRate, 0.05)) }), 80_000, nil)
	r.atMost("largest relative change of the evidence by batching", batchingError(ratings, csat), 1e-12, nil)
}

// hundredLogs returns how many times as long as a hundred logarithms a call takes: the
// fastest round of each, taken by turns.
func hundredLogs(f func()) float64 {
	sum := 0.0
	measured, unit := newRounds(f), newRounds(func() {
		for i := range 100 {
			sum += math.Log(float64(i) + 1.5)
		}
	})
	for began := time.Now(); time.Since(began) < 500*time.Millisecond; {
		measured.run()
		unit.run()
	}
	runtime.KeepAlive(sum) // so that it is computed
	return measured.fastest / unit.fastest
}

// processorTime is what this process has had of the processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	must(u, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// rounds are of about a millisecond, which is long against the clock and short
// against the scheduler.
type rounds struct {
	f       func()
	calls   int
	fastest float64 // nanoseconds of one call
}

func newRounds(f func()) *rounds {
	r := &rounds{f: f, calls: 1, fastest: math.Inf(1)}
	for r.run() < time.Millisecond && r.calls <= 1<<20 {
		r.calls *= 2
	}
	return r
}

func (r *rounds) run() time.Duration {
	start := processorTime()
	for range r.calls {
		r.f()
	}
	took := processorTime() - start
	r.fastest = min(r.fastest, float64(took.Nanoseconds())/float64(r.calls))
	return took
}

func allocations(f func()) float64 {
	const calls = 1000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		f()
	}
	runtime.ReadMemStats(&after)
	// The runtime itself may allocate a little meanwhile.
	return math.Floor(float64(after.Mallocs-before.Mallocs) / calls)
}

// batchingError cuts every segment into random parts, in random order, and
// compares the evidence with that of the whole.
func batchingError(segs []evidence.Segment, gate evidence.Gate) float64 {
	rng := rand.New(rand.NewPCG(12, 0))
	harm, safe := weigh(gate, segs, nil)
	worst := 0.0
	for range 200 {
		var parts []evidence.Segment
		for _, s := range segs {
			parts = append(parts, cut(rng, s, 1+rng.IntN(20))...)
		}
		rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		h, k := weigh(gate, parts, nil)
		worst = max(worst, math.Abs(h/harm-1), math.Abs(k/safe-1))
	}
	return worst
}

// cut distributes the counts of a segment over n batches.
func cut(rng *rand.Rand, s evidence.Segment, n int) []evidence.Segment {
	parts := make([]evidence.Segment, n)
	for i := range parts {
		parts[i] = s
		parts[i].Cand, parts[i].Stable = make([]int64, len(s.Cand)), make([]int64, len(s.Stable))
	}
	for i := range s.Cand {
		for range s.Cand[i] {
			parts[rng.IntN(n)].Cand[i]++
		}
		for range s.Stable[i] {
			parts[rng.IntN(n)].Stable[i]++
		}
	}
	return parts
}
