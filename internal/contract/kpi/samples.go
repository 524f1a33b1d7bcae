// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// OfRatio is hits of n with Wilson's interval; false: n is 0.
func OfRatio(hits, n int64) (Estimate, bool) { return ratio(float64(hits), n) }

// OfRatings is the mean of ratings, given how often each of 1 to 5 was given; false: never.
func OfRatings(ratings [5]int64) (Estimate, bool) { return mean(ratings) }

// OfPromoters is the net promoter score in points, given how often each of 0 to 10 was
// answered; false: never.
func OfPromoters(answers [11]int64) (Estimate, bool) { return netPromoters(answers) }

// OfCount is a count with the interval of a Poisson count.
func OfCount(n int64) Estimate { e, _ := volume(n); return e }

// OfMean is the mean of times in seconds with Student's interval; false: there are none.
// One value alone excludes nothing: its interval ends at +Inf.
func OfMean(values []float64) (Estimate, bool) {
	n := float64(len(values))
	if n == 0 {
		return Estimate{}, false
	}
	var sum, squares float64
	for _, v := range values {
		sum += v
	}
	m := sum / n
	for _, v := range values {
		squares += (v - m) * (v - m)
	}
	half := math.Inf(1)
	if n > 1 {
		t := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975)
		half = t * math.Sqrt(squares/(n-1)/n)
	}
	return Estimate{Value: m, Low: max(0, m-half), High: m + half, Samples: int64(len(values))}, true
}

// OfQuantile is the quantile q of times in seconds, sorted, linear between neighbours. The
// interval is that of the order statistics whose ranks a binomial count of n and q excludes
// in 2.5 % of cases at either end; where n is too small for one, it ends at 0 or +Inf.
// False: there are no values.
func OfQuantile(sorted []float64, q float64) (Estimate, bool) {
	n := len(sorted)
	if n == 0 {
		return Estimate{}, false
	}
	at := q * float64(n-1)
	below := int(at)
	value := sorted[below]
	if below+1 < n {
		value += (at - float64(below)) * (sorted[below+1] - sorted[below])
	}
	e := Estimate{Value: value, High: math.Inf(1), Samples: int64(n)}
	if k := lowerRank(n, q); k > 0 {
		e.Low = sorted[k-1]
	}
	if k := lowerRank(n, 1-q); k > 0 {
		e.High = sorted[n-k]
	}
	e.Low, e.High = min(e.Low, value), max(e.High, value)
	return e, true
}

// lowerRank is the largest k such that the k-th smallest of n observations is above the
// quantile q in at most 2.5 % of cases; 0: there is none.
func lowerRank(n int, q float64) int {
	if n > 1000 {
		m := float64(n)
		return max(0, int(math.Floor(m*q-z*math.Sqrt(m*q*(1-q)))))
	}
	if q == 0.5 {
		return int(medianRank(int64(n)))
	}
	b := distuv.Binomial{N: float64(n), P: q}
	tail := 0.0
	for k := range n {
		if tail += b.Prob(float64(k)); tail > 0.025 {
			return k
		}
	}
	return n
}

// Sorted returns values in ascending order; it sorts in place.
func Sorted(values []float64) []float64 {
	slices.Sort(values)
	return values
}

// Difference is how far now is from before, with the interval that follows from theirs:
// the distances from value to end add up like the sides of a right triangle (Zou and
// Donner, 2008), which needs no more than two independent intervals of 95 %.
func Difference(now, before Estimate) Estimate {
	d := now.Value - before.Value
	return Estimate{
		Value:   d,
		Low:     d - math.Hypot(now.Value-now.Low, before.High-before.Value),
		High:    d + math.Hypot(now.High-now.Value, before.Value-before.Low),
		Samples: min(now.Samples, before.Samples),
	}
}
