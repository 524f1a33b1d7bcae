// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func TestSampleRatioIsFair(t *testing.T) {
	const n = 60
	for _, share := range []float64{0.01, 0.05, 0.25, 0.5, 0.9} {
		at := distuv.Binomial{N: n, P: share}
		var capital float64
		for k := int64(0); k <= n; k++ {
			logE, _, err := SampleRatio([]Assigned{{Share: share, Cand: k, Stable: n - k}})
			if err != nil {
				t.Fatal(err)
			}
			capital += at.Prob(float64(k)) * math.Exp(logE)
		}
		wantClose(t, "mean capital", capital, 1, 1e-9)
	}
}

func TestSampleRatioAgreesWithTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.Float64Range(0.01, 0.99).Draw(t, "share")
		n := rapid.Int64Range(0, 1e6).Draw(t, "cand")
		m := rapid.Int64Range(0, 1e6).Draw(t, "stable")
		got, _, err := SampleRatio([]Assigned{{Share: w, Cand: n, Stable: m}})
		if err != nil {
			t.Fatal(err)
		}
		a, b := 100*w, 100*(1-w)
		want := mathext.Lbeta(a+float64(n), b+float64(m)) - mathext.Lbeta(a, b) -
			float64(n)*math.Log(w) - float64(m)*math.Log(1-w)
		wantClose(t, "logE", got, want, 1e-7)
	})
}

func TestSampleRatio(t *testing.T) {
	cases := map[string]struct {
		steps        []Assigned
		wantMismatch bool
		wantErr      string
	}{
		"nothing assigned yet":             {},
		"the planned share":                {steps: []Assigned{{Share: 0.05, Cand: 430, Stable: 8100}}},
		"a quarter became 28 %":            {steps: []Assigned{{Share: 0.25, Cand: 2800, Stable: 7200}}, wantMismatch: true},
		"a half became 44 %":               {steps: []Assigned{{Share: 0.5, Cand: 880, Stable: 1120}}, wantMismatch: true},
		"two small deviations add up":      {steps: []Assigned{{Share: 0.5, Cand: 1100, Stable: 950}, {Share: 0.25, Cand: 900, Stable: 2300}}, wantMismatch: true},
		"a share of 1 has no ratio":        {steps: []Assigned{{Share: 1, Cand: 10}}, wantErr: "steps[0].share: 1 is not in (0, 1)"},
		"a share that is not a number":     {steps: []Assigned{{Share: math.NaN()}}, wantErr: "steps[0].share: NaN is not in (0, 1)"},
		"a negative count":                 {steps: []Assigned{{Share: 0.5}, {Share: 0.5, Cand: -1}}, wantErr: "steps[1].cand: -1 is not in 0..17592186044416"},
		"a negative count of stable":       {steps: []Assigned{{Share: 0.5, Stable: -1}}, wantErr: "steps[0].stable: -1 is not in 0..17592186044416"},
		"more steps than anybody plans":    {steps: make([]Assigned, maxSegments+1), wantErr: "steps: 1001 are more than 1000"},
		"all conversations went to stable": {steps: []Assigned{{Share: 0.05, Stable: 400}}, wantMismatch: true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			logE, mismatch, err := SampleRatio(tc.steps)
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Errorf("error %v, want %s", err, tc.wantErr)
				}
				return
			}
			if err != nil || mismatch != tc.wantMismatch {
				t.Errorf("logE %v, mismatch %v, error %v", logE, mismatch, err)
			}
		})
	}
}

func TestAssignedOfCountsTheArms(t *testing.T) {
	got := AssignedOf([]Segment{{Share: 0.25, Cand: []int64{1, 2, 3}, Stable: []int64{10, 20, 30}}})
	if len(got) != 1 || got[0] != (Assigned{Share: 0.25, Cand: 6, Stable: 60}) {
		t.Errorf("got %+v", got)
	}
}
