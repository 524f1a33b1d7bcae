// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"testing"

	"pgregory.net/rapid"
)

func TestIntervalContainsTheEstimate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		r, err := Evaluate(gate, drawSegments(t, values), nil)
		if err != nil {
			t.Fatal(err)
		}
		low, high := 0.0, 1.0
		if gate.Kind.difference() {
			low = -1
		}
		if !(low <= r.Lower && r.Lower <= r.Estimate && r.Estimate <= r.Upper && r.Upper <= high) {
			t.Errorf("%v in [%v, %v] within [%v, %v]", r.Estimate, r.Lower, r.Upper, low, high)
		}
	})
}

// The interval says what the evidence says: a boundary outside it is rejected
// at half its alpha, one inside is not.
func TestIntervalAgreesWithTheEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(50, 20000).Draw(t, "n")
		s := rapid.Int64Range(n/10, n-n/10).Draw(t, "s")
		segs := []Segment{yesNoSegment(s, n)}
		gate := escalationLimit(0.5)
		lower, upper, err := Interval(gate, segs, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		check := func(limit float64, wantFails, wantPasses bool) {
			gate.Limit = limit
			r, err := Evaluate(gate, segs, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Fails() != wantFails || r.Passes() != wantPasses {
				t.Errorf("limit %v with interval [%v, %v]: fails %v, passes %v", limit, lower, upper, r.Fails(), r.Passes())
			}
		}
		check(lower-1e-5, true, false)
		check(lower+1e-5, false, false)
		check(upper-1e-5, false, false)
		check(upper+1e-5, false, true)
	})
}

func TestEvaluateDescribesTheCounts(t *testing.T) {
	cases := map[string]struct {
		gate                  Gate
		segs                  []Segment
		wantEstimate          float64
		wantLower, wantUpper  float64
		wantCand, wantStable  float64
		wantN, wantNStable    int64
		wantNeeded            int64
		wantFails, wantPasses bool
	}{
		"nothing yet": {
			gate: escalationLimit(0.3), wantUpper: 1,
		},
		"nothing yet against stable": {
			gate: escalationMargin(0.02), segs: []Segment{{Share: 0.5, Baseline: 0.3, Cand: []int64{0, 0}, Stable: []int64{0, 0}}},
			wantLower: -1, wantUpper: 1,
		},
		"a rate over the limit, not yet proven": {
			gate: escalationLimit(0.3), segs: []Segment{yesNoSegment(140, 400)},
			wantEstimate: 0.35, wantLower: 0.2761, wantUpper: 0.4294, wantCand: 0.35, wantN: 400, wantNeeded: 715,
		},
		"a rate far over the limit": {
			gate: escalationLimit(0.3), segs: []Segment{yesNoSegment(60, 100)},
			wantEstimate: 0.6, wantLower: 0.4388, wantUpper: 0.7468, wantCand: 0.6, wantN: 100, wantNeeded: 100, wantFails: true,
		},
		"ratings below the target": {
			gate: csatTarget(4), segs: []Segment{{Values: RatingValues(), Cand: []int64{30, 10, 20, 20, 20}}},
			wantEstimate: 0.475, wantLower: 0.3541, wantUpper: 0.5962, wantCand: 0.475, wantN: 100, wantNeeded: 100, wantFails: true,
		},
		"ratings better than stable": {
			gate:         csatMargin(0.2),
			segs:         []Segment{{Share: 0.5, Baseline: 0.7, Values: RatingValues(), Cand: []int64{10, 20, 70, 400, 500}, Stable: []int64{100, 50, 150, 300, 400}}},
			wantEstimate: 0.1275, wantLower: 0.0879, wantUpper: 0.1676, wantCand: 0.84, wantStable: 0.7125,
			wantN: 1000, wantNStable: 1000, wantNeeded: 1000, wantPasses: true,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := Evaluate(tc.gate, tc.segs, nil)
			if err != nil {
				t.Fatal(err)
			}
			wantClose(t, "Estimate", r.Estimate, tc.wantEstimate, 1e-9)
			wantClose(t, "Lower", r.Lower, tc.wantLower, 1e-4)
			wantClose(t, "Upper", r.Upper, tc.wantUpper, 1e-4)
			wantClose(t, "CandMean", r.CandMean, tc.wantCand, 1e-9)
			wantClose(t, "StableMean", r.StableMean, tc.wantStable, 1e-9)
			if r.N != tc.wantN || r.NStable != tc.wantNStable {
				t.Errorf("N %d, NStable %d, want %d, %d", r.N, r.NStable, tc.wantN, tc.wantNStable)
			}
			if r.Needed != tc.wantNeeded {
				t.Errorf("Needed %d, want %d", r.Needed, tc.wantNeeded)
			}
			if r.Fails() != tc.wantFails || r.Passes() != tc.wantPasses {
				t.Errorf("fails %v, passes %v: %+v", r.Fails(), r.Passes(), r)
			}
		})
	}
}

// Simpson's paradox: within each step the candidate equals stable, but the
// share rose together with the rate. Only the stratified figures see no effect.
func TestDriftDoesNotPoseAsAnEffect(t *testing.T) {
	segs := []Segment{
		{Share: 0.05, Baseline: 0.26, Cand: []int64{130, 370}, Stable: []int64{2470, 7030}},
		{Share: 0.5, Baseline: 0.26, Cand: []int64{1800, 3200}, Stable: []int64{1800, 3200}},
	}
	r, err := Evaluate(escalationMargin(0.02), segs, nil)
	if err != nil {
		t.Fatal(err)
	}
	if pooled := r.CandMean - r.StableMean; pooled < 0.05 {
		t.Fatalf("pooled difference %v: the counts show no paradox", pooled)
	}
	wantClose(t, "Estimate", r.Estimate, 0, 1e-12)
	if r.Fails() || r.LogEHarm > 0 {
		t.Errorf("the drift is taken for harm: %+v", r)
	}
}

func TestProgressAndNeededApproachADecision(t *testing.T) {
	gate := escalationLimit(0.3)
	last := 0.0
	for _, n := range []int64{150, 300, 450} {
		r, err := Evaluate(gate, []Segment{yesNoSegment(n*36/100, n)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Progress <= last || r.Progress > 1 || r.Needed <= n {
			t.Errorf("n %d: progress %v after %v, needed %d", n, r.Progress, last, r.Needed)
		}
		last = r.Progress
	}
	r, err := Evaluate(gate, []Segment{yesNoSegment(3000, 10000)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Needed != 0 {
		t.Errorf("a rate exactly at the limit: Needed %d, want unknown", r.Needed)
	}
}
