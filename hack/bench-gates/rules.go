// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// The rules of other tools, written from their documentation. They are kinder
// than the tools are by default: a window without conversations passes here,
// whereas Argo Rollouts and Flagger count a missing value as failed.
const (
	argoName    = "Argo Rollouts"
	flaggerName = "Flagger"
	zName       = "peeked z-test"
	pooledName  = "pooled z-test"
	naiveName   = "naive counting"
)

// tally counts conversations and bad outcomes of both tracks.
type tally struct{ cand, candBad, stable, stableBad int64 }

func (t *tally) add(o tally) {
	t.cand += o.cand
	t.candBad += o.candBad
	t.stable += o.stable
	t.stableBad += o.stableBad
}

// rule looks once a minute at what happened since the last look and says
// whether to roll back. A rule that has said so is not asked again.
type rule interface {
	look(minute int, since tally) bool
}

// breach says whether the totals violate the gate, as a plain threshold would.
type breach func(tally) bool

// aboveLimit compares the candidate's rate with a limit.
func aboveLimit(limit float64) breach {
	return func(t tally) bool { return t.cand > 0 && float64(t.candBad) > limit*float64(t.cand) }
}

// aboveStable compares the difference of the rates with a margin.
func aboveStable(margin float64) breach {
	return func(t tally) bool {
		if t.cand == 0 || t.stable == 0 {
			return false
		}
		return float64(t.candBad)/float64(t.cand)-float64(t.stableBad)/float64(t.stable) > margin
	}
}

// argoRollouts is an AnalysisRun: every interval the metric over that window is
// measured against the success condition; more than failureLimit failures fail
// the run.
type argoRollouts struct {
	interval, failureLimit int
	breach                 breach

	window tally
	failed int
}

func newArgo(b breach) *argoRollouts {
	return &argoRollouts{interval: 5, failureLimit: 3, breach: b}
}

func (a *argoRollouts) look(minute int, since tally) bool {
	a.window.add(since)
	if (minute+1)%a.interval != 0 {
		return false
	}
	if a.breach(a.window) {
		a.failed++
	}
	a.window = tally{}
	return a.failed > a.failureLimit
}

// flagger is a Canary: every interval of a minute the metric over that minute is
// checked; the rollback comes at threshold failed checks, which add up and are
// not reset by a good one.
type flagger struct {
	threshold int
	breach    breach

	failed int
}

func newFlagger(b breach) *flagger { return &flagger{threshold: 10, breach: b} }

func (f *flagger) look(_ int, since tally) bool {
	if f.breach(since) {
		f.failed++
	}
	return f.failed >= f.threshold
}

// zLevel is the one-sided 5 % point of the normal distribution.
const zLevel = 1.6449

// zTest is the textbook test of a proportion against a limit, repeated at every
// look from 30 conversations on.
type zTest struct {
	limit float64
	all   tally
}

func (z *zTest) look(_ int, since tally) bool {
	z.all.add(since)
	n := float64(z.all.cand)
	if n < 30 {
		return false
	}
	return float64(z.all.candBad)-n*z.limit > zLevel*math.Sqrt(n*z.limit*(1-z.limit))
}

// zDiffTest is the textbook test of two proportions with a margin, pooled over
// the steps, repeated at every look from 30 conversations in each track on.
type zDiffTest struct {
	margin float64
	all    tally
}

func (z *zDiffTest) look(_ int, since tally) bool {
	z.all.add(since)
	return z.all.cand >= 30 && z.all.stable >= 30 && zDifference(z.all, z.margin) > zLevel
}

// zDifference is the z statistic of a difference beyond the margin.
func zDifference(t tally, margin float64) float64 {
	n, m := float64(t.cand), float64(t.stable)
	p, q := float64(t.candBad)/n, float64(t.stableBad)/m
	sd := math.Sqrt(p*(1-p)/n + q*(1-q)/m)
	if sd == 0 {
		return 0
	}
	return (p - q - margin) / sd
}

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
