// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"testing"
)

// minutes repeats one minute's conversations.
func minutes(n int, t tally) []tally {
	out := make([]tally, n)
	for i := range out {
		out[i] = t
	}
	return out
}

func TestRulesRollBackWhenTheirDocumentationSaysSo(t *testing.T) {
	good, bad, none := tally{cand: 10, candBad: 2}, tally{cand: 10, candBad: 9}, tally{}
	concat := func(parts ...[]tally) (out []tally) {
		for _, p := range parts {
			out = append(out, p...)
		}
		return out
	}
	limit := aboveLimit(0.3)
	cases := map[string]struct {
		rule       rule
		looks      []tally
		wantMinute int
	}{
		"Argo Rollouts fails on the fourth bad window":        {rule: newArgo(limit), looks: minutes(60, bad), wantMinute: 19},
		"Argo Rollouts counts bad windows apart":              {rule: newArgo(limit), looks: concat(minutes(15, bad), minutes(30, good), minutes(5, bad)), wantMinute: 49},
		"Argo Rollouts passes good windows":                   {rule: newArgo(limit), looks: minutes(600, good), wantMinute: -1},
		"Argo Rollouts looks at the whole window":             {rule: newArgo(limit), looks: minutes(600, tally{cand: 1, candBad: 0}), wantMinute: -1},
		"an empty window passes, kinder than the tools":       {rule: newArgo(limit), looks: minutes(600, none), wantMinute: -1},
		"Flagger rolls back at the tenth failed check":        {rule: newFlagger(limit), looks: minutes(60, bad), wantMinute: 9},
		"Flagger adds failed checks up over good ones":        {rule: newFlagger(limit), looks: concat(minutes(9, bad), minutes(60, good), minutes(1, bad)), wantMinute: 69},
		"Flagger passes an empty minute":                      {rule: newFlagger(limit), looks: minutes(60, none), wantMinute: -1},
		"a z-test waits for thirty conversations":             {rule: &zTest{limit: 0.3}, looks: minutes(60, bad), wantMinute: 2},
		"a z-test accepts a rate within the limit":            {rule: &zTest{limit: 0.3}, looks: minutes(60, good), wantMinute: -1},
		"a z-test of two tracks waits for thirty of each":     {rule: &zDiffTest{margin: 0.02}, looks: minutes(60, tally{cand: 10, candBad: 9, stable: 5, stableBad: 1}), wantMinute: 5},
		"a z-test of two tracks that are all alike stays put": {rule: &zDiffTest{margin: 0.02}, looks: minutes(60, tally{cand: 10, stable: 10}), wantMinute: -1},
		"this project's gate finds a disaster":                {rule: newOurs(limitGate(0.3, 0.05), nil, 0.5, 0.3), looks: minutes(60, bad), wantMinute: 0},
		"this project's gate passes a good rate":              {rule: newOurs(limitGate(0.3, 0.05), nil, 0.5, 0.3), looks: minutes(60, good), wantMinute: -1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got := -1
			for minute, since := range tc.looks {
				if tc.rule.look(minute, since) {
					got = minute
					break
				}
			}
			if got != tc.wantMinute {
				t.Errorf("rolled back in minute %d, want %d", got, tc.wantMinute)
			}
		})
	}
}

func TestBreachAgainstStableNeedsBothTracks(t *testing.T) {
	cases := map[string]struct {
		counts tally
		want   bool
	}{
		"beyond the margin": {counts: tally{cand: 10, candBad: 5, stable: 10, stableBad: 3}, want: true},
		"within the margin": {counts: tally{cand: 10, candBad: 3, stable: 10, stableBad: 3}},
		"no candidate":      {counts: tally{stable: 10, stableBad: 3}},
		"no stable":         {counts: tally{cand: 10, candBad: 5}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := aboveStable(0.02)(tc.counts); got != tc.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestFloors(t *testing.T) {
	cases := map[string]struct{ got, want, tolerance float64 }{
		"a limit of 30 % and +5 points":               {limitFloor(0.35, 0.30), 518, 1},
		"a limit of 30 % and +10 points":              {limitFloor(0.40, 0.30), 133, 1},
		"a margin, by the usual approximation":        {marginFloor(0.37, 0.30, 0.02, 0.5), logInverse * 2 * 0.335 * 0.665 / (0.05 * 0.05 * 0.25), 100},
		"ratings of 1 and 5 only are a rate of fives": {meanFloor([]float64{0, 1}, []float64{0.4, 0.6}, 0.7), limitFloor(0.4, 0.3), 0.01},
		"no divergence from itself":                   {kl(0.3, 0.3), 0, 1e-15},
		"a certain outcome":                           {kl(1, 0.5), math.Ln2, 1e-15},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if !(math.Abs(tc.got-tc.want) <= tc.tolerance) {
				t.Errorf("got %v, want %v", tc.got, tc.want)
			}
		})
	}
}
