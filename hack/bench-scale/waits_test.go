// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

func TestWaitsAreReadFromANativeHistogram(t *testing.T) {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "h", NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100})
	read := func() waits {
		var m dto.Metric
		if err := h.Write(&m); err != nil {
			t.Fatal(err)
		}
		return decode(m.GetHistogram())
	}
	for range 1000 {
		h.Observe(30) // before the window
	}
	before := read()
	h.Observe(0)
	for i := range 99 {
		h.Observe(0.001 * float64(i+1))
	}
	for i := range 400 { // so many that buckets become wider
		h.Observe(1e-6 * float64(i*i+1))
	}
	got := read().since(before)
	for p, want := range map[float64]float64{100: 0.16, 90: 0.13, 50: 0.045} {
		if is := got.percentile(p); is < want*0.8 || is > want*1.45 {
			t.Errorf("percentile %g: %g, want about %g", p, is, want)
		}
	}
	if is := (waits{}).percentile(50); is == is {
		t.Errorf("of nothing: %g, want not a number", is)
	}
}
