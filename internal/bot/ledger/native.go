// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// Beside the classic buckets, histograms have native ones for a Prometheus that takes them:
// eight to each doubling, so that a quantile is known to 9 %.
const (
	nativeSchema = 3
	// nativeZero is the value up to which observations share a bucket, in the unit of the name.
	nativeZero = 0x1p-10
	// nativeMost is the key of the last bucket, which ends at 2^30: 34 years in seconds. What
	// is beyond counts there, so that a series has 320 buckets at most.
	nativeMost = 30 << nativeSchema
)

// nativeBounds are where the eight buckets of 0.5 to 1 begin: 0.5·2^(i/8), as Prometheus
// rounds them.
var nativeBounds = [1 << nativeSchema]float64{
	0.5, 0.5452538663326288, 0.5946035575013605, 0.6484197773255048,
	0.7071067811865475, 0.7711054127039704, 0.8408964152537144, 0.9170040432046711,
}

// native counts observations by the key of their bucket, which ends at 2^(key/8).
type native map[int]uint64

// nativeNone is the key of observations up to nativeZero.
const nativeNone = math.MinInt32

func nativeKey(v float64) int {
	if v <= nativeZero {
		return nativeNone
	}
	fraction, exponent := math.Frexp(v)
	i, _ := slices.BinarySearch(nativeBounds[:], fraction)
	return min(i+(exponent-1)<<nativeSchema, nativeMost)
}

// dualHistogram is a histogram with classic and with native buckets.
type dualHistogram struct {
	prometheus.Metric
	native prometheus.Metric
}

// newDualHistogram adds native buckets to a classic histogram.
func newDualHistogram(classic prometheus.Metric, s *series) prometheus.Metric {
	buckets := make(map[int]int64, len(s.native))
	for key, n := range s.native {
		if key != nativeNone {
			buckets[key] = int64(n)
		}
	}
	return dualHistogram{classic, prometheus.MustNewConstNativeHistogram(classic.Desc(), s.count, s.sum, buckets, nil,
		s.native[nativeNone], nativeSchema, nativeZero, time.Time{}, s.values...)}
}

// Write implements prometheus.Metric.
func (b dualHistogram) Write(out *dto.Metric) error {
	if err := b.Metric.Write(out); err != nil {
		return err
	}
	var n dto.Metric
	if err := b.native.Write(&n); err != nil {
		return err
	}
	to, from := out.GetHistogram(), n.GetHistogram()
	to.Schema, to.ZeroThreshold, to.ZeroCount = from.Schema, from.ZeroThreshold, from.ZeroCount
	to.PositiveSpan, to.PositiveDelta = from.PositiveSpan, from.PositiveDelta
	return nil
}

func (n native) clone() native { return maps.Clone(n) }

func (n native) total() (sum uint64) {
	for _, count := range n {
		sum += count
	}
	return sum
}
