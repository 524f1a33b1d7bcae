// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"testing"
)

func verdicts(inScope bool, right bool, confidences ...float64) []verdict {
	var all []verdict
	for _, c := range confidences {
		all = append(all, verdict{confidence: c, right: right, inScope: inScope})
	}
	return all
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestAUROC(t *testing.T) {
	cases := map[string]struct {
		in, out []float64
		want    float64
	}{
		"apart":               {[]float64{0.8, 0.9}, []float64{0.1, 0.2, 0.3}, 1},
		"the wrong way round": {[]float64{0.1}, []float64{0.9}, 0},
		"all the same":        {[]float64{0.5, 0.5}, []float64{0.5}, 0.5},
		"one pair of four":    {[]float64{0.9, 0.4}, []float64{0.5, 0.1}, 0.75},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := auroc(verdicts(true, true, tc.in...), verdicts(false, false, tc.out...)); !near(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestCalibrationError(t *testing.T) {
	// Ten times 0.9 with nine right is calibrated; ten times 1 with none right
	// is as wrong as can be.
	honest := append(verdicts(true, true, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9), verdicts(true, false, 0.9)...)
	if got := calibrationError(honest); !near(got, 0) {
		t.Errorf("honest: %v", got)
	}
	if got := calibrationError(verdicts(true, false, 1, 1)); !near(got, 1) {
		t.Errorf("boasting: %v", got)
	}
}

func TestConfidencePromisesAPrecision(t *testing.T) {
	// Of what is answered at 0.8 or more, nine in ten are right; at 0.95 one in two.
	all := append(verdicts(true, true, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.95), verdicts(true, false, 0.95)...)
	if got := overpromise(all); !near(got, 0.45) {
		t.Errorf("at 0.95: %v", got)
	}
	if got := overpromise(all[:8]); got != 0 {
		t.Errorf("all right: %v", got)
	}
}

func TestCoverage(t *testing.T) {
	all := append(verdicts(true, true, 0.9, 0.8, 0.3), verdicts(false, false, 0.5, 0.3)...)
	if got := coverageAt(0.95, all); !near(got, 2.0/3) {
		t.Errorf("at 95 %%: %v", got)
	}
	if got := coverageAt(0.5, all); !near(got, 1) {
		t.Errorf("at 50 %%: %v", got)
	}
}
