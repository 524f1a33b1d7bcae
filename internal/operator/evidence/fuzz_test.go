// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"encoding/binary"
	"math"
	"testing"
)

// Whatever comes in, Evaluate answers with an error or with finite figures that
// agree with each other.
func FuzzEvaluate(f *testing.F) {
	f.Add(uint8(0), uint8(0), 0.3, 0.02, 0.05, 0.05, 0.25, 0.3, []byte{1, 2, 3, 4})
	f.Add(uint8(1), uint8(0), 0.3, 0.02, 0.05, 0.05, 0.05, 0.3, []byte{9, 200, 3, 4, 5, 6, 7, 8})
	f.Add(uint8(3), uint8(1), 0.75, 0.05, 0.05, 0.05, 0.5, 0.75, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Add(uint8(2), uint8(1), math.NaN(), math.Inf(1), -1.0, 1e-300, 2.0, -0.5, []byte{255, 255, 255, 255})
	kinds := []Kind{RateAbsolute, RateDifference, MeanAbsolute, MeanDifference, "", "Median"}
	directions := []Direction{HigherIsWorse, LowerIsWorse, ""}
	f.Fuzz(func(t *testing.T, kind, direction uint8, limit, margin, alpha, beta, share, baseline float64, raw []byte) {
		gate := Gate{
			Kind: kinds[int(kind)%len(kinds)], Direction: directions[int(direction)%len(directions)],
			Limit: limit, Margin: margin, Alpha: alpha, Beta: beta,
		}
		values := RatingValues()
		if gate.Kind.rate() {
			values = nil
		}
		cells := 5
		if values == nil {
			cells = 2
		}
		segs := []Segment{
			{Share: share, Baseline: baseline, Values: values, Cand: counts(raw, 0, cells), Stable: counts(raw, 1, cells)},
			{Share: 1 - share, Baseline: baseline, Values: values, Cand: counts(raw, 2, cells), Stable: counts(raw, 3, cells)},
		}
		r, err := Evaluate(gate, segs, []float64{limit, 1 - limit})
		if err != nil {
			if r != (Result{}) {
				t.Fatalf("error %v came with %+v", err, r)
			}
			return
		}
		for _, v := range []float64{r.LogEHarm, r.LogESafe, r.ThresholdHarm, r.ThresholdSafe, r.Estimate, r.Lower, r.Upper, r.Progress} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%+v", r)
			}
		}
		if r.Lower > r.Estimate || r.Estimate > r.Upper || r.Progress < 0 || r.Progress > 1 || r.Needed < 0 {
			t.Fatalf("%+v", r)
		}
		if r.N == 0 && r.NStable == 0 && (r.Fails() || r.Passes()) {
			t.Fatalf("a verdict without data: %+v", r)
		}
	})
}

// counts reads cells numbers, signed and large ones included, from raw.
func counts(raw []byte, from, cells int) []int64 {
	out := make([]int64, cells)
	for i := range out {
		at := (from*cells + i) * 2
		if at+2 <= len(raw) {
			out[i] = int64(binary.LittleEndian.Uint16(raw[at:]))
		}
		if at+10 <= len(raw) && raw[at]%16 == 15 {
			out[i] = int64(binary.LittleEndian.Uint64(raw[at+2:]))
		}
	}
	return out
}

func FuzzSampleRatio(f *testing.F) {
	f.Add(0.05, int64(430), int64(8100))
	f.Add(math.NaN(), int64(-1), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, share float64, cand, stable int64) {
		logE, mismatch, err := SampleRatio([]Assigned{{Share: share, Cand: cand, Stable: stable}})
		if math.IsNaN(logE) || math.IsInf(logE, 0) || (err != nil && mismatch) {
			t.Fatalf("logE %v, mismatch %v, error %v", logE, mismatch, err)
		}
	})
}

func FuzzDesignSamples(f *testing.F) {
	f.Add(0.3, 0.1, 0.05, 0.05)
	f.Add(math.NaN(), math.Inf(1), -1.0, 2.0)
	f.Fuzz(func(t *testing.T, limit, harm, alpha, miss float64) {
		if harm > 0 && harm < 0.02 {
			t.Skip("slow, and covered by the table")
		}
		if n, err := DesignSamples(limit, harm, alpha, miss); err == nil && n < 1 {
			t.Fatalf("%d conversations", n)
		}
	})
}
