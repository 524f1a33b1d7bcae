// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// SamplesOf is how many conversations or ratings a gate has, and about how many it needs.
func SamplesOf(g *v1alpha1.GateStatus) string {
	if g.Needed > g.CandidateSamples {
		return fmt.Sprintf("%d of about %d", g.CandidateSamples, g.Needed)
	}
	return fmt.Sprint(g.CandidateSamples)
}

// Figure reads a score or a percentage.
func Figure(v v1alpha1.Value) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSuffix(string(v), "%"), 64)
	return f, err == nil
}

// Interval is what a gate bounds: a value with its 95 % interval, and the bound. That of a
// comparison is the difference from stable, and its bound the margin to the worse side.
type Interval struct {
	Low   float64 `json:"low"`
	Value float64 `json:"value"`
	High  float64 `json:"high"`
	Bound float64 `json:"bound"`
}

// IntervalOf is nil where a gate has no figures yet.
func IntervalOf(g *v1alpha1.GateStatus) *Interval {
	low, okLow := Figure(g.Low)
	high, okHigh := Figure(g.High)
	bound, okBound := Figure(g.Bound)
	value, okValue := Figure(g.Candidate)
	if g.Compare == v1alpha1.CompareStable {
		if g.Metric == v1alpha1.MetricCSAT {
			bound = -bound
		}
		stable, ok := Figure(g.Stable)
		value, okValue = value-stable, okValue && ok
	}
	if !okLow || !okHigh || !okBound || !okValue {
		return nil
	}
	return &Interval{low, value, high, bound}
}
