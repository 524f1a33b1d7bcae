// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"math"
	"slices"
)

// z is the normal quantile of a 95 % interval.
const z = 1.959963984540054

// ratio is hits of n with Wilson's score interval (E. B. Wilson, 1927).
func ratio(hits float64, n int64) (Estimate, bool) {
	if n <= 0 {
		return Estimate{}, false
	}
	m := float64(n)
	p := min(hits/m, 1)
	centre := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Estimate{
		Value:   p,
		Low:     min(p, max(0, centre-half)),
		High:    max(p, min(1, centre+half)),
		Samples: n,
	}, true
}

// mean of ratings. Its interval is the normal one after two ratings of 1 and two of 5 are
// added, as Agresti and Coull (1998) do for a ratio: without them, few ratings that are
// all alike would look certain.
func mean(ratings [5]int64) (Estimate, bool) {
	value, _, n := moments(ratings)
	if n == 0 {
		return Estimate{}, false
	}
	ratings[0] += 2
	ratings[4] += 2
	centre, variance, m := moments(ratings)
	half := z * math.Sqrt(variance/m)
	return Estimate{
		Value:   value,
		Low:     min(value, max(1, centre-half)),
		High:    max(value, min(5, centre+half)),
		Samples: int64(n),
	}, true
}

func moments(ratings [5]int64) (mean, variance, n float64) {
	for i, count := range ratings {
		n += float64(count)
		mean += float64(i+1) * float64(count)
	}
	if n == 0 {
		return 0, 0, 0
	}
	mean /= n
	for i, count := range ratings {
		d := float64(i+1) - mean
		variance += d * d * float64(count)
	}
	return mean, variance / n, n
}

// median of a histogram, linear within its bucket. The interval is that of the order
// statistics whose ranks a fair coin gives, widened to the bounds of their buckets, since
// a histogram does not say where in a bucket an observation lies.
func median(h Histogram) (Estimate, bool) {
	bounds := make([]float64, 0, len(h))
	for bound := range h {
		bounds = append(bounds, bound)
	}
	slices.Sort(bounds)
	// Replicas are scraped one after the other, so that a bucket may be ahead of a larger
	// one by a moment: the larger holds at least as many.
	cumulative := make([]int64, len(bounds))
	var n int64
	for i, bound := range bounds {
		n = max(n, h[bound])
		cumulative[i] = n
	}
	if n <= 0 || math.IsInf(bounds[0], 1) {
		return Estimate{}, false
	}
	bucket := func(rank float64) (low, high, below, upTo float64) {
		for i, c := range cumulative {
			upTo, high = float64(c), bounds[i]
			if upTo >= rank && upTo > below {
				return low, high, below, upTo
			}
			low, below = high, upTo
		}
		return low, math.Inf(1), below, upTo
	}
	rank := float64(n) / 2
	low, high, below, upTo := bucket(rank)
	value := low
	if !math.IsInf(high, 1) {
		value = low + (high-low)*(rank-below)/(upTo-below)
	}
	k := float64(medianRank(n))
	first, _, _, _ := bucket(max(k, 1))
	_, last, _, _ := bucket(min(float64(n)-k+1, float64(n)))
	if k == 0 { // too few to exclude anything
		first, last = 0, math.Inf(1)
	}
	return Estimate{Value: value, Low: min(first, value), High: max(last, value), Samples: n}, true
}

// medianRank returns the largest k such that the k-th smallest of n observations is above
// the median in at most 2.5 % of cases; 0: there is none.
func medianRank(n int64) int64 {
	if n > 1000 {
		return int64(math.Floor(float64(n)/2 - z/2*math.Sqrt(float64(n))))
	}
	logP := -float64(n) * math.Ln2 // of 0 heads in n throws of a coin
	tail := 0.0
	for k := range n {
		tail += math.Exp(logP)
		if tail > 0.025 {
			return k
		}
		logP += math.Log(float64(n-k)) - math.Log(float64(k+1))
	}
	return n
}

// volume is a count. It is exact; the interval says how far a Poisson count varies.
func volume(n int64) (Estimate, bool) {
	half := z * math.Sqrt(float64(n))
	v := float64(n)
	return Estimate{Value: v, Low: max(0, v-half), High: v + half, Samples: n}, true
}

// netPromoters is the share of answers of 9 and 10 less that of 0 to 6, in points. Its
// interval is that of mean, with two answers added at either end.
func netPromoters(answers [11]int64) (Estimate, bool) {
	var against, neither, promoting float64
	for score, n := range answers {
		switch {
		case score >= 9:
			promoting += float64(n)
		case score <= 6:
			against += float64(n)
		default:
			neither += float64(n)
		}
	}
	n := against + neither + promoting
	if n == 0 {
		return Estimate{}, false
	}
	value := 100 * (promoting - against) / n
	m := n + 4
	centre := (promoting - against) / m
	half := 100 * z * math.Sqrt(((promoting+against+4)/m-centre*centre)/m)
	return Estimate{
		Value:   value,
		Low:     min(value, max(-100, 100*centre-half)),
		High:    max(value, min(100, 100*centre+half)),
		Samples: int64(n),
	}, true
}

// meanTime is the exact mean of a histogram's observations, given their sum. How far they
// spread is known by bucket only: they are taken to lie evenly within one, and what is
// beyond the last bound where the sum puts it.
func meanTime(h Histogram, milliseconds int64) (Estimate, bool) {
	bounds := make([]float64, 0, len(h))
	for bound := range h {
		bounds = append(bounds, bound)
	}
	slices.Sort(bounds)
	var low, n, rest, squares float64
	rest = float64(milliseconds) / 1000
	value := rest
	for _, bound := range bounds {
		in := max(0, float64(h[bound])-n)
		n += in
		if !math.IsInf(bound, 1) {
			middle, width := (low+bound)/2, bound-low
			squares += in * (middle*middle + width*width/12)
			rest -= in * middle
			low = bound
		} else if in > 0 {
			beyond := max(low, rest/in)
			squares += in * beyond * beyond
		}
	}
	if n == 0 {
		return Estimate{}, false
	}
	value /= n
	half := math.Inf(1) // one observation says nothing about the next
	if n > 1 {
		half = z * math.Sqrt(max(0, squares/n-value*value)/(n-1))
	}
	return Estimate{Value: value, Low: max(0, value-half), High: value + half, Samples: int64(n)}, true
}
