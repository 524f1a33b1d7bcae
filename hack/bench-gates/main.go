// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command bench-gates measures the rollout gates against their goals, side by
// side with the decision rules of other tools. It prints a table, writes the
// goals as JSON and exits with 1 when a goal is missed. Seeds are fixed, and
// every simulated rollout has its own, so that the figures do not depend on the
// number of cores. Only G12 measures time.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

// goals in the order of docs/gates.md. Each measures and reports its rows.
var goals = []struct {
	name    string
	measure func(*report)
}{
	{"G1", exactErrorRate},
	{"G2", limitErrorRate},
	{"G3", detectionSpeed},
	{"G4", stableGate},
	{"G5", driftAndRamp},
	{"G6", evidenceMode},
	{"G7", outcomeDelay},
	{"G8", lateRegression},
	{"G9", satisfaction},
	{"G10", severalGates},
	{"G11", sampleRatio},
	{"G12", speedAndBatching},
	{"G13", returningCustomers},
	{"G14", triggeredOnly},
	{"G15", mixedBatch},
}

func main() {
	out := flag.String("o", "", "file to write the goals to, as JSON")
	only := flag.String("only", "", "measure this goal only, such as G5")
	markdown := flag.Bool("markdown", false, "print the table as it stands in docs/gates.md")
	days := flag.Bool("days", false, "print the planning tables of docs/gates.md and stop")
	flag.Parse()
	if *days {
		printDays(os.Stdout)
		return
	}

	var r report
	start := time.Now()
	for _, g := range goals {
		if *only != "" && *only != g.name {
			continue
		}
		began := time.Now()
		r.goal = g.name
		g.measure(&r)
		fmt.Fprintf(os.Stderr, "%s measured in %.1f s\n", g.name, time.Since(began).Seconds())
	}
	if *markdown {
		r.printMarkdown(os.Stdout)
	} else {
		r.print(os.Stdout)
	}
	fmt.Printf("\nmeasured in %.0f s\n", time.Since(start).Seconds())
	if *out != "" {
		if err := r.write(*out); err != nil {
			fmt.Fprintln(os.Stderr, "bench-gates:", err)
			os.Exit(1)
		}
	}
	if missed := r.missed(); missed > 0 {
		fmt.Fprintf(os.Stderr, "bench-gates: %d figures miss their goal\n", missed)
		os.Exit(1)
	}
}
