// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/intentops/intentops/internal/operator/evidence"
)

// The planning tables of docs/gates.md hold for a rollout with the defaults:
// three gates share the 5 %, four steps have customers, stable escalates 30 %,
// and a step overlooks the harm it is meant to find one time in ten.
const (
	planBase   = 0.30
	planMargin = 0.02
	planMiss   = 0.1
)

var planRates = []float64{50, 200, 2000}

// planAlpha is one gate's part of the error rate that the first start has.
func planAlpha() float64 {
	return must(evidence.SplitAlpha(errorRate, 1, 1, 1))[0] * startWeights()[0]
}

func printDays(w io.Writer) {
	fmt.Fprintf(w, "How long until harm is found:\n\n| share | escalation is worse than allowed by | candidate conversations |%s\n|---|---|---|---|---|---|\n", rateColumns())
	for _, share := range []float64{0.05, 0.10, 0.25, 0.50} {
		for _, harm := range []float64{0.30, 0.20, 0.10, 0.05} {
			limit, margin := harmSamples(share, harm)
			printDuration(w, share, fmt.Sprintf("%.0f points", harm*100), fmt.Sprintf("%d (limit), %d (stable)", limit, margin), margin)
		}
	}
	fmt.Fprintf(w, "\nHow long until an equal candidate passes on evidence:\n\n| share | margin | candidate conversations |%s\n|---|---|---|---|---|---|\n", rateColumns())
	for _, share := range []float64{0.25, 0.50} {
		for _, margin := range []float64{0.10, 0.05, 0.03, 0.02} {
			n := passSamples(share, margin)
			printDuration(w, share, fmt.Sprintf("%.0f points", margin*100), fmt.Sprint(n), n)
		}
	}
	fmt.Fprintf(w, "\nThe same for the other default gates:\n\n| gate, share 50 %% | margin | candidate conversations |%s\n|---|---|---|---|---|---|\n", rateColumns())
	for _, margin := range []float64{0.4, 0.2} {
		n := int(ratingsToPass(margin) / responseRate)
		printGate(w, "CSAT 4.2, one in five rates", fmt.Sprint(margin), n)
	}
	for _, margin := range []float64{0.02, 0.01} {
		n := must(evidence.DesignSamplesPass(0.5, 0.02, margin, errorRate, planMiss))
		printGate(w, "missed escalations, stable 2 %", fmt.Sprintf("%.0f %%", margin*100), n)
	}
	printPlans(w)
}

// ratingsToPass simulates, at a share of 50 %, how many ratings of the candidate
// nine in ten equal candidates take to pass. There is no formula for it.
func ratingsToPass(margin float64) float64 {
	const runs, mean = 1000, 4.2
	prob := ratingsWithMean(mean)
	needed := repeat(runs, 15, func(rng *rand.Rand) float64 {
		gate := evidence.Gate{Kind: evidence.MeanDifference, Direction: evidence.LowerIsWorse, Margin: margin / 4, Alpha: errorRate, Beta: errorRate}
		seg := evidence.Segment{
			Share: 0.5, Baseline: evidence.ScaleRating(mean), Values: evidence.RatingValues(),
			Cand: make([]int64, 5), Stable: make([]int64, 5),
		}
		for {
			arm := seg.Stable
			if rng.Float64() < 0.5 {
				arm = seg.Cand
			}
			arm[drawRating(rng, prob)]++
			if _, safe := weigh(gate, []evidence.Segment{seg}, nil); safe >= gate.ThresholdSafe() {
				n, _ := seg.Totals()
				return float64(n)
			}
		}
	})
	slices.Sort(needed)
	return needed[runs*9/10]
}

func printGate(w io.Writer, gate, margin string, needed int) {
	fmt.Fprintf(w, "| %s | %s | %d |", gate, margin, needed)
	for _, rate := range planRates {
		fmt.Fprintf(w, " %s |", duration(float64(needed)/(rate*0.5)))
	}
	fmt.Fprintln(w)
}

func harmSamples(share, harm float64) (limit, margin int) {
	return must(evidence.DesignSamples(planBase, harm, planAlpha(), planMiss)),
		must(evidence.DesignSamplesDiff(share, planBase, planMargin, harm, planAlpha(), planMiss))
}

func passSamples(share, margin float64) int {
	return must(evidence.DesignSamplesPass(share, planBase, margin, errorRate, planMiss))
}

func rateColumns() string {
	s := ""
	for _, rate := range planRates {
		s += fmt.Sprintf(" at %.0f/h |", rate)
	}
	return s
}

