// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// errorRate is the false rollback and the false promotion rate of all goals.
const errorRate = 0.05

func limitGate(limit, alpha float64) evidence.Gate {
	return evidence.Gate{Kind: evidence.RateAbsolute, Direction: evidence.HigherIsWorse, Limit: limit, Alpha: alpha, Beta: errorRate}
}

func marginGate(margin, alpha float64) evidence.Gate {
	return evidence.Gate{Kind: evidence.RateDifference, Direction: evidence.HigherIsWorse, Margin: margin, Alpha: alpha, Beta: errorRate}
}

// weigh panics on bad input: a benchmark that feeds bad input is broken.
func weigh(gate evidence.Gate, segs []evidence.Segment, omega []float64) (harm, safe float64) {
	harm, safe, err := evidence.Weigh(gate, segs, omega)
	if err != nil {
		panic(fmt.Sprintf("bench-gates: %v", err))
	}
	return harm, safe
}

// startWeights are those of a plan of four steps, as everywhere in the benchmarks.
func startWeights() []float64 {
	omega, err := evidence.StartWeights(4)
	if err != nil {
		panic(fmt.Sprintf("bench-gates: %v", err))
	}
	return omega
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("bench-gates: %v", err))
	}
	return v
}

// ours is a gate of this project as a rule, over one or several steps.
type ours struct {
	gate  evidence.Gate
	omega []float64
	segs  []evidence.Segment
}

// newOurs starts a rollout at its first step.
func newOurs(gate evidence.Gate, omega []float64, share, baseline float64) *ours {
	o := &ours{gate: gate, omega: omega}
	o.nextStep(share, baseline)
	return o
}

// nextStep opens a new segment.
func (o *ours) nextStep(share, baseline float64) {
	o.segs = append(o.segs, evidence.Segment{Share: share, Baseline: baseline, Cand: make([]int64, 2), Stable: make([]int64, 2)})
}

func (o *ours) count(since tally) {
	s := &o.segs[len(o.segs)-1]
	s.Cand[0] += since.candBad
	s.Cand[1] += since.cand - since.candBad
	s.Stable[0] += since.stableBad
	s.Stable[1] += since.stable - since.stableBad
}

func (o *ours) look(_ int, since tally) bool {
	o.count(since)
	if since == (tally{}) {
		return false
	}
	harm, _ := weigh(o.gate, o.segs, o.omega)
	return harm >= o.gate.ThresholdHarm()
}
