// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestStartWeights(t *testing.T) {
	cases := map[string]struct {
		steps int
		want  []float64
	}{
		"a single step has a single start":         {steps: 1, want: []float64{1}},
		"four steps favour the first":              {steps: 4, want: []float64{0.4, 0.2, 0.2, 0.2}},
		"no steps are refused":                     {steps: 0},
		"more steps than anybody plans is refused": {steps: maxSegments + 1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := StartWeights(tc.steps)
			if (err != nil) != (tc.want == nil) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(tc.want, got, cmpopts.EquateApprox(0, 1e-15)); diff != "" {
				t.Errorf("weights (-want +got):\n%s", diff)
			}
		})
	}
}

func drawSegments(t *rapid.T, values []float64) []Segment {
	segs := make([]Segment, rapid.IntRange(1, 4).Draw(t, "segments"))
	for k := range segs {
		segs[k] = drawSegment(t, values, 500)
	}
	return segs
}

func TestOneStartIsThePlainEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		segs := drawSegments(t, values)
		plain, _ := mustWeigh(t, gate, segs, nil)
		one, _ := mustWeigh(t, gate, segs, []float64{1, 0, 0, 0})
		wantClose(t, "harm", one, plain, 1e-12)
	})
}

// Evaluate's mixture is the weighted mean of the capitals of independent
// calls, one from each step on.
func TestStartPointsMixTheEvidenceFromEachStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		segs := drawSegments(t, values)
		omega, err := StartWeights(5)
		if err != nil {
			t.Fatal(err)
		}
		perStart := make([]float64, len(segs))
		for k := range segs {
			perStart[k], _ = mustWeigh(t, gate, segs[k:], nil)
		}
		want, err := MixStarts(perStart, omega)
		if err != nil {
			t.Fatal(err)
		}
		got, safe := mustWeigh(t, gate, segs, omega)
		wantClose(t, "harm", got, want, 1e-11)
		_, plainSafe := mustWeigh(t, gate, segs, nil)
		wantClose(t, "safe, which has no start points", safe, plainSafe, 0)
	})
}

func TestAnEmptyStepChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gate, values := drawGate(t)
		segs := drawSegments(t, values)
		omega, err := StartWeights(6)
		if err != nil {
			t.Fatal(err)
		}
		harm, safe := mustWeigh(t, gate, segs, omega)
		later, laterSafe := mustWeigh(t, gate, append(segs, drawSegment(t, values, 0)), omega)
		wantClose(t, "harm", later, harm, 1e-12)
		wantClose(t, "safe", laterSafe, safe, 1e-12)
	})
}

// Two good steps must not hide a bad third.
func TestALateRegressionIsFoundFromItsOwnStep(t *testing.T) {
	good, bad := yesNoSegment(250, 1000), yesNoSegment(105, 250)
	omega, err := StartWeights(4)
	if err != nil {
		t.Fatal(err)
	}
	segs := []Segment{good, good, bad}
	mixed, _ := mustWeigh(t, escalationLimit(0.3), segs, omega)
	plain, _ := mustWeigh(t, escalationLimit(0.3), segs, nil)
	if threshold := escalationLimit(0.3).ThresholdHarm(); mixed < threshold || plain >= threshold {
		t.Errorf("mixed %v, plain %v, threshold %v: want only the mixture to fail", mixed, plain, threshold)
	}
}

func TestMixStartsRefuses(t *testing.T) {
	cases := map[string]struct {
		perStart, omega []float64
		wantField       string
	}{
		"weights that do not sum to one": {omega: []float64{0.5, 0.4}, wantField: "omega"},
		"a negative weight":              {omega: []float64{1.5, -0.5}, wantField: "omega"},
		"a weight that is not a number":  {omega: []float64{math.NaN()}, wantField: "omega"},
		"more starts than weights":       {perStart: []float64{0, 0}, omega: []float64{1}, wantField: "perStart"},
		"evidence that is not a number":  {perStart: []float64{math.NaN()}, omega: []float64{1}, wantField: "perStart"},
		"infinite evidence":              {perStart: []float64{math.Inf(1)}, omega: []float64{1}, wantField: "perStart"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := MixStarts(tc.perStart, tc.omega)
			var field *FieldError
			if !errors.As(err, &field) || field.Field != tc.wantField {
				t.Errorf("error %v, want one about %s", err, tc.wantField)
			}
		})
	}
}

func TestLogSumSurvivesWhatFloatsDoNot(t *testing.T) {
	var l logSum
	for _, x := range []float64{math.Inf(-1), -2000, 2000, 1000, 2000} {
		l.add(x)
	}
	wantClose(t, "sum", l.value(), 2000+math.Ln2, 1e-15)
}
