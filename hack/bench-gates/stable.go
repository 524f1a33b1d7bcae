// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// stableGate is G4: the comparison with stable at its margin, and its speed.
func stableGate(r *report) {
	const base, margin, runs = 0.30, 0.02, 800
	for _, share := range []float64{0.05, 0.25, 0.50} {
		rates := rollbackRates(repeat(runs, 4, func(rng *rand.Rand) []outcome {
			return rollout(rng, traffic{share: share, candRate: base + margin, stableRate: base}, minutesPerDay,
				newOurs(marginGate(margin, errorRate), nil, share, base),
				newArgo(aboveStable(margin)), newFlagger(aboveStable(margin)), &zDiffTest{margin: margin})
		}))
		r.atMost(fmt.Sprintf("false rollbacks in 24 h at the margin, share %.0f %%", share*100), rates[0], errorRate,
			others{argoName: rates[1], flaggerName: rates[2], zName: rates[3]})
		for _, harm := range []float64{0.05, 0.10} {
			cand := base + margin + harm
			total := repeat(2*runs, 40, func(rng *rand.Rand) float64 {
				const ages = 400 * minutesPerDay
				return float64(rollout(rng, traffic{share: share, candRate: cand, stableRate: base}, ages,
					newOurs(marginGate(margin, errorRate), nil, share, base))[0].total)
			})
			r.atMost(fmt.Sprintf("conversations to find margin +%.0f points, share %.0f %%, times the floor", harm*100, share*100),
				mean(total)/marginFloor(cand, base, margin, share), 1.4, nil)
		}
	}
}

// driftAndRamp is G5: the share goes from 5 to 25 to 50 %, a day each, while
// the base rate rises or falls from day to day and swings with the hour.
func driftAndRamp(r *report) {
	const margin, runs = 0.02, 800
	rising := []float64{0.26, 0.30, 0.36}
	falling := []float64{0.36, 0.30, 0.26}
	rates := ramp(runs, rising, margin, margin)
	r.atMost("false rollbacks at the margin, rising base and share 5-25-50 %, 72 h", rates[0], errorRate,
		others{argoName: rates[1], flaggerName: rates[2], zName: rates[3], pooledName: rates[4]})
	rates = ramp(runs, rising, 0, margin)
	r.atMost("false rollbacks of an equal candidate, rising base and share 5-25-50 %, 72 h", rates[0], errorRate,
		others{argoName: rates[1], flaggerName: rates[2], zName: rates[3], pooledName: rates[4]})
	rates = ramp(runs, falling, margin+0.05, margin)
	r.atLeast("found: margin +5 points, falling base and share 5-25-50 %, 72 h", rates[0], 0.98,
		others{argoName: rates[1], flaggerName: rates[2], zName: rates[3], pooledName: rates[4]})
}

// ramp returns the share of rollouts rolled back by this project's gate, Argo
// Rollouts, Flagger, the peeked z-test and the pooled z-test with a single look
// at the end. Three of four planned steps are under way.
func ramp(runs int, bases []float64, difference, margin float64) []float64 {
	shares := []float64{0.05, 0.25, 0.50}
	omega := startWeights()
	return rollbackRates(repeat(runs, 5, func(rng *rand.Rand) []outcome {
		// The baseline is what the team knew before: the first day's mean, then
		// stable's rate of the step before.
		our := newOurs(marginGate(margin, errorRate), omega, shares[0], bases[0])
		rules := []rule{our, newArgo(aboveStable(margin)), newFlagger(aboveStable(margin)), &zDiffTest{margin: margin}}
		out := make([]outcome, len(rules)+1)
		var all, step tally
		for minute := range 3 * minutesPerDay {
			day := minute / minutesPerDay
			if minute > 0 && minute%minutesPerDay == 0 {
				our.nextStep(shares[day], float64(step.stableBad)/float64(step.stable))
				step = tally{}
			}
			base := bases[day] + 0.06*math.Sin(2*math.Pi*float64(minute)/minutesPerDay)
			since := traffic{share: shares[day], candRate: base + difference, stableRate: base}.minute(rng)
			all.add(since)
			step.add(since)
			for i, rule := range rules {
				out[i].rolledBack = out[i].rolledBack || rule.look(minute, since)
			}
		}
		out[len(rules)].rolledBack = zDifference(all, margin) > zLevel
		return out
	}))
}

// evidenceMode is G6: promotion on evidence at a share of a half.
func evidenceMode(r *report) {
	const base, margin, share, runs = 0.30, 0.05, 0.5, 3000
	promoted := func(difference float64, hours int) (ours, naive float64) {
		runsOut := repeat(runs, 6, func(rng *rand.Rand) [2]bool {
			our := newOurs(marginGate(margin, errorRate), nil, share, base)
			var all tally
			var out [2]bool
			t := traffic{share: share, candRate: base + difference, stableRate: base}
			for range hours * 60 {
				since := t.minute(rng)
				our.count(since)
				all.add(since)
				if !out[0] {
					_, safe := weigh(our.gate, our.segs, nil)
					out[0] = safe >= our.gate.ThresholdSafe()
				}
				out[1] = out[1] || all.cand >= 30 && all.stable >= 30 && zDifference(all, margin) < -zLevel
				if out[0] && out[1] {
					break
				}
			}
			return out
		})
		for _, o := range runsOut {
			if o[0] {
				ours += 1 / float64(runs)
			}
			if o[1] {
				naive += 1 / float64(runs)
			}
		}
		return ours, naive
	}
	false72, naive72 := promoted(margin, 72)
	r.atMost("false promotions at the margin of 5 points, share 50 %, 72 h", false72, errorRate, others{zName: naive72})
	true48, naive48 := promoted(0, 48)
	r.atLeast("promoted in 48 h when equal, margin 5 points, share 50 %", true48, 0.99, others{zName: naive48})
}
