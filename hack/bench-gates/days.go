package main

import (
	"fmt"
	"io"

	"github.com/intentops/intentops/internal/evidence"
)

// printDays writes the planning tables of docs/gates.md: how long a step has to
// last. The defaults of a rollout: two gates share the 5 % and four steps are
// planned, so that the first start has 2/5 of a gate's budget.
func printDays(w io.Writer) {
	const limit, margin, miss = 0.30, 0.02, 0.05
	alpha := must(evidence.SplitAlpha(errorRate, 1, 1))[0] * startWeights(4)[0]
	rates := []float64{50, 200, 2000}
	shares := []float64{0.05, 0.25, 0.50}
	fmt.Fprintln(w, "| share | to be found | candidate conversations | at 50/h | at 200/h | at 2000/h |\n|---|---|---|---|---|---|")
	line := func(share float64, what string, n int) {
		fmt.Fprintf(w, "| %.0f %% | %s | %d |", share*100, what, n)
		for _, perHour := range rates {
			fmt.Fprintf(w, " %s |", duration(float64(n)/(perHour*share)))
		}
		fmt.Fprintln(w)
	}
	for _, share := range shares {
		for _, harm := range []float64{0.30, 0.20, 0.10, 0.05} {
			line(share, fmt.Sprintf("limit +%.0f points", harm*100), must(evidence.DesignSamples(limit, harm, alpha, miss)))
		}
	}
	for _, share := range shares {
		for _, harm := range []float64{0.30, 0.20, 0.10, 0.05} {
			line(share, fmt.Sprintf("margin +%.0f points", harm*100), must(evidence.DesignSamplesDiff(share, limit, margin, harm, alpha, miss)))
		}
	}
	for _, share := range shares {
		for _, margin := range []float64{0.10, 0.05, 0.03, 0.02} {
			line(share, fmt.Sprintf("equal, margin %.0f points", margin*100), must(evidence.DesignSamplesPass(share, limit, margin, errorRate, miss)))
		}
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
