// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

// What was counted elsewhere gives the value that it would give by hand, for each KPI.
func TestOwnCountsAreMeasured(t *testing.T) {
	rate := CustomTotals{Hits: 30, All: 120}
	times := CustomTotals{Times: Histogram{60: 10, 120: 20, inf: 20}, Milliseconds: 1_500_000}
	scores := map[int]int64{1: 1, 4: 2, 5: 7}
	custom := map[v1alpha1.KPI]struct {
		custom  CustomTotals
		want    float64
		samples int64
	}{
		DeflectionRate: {rate, 0.25, 120}, ContainmentRate: {rate, 0.25, 120}, EscalationRate: {rate, 0.25, 120},
		SLAHitRate: {rate, 0.25, 120}, FirstContactResolution: {rate, 0.25, 120},
		FirstResponseTime: {times, 60, 20}, AverageResponseTime: {times, 60, 20}, ResolutionTime: {times, 60, 20},
		AverageHandleTime: {times, 75, 20},
		CSAT:              {CustomTotals{By: scores}, 4.4, 10}, ResponseQuality: {CustomTotals{By: scores}, 4.4, 10},
		NPS:        {CustomTotals{By: map[int]int64{0: 1, 6: 1, 7: 3, 9: 2, 10: 3}}, 30, 10},
		ChatVolume: {CustomTotals{All: 77}, 77, 77},
	}
	for _, d := range Catalogue() {
		tc, told := custom[d.KPI]
		if !told {
			t.Errorf("%s has no case", d.KPI)
			continue
		}
		for _, series := range append([]v1alpha1.Series{""}, d.Series...) {
			got, counted := d.Measure(d.Counts(tc.custom, series), series)
			if !counted || math.Abs(got.Value-tc.want) > 1e-9 || got.Samples != tc.samples {
				t.Errorf("%s is %+v, want %v of %d", d.Name(series), got, tc.want, tc.samples)
			}
		}
	}
}

func TestScoresBeyondTheScaleAreNotCounted(t *testing.T) {
	for _, kpi := range []v1alpha1.KPI{CSAT, ResponseQuality, NPS} {
		d, _ := Lookup(kpi)
		label, lowest, highest := d.Scale()
		beyond := d.Counts(CustomTotals{By: map[int]int64{lowest - 1: 5, highest + 1: 5}}, "")
		if diff := cmp.Diff(Counts{}, beyond); diff != "" || label == "" {
			t.Errorf("%s by label %q (-want +got):\n%s", kpi, label, diff)
		}
	}
}

func TestFell(t *testing.T) {
	now := Counts{Conversations: 5, Resolution: map[string]Histogram{"full": {60: 1, inf: 3}}}
	for name, tc := range map[string]struct {
		then Counts
		want bool
	}{
		"rose":                    {Counts{Conversations: 4}, false},
		"is the same":             {now, false},
		"a number fell":           {Counts{Conversations: 6}, true},
		"a bucket fell":           {Counts{Resolution: map[string]Histogram{"full": {60: 2, inf: 3}}}, true},
		"a series that went away": {Counts{Resolution: map[string]Histogram{"first": {inf: 1}}}, true},
	} {
		if got := now.Fell(tc.then); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestHistogramsWithOtherBuckets(t *testing.T) {
	h := Histogram{1: 5, 2: 7, inf: 9}
	if diff := cmp.Diff(Histogram{2: 7, inf: 9}, h.Within(Histogram{2: 1, 3: 1, inf: 1})); diff != "" {
		t.Errorf("Within (-want +got):\n%s", diff)
	}
	if !h.Complete() || (Histogram{inf: 9}).Complete() || (Histogram{1: 5, 2: 7}).Complete() {
		t.Error("complete is a histogram with +Inf and another bound")
	}
}
