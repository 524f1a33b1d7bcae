// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(100-i) * time.Millisecond
	}
	for name, tc := range map[string]struct {
		took []time.Duration
		p    int
		want float64
	}{
		"the median":                            {hundred, 50, 50},
		"one in a hundred may take longer":      {hundred, 99, 99},
		"of a few, the 99th is the longest one": {hundred[:3], 99, 100},
		"of one, each is that one":              {hundred[:1], 50, 100},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Percentile(tc.took, tc.p); got != tc.want {
				t.Errorf("got %g, want %g", got, tc.want)
			}
		})
	}
}

func TestAFigureThatWasNotMeasuredMissesItsBound(t *testing.T) {
	var r Report
	r.Times("nothing", nil, time.Second)
	r.AtMost("something", 1, "", 1)
	if got := r.Missed(); got != 1 {
		t.Errorf("%d missed, want 1: %+v", got, r)
	}
}

func TestSumsOfFigures(t *testing.T) {
	before := Figures{`reconciles{controller="bot",result="success"}`: 2}
	now := Figures{
		`reconciles{controller="bot",result="success"}`: 5, `reconciles{controller="bot",result="error"}`: 1,
		`reconciles{controller="robot",result="success"}`: 7, "reconciles_other": 100,
	}
	since := now.Since(before)
	if got := since.Sum("reconciles", "controller", "bot"); got != 4 {
		t.Errorf("%g reconciles of Bots, want 4", got)
	}
	if got := since.Sum("reconciles", ""); got != 11 {
		t.Errorf("%g reconciles, want 11", got)
	}
}
