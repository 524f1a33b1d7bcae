// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTrafficHasTheRatesItIsGiven(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var all tally
	const hours = 500
	for range hours * 60 {
		all.add(traffic{share: 0.25, candRate: 0.4, stableRate: 0.3}.minute(rng))
	}
	within := func(what string, got, want, tolerance float64) {
		if math.Abs(got-want) > tolerance {
			t.Errorf("%s %v, want %v", what, got, want)
		}
	}
	total := float64(all.cand + all.stable)
	within("conversations an hour", total/hours, perHour, 2)
	within("share", float64(all.cand)/total, 0.25, 0.006)
	within("candidate rate", float64(all.candBad)/float64(all.cand), 0.4, 0.012)
	within("stable rate", float64(all.stableBad)/float64(all.stable), 0.3, 0.008)
}

// The figures must be the same on any machine.
func TestRepeatDoesNotDependOnTheCores(t *testing.T) {
	draw := func() []float64 {
		return repeat(50, 3, func(rng *rand.Rand) float64 { return rng.Float64() })
	}
	want := draw()
	old := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(old)
	if diff := cmp.Diff(want, draw()); diff != "" {
		t.Errorf("on one core (-want +got):\n%s", diff)
	}
}

func TestRatingsAreTiltedToTheMean(t *testing.T) {
	for _, want := range []float64{1.5, 3.2, 4, 4.8} {
		var total, m float64
		for i, p := range ratingsWithMean(want) {
			total += p
			m += p * float64(i+1)
		}
		if math.Abs(total-1) > 1e-12 || math.Abs(m-want) > 1e-9 {
			t.Errorf("sum %v, mean %v, want 1 and %v", total, m, want)
		}
	}
}

func TestRatioCrossingIsAProbability(t *testing.T) {
	crossed, half := ratioCrossing(0.25, 0.9, 200)
	if math.Abs(crossed-1) > 1e-9 || half == 0 || half > 40 {
		t.Errorf("a broken assignment is found with probability %v, half of the time by %d", crossed, half)
	}
	if crossed, half = ratioCrossing(0.25, 0.25, 200); crossed > 0.001 || half != 0 {
		t.Errorf("a correct one with probability %v, by %d", crossed, half)
	}
}

func TestReport(t *testing.T) {
	var r report
	r.goal = "G1"
	r.atMost("false rollbacks", 0.043041, 0.05, others{argoName: 1})
	r.atLeast("found", 0.97, 0.98, nil)
	r.atMost("nothing measured", math.NaN(), 1, nil)
	if got := r.missed(); got != 2 {
		t.Errorf("missed %d, want 2", got)
	}
	path := filepath.Join(t.TempDir(), "bench", "gates.json")
	if err := r.write(path); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"goal": "G1", "what": "false rollbacks", "value": 0.04304, "bound": 0.05, "ok": true, "others": map[string]any{argoName: 1.0}},
		{"goal": "G1", "what": "found", "value": 0.97, "bound": 0.98, "ok": false},
		{"goal": "G1", "what": "nothing measured", "value": -1.0, "bound": 1.0, "ok": false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("goals (-want +got):\n%s", diff)
	}
	var table bytes.Buffer
	r.print(&table)
	for _, part := range []string{"MISSED", "<= 0.05", ">= 0.98", argoName} {
		if !strings.Contains(table.String(), part) {
			t.Errorf("the table lacks %q:\n%s", part, table.String())
		}
	}
	table.Reset()
	r.printMarkdown(&table)
	if want := "| G1 | false rollbacks | 0.04304 | <= 0.05 | ok | Argo Rollouts 1 |"; !strings.Contains(table.String(), want) {
		t.Errorf("the table lacks %q:\n%s", want, table.String())
	}
	if err := r.write("/dev/null/gates.json"); err == nil {
		t.Error("a path that cannot be written was accepted")
	}
}

// The exact goals are quick enough to be checked with every test run.
func TestExactGoalsAreReached(t *testing.T) {
	var r report
	detectionSpeed(&r)
	sampleRatio(&r)
	for _, row := range r.rows {
		if !row.OK {
			t.Errorf("%+v", row)
		}
	}
}