func printDuration(w io.Writer, share float64, what, n string, needed int) {
	fmt.Fprintf(w, "| %.0f %% | %s | %s |", share*100, what, n)
	for _, rate := range planRates {
		fmt.Fprintf(w, " %s |", duration(float64(needed)/(rate*share)))
	}
	fmt.Fprintln(w)
}

// planned is a step of a recommended plan: it is over when harm is excluded, or
// when an equal candidate has passed on evidence.
type planned struct {
	share, harm, passMargin float64
}

// plans are the recommendations per traffic, in conversations an hour.
var plans = map[float64][]planned{
	50:   {{share: 0.10, harm: 0.20}, {share: 0.25, harm: 0.10}, {share: 0.50, passMargin: 0.05}},
	200:  {{share: 0.05, harm: 0.20}, {share: 0.25, harm: 0.10}, {share: 0.50, passMargin: 0.03}},
	2000: {{share: 0.05, harm: 0.10}, {share: 0.25, harm: 0.05}, {share: 0.50, passMargin: 0.02}},
}

// printPlans prints the days of each recommended plan. A step lasts a day at
// least, so that it has seen every hour of the day.
func printPlans(w io.Writer) {
	fmt.Fprint(w, "\nPlans:\n\n| conversations an hour | first step | second step | third step | days in all |\n|---|---|---|---|---|\n")
	for _, rate := range planRates {
		fmt.Fprintf(w, "| %.0f |", rate)
		total, seen := 0.0, 0.0
		for _, p := range plans[rate] {
			var n int
			var what string
			if p.passMargin > 0 {
				n, what = passSamples(p.share, p.passMargin), fmt.Sprintf("Evidence, margin %.0f points", p.passMargin*100)
				seen = 0 // the comparison is worth most at this share; what was seen before is a bonus
			} else {
				_, n = harmSamples(p.share, p.harm)
				what = fmt.Sprintf("NoHarm, +%.0f points", p.harm*100)
			}
			hours := max(24, (float64(n)-seen)/(rate*p.share))
			seen += hours * rate * p.share
			total += hours
			fmt.Fprintf(w, " %.0f %%, %s: %s |", p.share*100, what, duration(hours))
		}
		fmt.Fprintf(w, " %.0f |\n", total/24)
	}
}

// duration rounds hours to what a plan can use.
func duration(hours float64) string {
	switch {
	case hours < 1:
		return fmt.Sprintf("%.0f min", max(1, hours*60))
	case hours < 36:
		return fmt.Sprintf("%.0f h", hours)
	default:
		return fmt.Sprintf("%.1f days", hours/24)
	}
}

// The floors below are what no valid test can beat on average: a test that
// rejects a true null with probability at most alpha, whenever it looks, needs
// at least log(1/alpha)/KL conversations (Wald), KL being the divergence from
// the nearest distribution of the null.

// logInverse is log(1/alpha).
var logInverse = -math.Log(errorRate)

// kl is the divergence between two yes/no outcomes, in nats.
func kl(p, q float64) float64 {
	term := func(a, b float64) float64 {
		if a == 0 {
			return 0
		}
		return a * math.Log(a/b)
	}
	return term(p, q) + term(1-p, 1-q)
}

// limitFloor is in candidate conversations.
func limitFloor(rate, limit float64) float64 { return logInverse / kl(rate, limit) }

// marginFloor is in conversations of both tracks. The nearest null has some
// stable rate q and the candidate at q+margin.
func marginFloor(cand, stable, margin, share float64) float64 {
	divergence := minimise(1e-9, 1-margin-1e-9, func(q float64) float64 {
		return share*kl(cand, q+margin) + (1-share)*kl(stable, q)
	})
	return logInverse / divergence
}

// meanFloor is in ratings: the growth of the best constant bet on target-x.
func meanFloor(values, prob []float64, target float64) float64 {
	growth := -minimise(0, 1/(1-target)-1e-9, func(bet float64) float64 {
		var g float64
		for i, x := range values {
			g += prob[i] * math.Log1p(bet*(target-x))
		}
		return -g
	})
	return logInverse / growth
}

// minimise finds the least value of a convex function by golden section.
func minimise(lo, hi float64, f func(float64) float64) float64 {
	const golden = 0.6180339887498949
	for range 120 {
		a, b := hi-golden*(hi-lo), lo+golden*(hi-lo)
		if f(a) < f(b) {
			hi = b
		} else {
			lo = a
		}
	}
	return f((lo + hi) / 2)
}
