// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestSplitAlpha(t *testing.T) {
	cases := map[string]struct {
		alpha   float64
		weights []float64
		want    []float64
		wantErr string
	}{
		"one gate keeps all":            {alpha: 0.05, weights: []float64{1}, want: []float64{0.05}},
		"equal parts":                   {alpha: 0.06, weights: []float64{1, 1, 1}, want: []float64{0.02, 0.02, 0.02}},
		"in proportion":                 {alpha: 0.05, weights: []float64{3, 2}, want: []float64{0.03, 0.02}},
		"no gates":                      {alpha: 0.05, want: []float64{}},
		"no budget":                     {alpha: 0, weights: []float64{1}, wantErr: "alpha: 0 is not an error rate in [1e-09, 0.5]"},
		"a gate without weight":         {alpha: 0.05, weights: []float64{1, 0}, wantErr: "weights[1]: 0 is not a positive number"},
		"a weight that is not a number": {alpha: 0.05, weights: []float64{math.NaN()}, wantErr: "weights[0]: NaN is not a positive number"},
		"a part too small to be used":   {alpha: 1e-8, weights: []float64{1, 1, 62}, wantErr: "weights[0]: 1.5625e-10 is not an error rate in [1e-09, 0.5]"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := SplitAlpha(tc.alpha, tc.weights...)
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Errorf("error %v, want %s", err, tc.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMilliNats(t *testing.T) {
	cases := map[string]struct {
		logE float64
		want int64
	}{
		"rounds":            {logE: 2.9957, want: 2996},
		"negative":          {logE: -0.0006, want: -1},
		"beyond an integer": {logE: 1e300, want: 1e15},
		"far below":         {logE: math.Inf(-1), want: -1e15},
		"not a number":      {logE: math.NaN(), want: 0},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := MilliNats(tc.logE); got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}
