// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestOfMean(t *testing.T) {
	// Mean 20, standard deviation 10, t of 2 degrees of freedom 4.3027: 4.3027·10/√3 = 24.84.
	got, _ := OfMean([]float64{10, 20, 30})
	if got.Value != 20 || got.Low != 0 || math.Abs(got.High-44.841) > 0.01 || got.Samples != 3 {
		t.Errorf("%+v, want 20 (0 to 44.84) of 3", got)
	}
	if one, _ := OfMean([]float64{10}); one.Value != 10 || one.Low != 0 || !math.IsInf(one.High, 1) {
		t.Errorf("of one: %+v, want 10 that excludes nothing", one)
	}
	if _, some := OfMean(nil); some {
		t.Error("a mean of nothing")
	}
}

func TestOfQuantile(t *testing.T) {
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	// Of ten throws, at most 1 head comes in 1.07 % of cases and at most 2 in 5.5 %: ranks
	// 2 and 9.
	if got, _ := OfQuantile(ten, 0.5); got != (Estimate{Value: 5.5, Low: 2, High: 9, Samples: 10}) {
		t.Errorf("median %+v, want 5.5 (2 to 9)", got)
	}
	// Linear between ranks: 1 + 0.9·9 = 9.1. Ten values say nothing about what is above.
	if got, _ := OfQuantile(ten, 0.9); math.Abs(got.Value-9.1) > 1e-9 || !math.IsInf(got.High, 1) || got.Low != 7 {
		t.Errorf("p90 %+v, want 9.1 (7 to +Inf)", got)
	}
}

func TestIntervalsHoldTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const runs = 2000
	for _, n := range []int{30, 200} {
		var mean, median, p90 int
		for range runs {
			values := make([]float64, n)
			for i := range values {
				values[i] = r.ExpFloat64()
			}
			in := func(e Estimate, truth float64) int {
				if e.Low <= truth && truth <= e.High {
					return 1
				}
				return 0
			}
			m, _ := OfMean(values)
			mean += in(m, 1)
			q, _ := OfQuantile(Sorted(values), 0.5)
			median += in(q, math.Ln2)
			q, _ = OfQuantile(values, 0.9)
			p90 += in(q, math.Log(10))
		}
		for name, hits := range map[string]int{"mean": mean, "median": median, "p90": p90} {
			// The mean of a skewed distribution is held a little less often.
			if least := map[string]int{"mean": 1820}[name]; hits < max(least, 1820) || name != "mean" && hits < 1880 {
				t.Errorf("of %d, the interval of the %s holds the truth in %d of %d runs", n, name, hits, runs)
			}
		}
	}
}

func TestDifference(t *testing.T) {
	got := Difference(Estimate{Value: 4.6, Low: 4.2, High: 4.8}, Estimate{Value: 3.8, Low: 3.6, High: 4.1})
	if math.Abs(got.Value-0.8) > 1e-9 || math.Abs(got.Low-0.3) > 1e-9 || math.Abs(got.High-(0.8+math.Hypot(0.2, 0.2))) > 1e-9 {
		t.Errorf("%+v, want 0.8 (0.3 to 1.083)", got)
	}
}
