// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "testing"

func BenchmarkWeigh(b *testing.B) {
	omega, err := StartWeights(4)
	if err != nil {
		b.Fatal(err)
	}
	rate := []Segment{
		{Share: 0.05, Baseline: 0.3, Cand: []int64{131, 281}, Stable: []int64{2300, 5500}},
		{Share: 0.25, Baseline: 0.29, Cand: []int64{620, 1300}, Stable: []int64{1700, 4100}},
		{Share: 0.5, Baseline: 0.3, Cand: []int64{900, 2100}, Stable: []int64{880, 2150}},
	}
	csat := []Segment{
		{Share: 0.05, Baseline: 0.75, Values: RatingValues(), Cand: []int64{3, 4, 9, 30, 40}, Stable: []int64{60, 80, 150, 600, 800}},
		{Share: 0.25, Baseline: 0.76, Values: RatingValues(), Cand: []int64{13, 14, 19, 130, 140}, Stable: []int64{60, 80, 150, 600, 800}},
		{Share: 0.5, Baseline: 0.75, Values: RatingValues(), Cand: []int64{53, 64, 79, 430, 540}, Stable: []int64{60, 80, 150, 600, 800}},
	}
	cases := map[string]struct {
		gate Gate
		segs []Segment
	}{
		"one step, rate against a limit":    {Gate{Kind: RateAbsolute, Direction: HigherIsWorse, Limit: 0.3, Alpha: 0.05, Beta: 0.05}, rate[:1]},
		"three steps, rate against stable":  {Gate{Kind: RateDifference, Direction: HigherIsWorse, Margin: 0.02, Alpha: 0.05, Beta: 0.05}, rate},
		"three steps, CSAT against stable":  {Gate{Kind: MeanDifference, Direction: LowerIsWorse, Margin: 0.05, Alpha: 0.05, Beta: 0.05}, csat},
		"three steps, CSAT against a limit": {Gate{Kind: MeanAbsolute, Direction: LowerIsWorse, Limit: 0.75, Alpha: 0.05, Beta: 0.05}, csat},
	}
	for name, tc := range cases {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Weigh(tc.gate, tc.segs, omega); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("with interval, "+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Evaluate(tc.gate, tc.segs, omega); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
