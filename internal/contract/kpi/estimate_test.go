// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/api/v1alpha1"
)

var (
	inf  = math.Inf(1)
	near = cmpopts.EquateApprox(0, 5e-5)
)

func TestRatio(t *testing.T) {
	// Wilson's interval as published in tables (Newcombe 1998, table I, method 3).
	tests := map[string]struct {
		hits float64
		n    int64
		want Estimate
	}{
		"81 of 263": {81, 263, Estimate{Value: 0.307985, Low: 0.2553, High: 0.3662, Samples: 263}},
		"15 of 148": {15, 148, Estimate{Value: 0.101351, Low: 0.0624, High: 0.1605, Samples: 148}},
		"0 of 20":   {0, 20, Estimate{Value: 0, Low: 0, High: 0.1611, Samples: 20}},
		"1 of 29":   {1, 29, Estimate{Value: 0.034483, Low: 0.0061, High: 0.1718, Samples: 29}},
		"all of 20": {20, 20, Estimate{Value: 1, Low: 0.8389, High: 1, Samples: 20}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, counted := ratio(tc.hits, tc.n)
			if diff := cmp.Diff(tc.want, got, near); diff != "" || !counted {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if _, counted := ratio(0, 0); counted {
		t.Error("nothing of nothing has a value")
	}
}

func TestMean(t *testing.T) {
	got, counted := mean([5]int64{3, 4, 9, 30, 40})
	// Sum 358 of 86; with 2+2 added: mean 370/90, variance 1.2321.
	want := Estimate{Value: 4.162791, Low: 3.881787, High: 4.340435, Samples: 86}
	if diff := cmp.Diff(want, got, near); diff != "" || !counted {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, counted := mean([5]int64{}); counted {
		t.Error("no ratings have a mean")
	}
	// Few ratings that are all alike are not certain.
	alike, _ := mean([5]int64{0, 0, 0, 0, 5})
	if alike.Value != 5 || alike.High != 5 || alike.Low > 4.5 {
		t.Errorf("five times 5: %+v", alike)
	}
}

// TestMeanCovers simulates ratings of known mean: the interval must hold it in about 95 %
// of cases, for few ratings and skewed ones too.
func TestMeanCovers(t *testing.T) {
	for name, weights := range map[string][]float64{
		"content":   {1, 2, 7, 35, 55},
		"divided":   {30, 5, 5, 20, 40},
		"delighted": {0, 0, 1, 4, 95},
	} {
		for _, n := range []int{10, 30, 100, 400} {
			random := rand.New(rand.NewPCG(1, uint64(n)))
			truth, total := 0.0, 0.0
			for i, w := range weights {
				truth += float64(i+1) * w
				total += w
			}
			truth /= total
			covered := 0
			const runs = 4000
			for range runs {
				var ratings [5]int64
				for range n {
					draw := random.Float64() * total
					for i, w := range weights {
						if draw -= w; draw < 0 {
							ratings[i]++
							break
						}
					}
				}
				if e, _ := mean(ratings); e.Low <= truth && truth <= e.High {
					covered++
				}
			}
			if share := float64(covered) / runs; share < 0.93 {
				t.Errorf("%s, %d ratings: the interval holds the mean in %.1f %% of cases, want 95", name, n, 100*share)
			}
		}
	}
}

func TestMedian(t *testing.T) {
	tests := map[string]struct {
		histogram Histogram
		want      Estimate
		none      bool
	}{
		"in the middle of a bucket": {
			// Ranks 40 and 61 of 100 are both in the bucket from 1 to 2.
			histogram: Histogram{1: 30, 2: 70, 5: 100, inf: 100},
			want:      Estimate{Value: 1.5, Low: 1, High: 2, Samples: 100},
		},
		"near a bound": {
			histogram: Histogram{1: 48, 2: 100, inf: 100},
			want:      Estimate{Value: 1 + 2.0/52, Low: 0, High: 2, Samples: 100},
		},
		"in the first bucket": {
			histogram: Histogram{1: 100, inf: 100},
			want:      Estimate{Value: 0.5, Low: 0, High: 1, Samples: 100},
		},
		"above the last bound": {
			histogram: Histogram{1: 0, 10: 20, inf: 100},
			want:      Estimate{Value: 10, Low: 10, High: inf, Samples: 100},
		},
		"too few to exclude anything": {
			histogram: Histogram{1: 2, 2: 3, inf: 3},
			want:      Estimate{Value: 0.75, Low: 0, High: inf, Samples: 3},
		},
		"a bucket that was scraped a moment later": {
			histogram: Histogram{1: 30, 2: 71, 5: 70, inf: 71},
			want:      Estimate{Value: 1 + 5.5/41, Low: 0, High: 2, Samples: 71},
		},
		"empty":             {histogram: Histogram{1: 0, inf: 0}, none: true},
		"not there":         {histogram: nil, none: true},
		"without any bound": {histogram: Histogram{inf: 9}, none: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, counted := median(tc.histogram)
			if counted == tc.none {
				t.Fatalf("counted = %v", counted)
			}
			if diff := cmp.Diff(tc.want, got, near); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMedianRank(t *testing.T) {
	// Ranks of the sign test's 95 % interval (Conover, Practical Nonparametric Statistics).
	for n, want := range map[int64]int64{5: 0, 6: 1, 8: 1, 9: 2, 12: 3, 20: 6, 25: 8, 50: 18, 100: 40} {
		if got := medianRank(n); got != want {
			t.Errorf("medianRank(%d) = %d, want %d", n, got, want)
		}
	}
	// The exact count and the normal one meet.
	if exact, normal := medianRank(1000), medianRank(1002); normal-exact < 0 || normal-exact > 2 {
		t.Errorf("medianRank jumps from %d to %d", exact, normal)
	}
}

// The true median of what was observed is within the interval, whatever the buckets.
func TestMedianHoldsTheSampleMedian(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 300).Draw(t, "values")
		bounds := rapid.SliceOfNDistinct(rapid.Float64Range(0.1, 90), 1, 12, func(f float64) float64 { return f }).Draw(t, "bounds")
		h := Histogram{inf: int64(len(values))}
		for _, bound := range bounds {
			for _, v := range values {
				if v <= bound {
					h[bound]++
				}
			}
			h[bound] += 0
		}
		e, counted := median(h)
		slices.Sort(values)
		truth := values[(len(values)-1)/2]
		if !counted || e.Low > truth || e.High < truth || e.Low > e.Value || e.High < e.Value {
			t.Fatalf("median %v of %d, estimate %+v, %v", truth, len(values), e, counted)
		}
	})
}

func TestMeasure(t *testing.T) {
	counts := Counts{
		Conversations: 250,
		Outcomes:      Outcomes{Contained: 120, Escalated: 50, PolicyEscalated: 20, Abandoned: 10, Unattended: 40},
		Ratings:       [5]int64{1, 1, 2, 6, 10},
		FirstResponse: map[string]Histogram{"bot": {1: 50, 2: 100, inf: 100}, "human": {300: 0, 600: 10, inf: 10}},
		Response:      map[string]Histogram{"bot": {1: 50, 2: 100, 600: 100, inf: 100}, "human": {1: 0, 2: 0, 600: 20, inf: 20}},
		// Two of at most 300 s and two of up to 600: 1380 s in all.
		Handle:             Histogram{300: 2, 600: 4, inf: 4},
		HandleMilliseconds: 1_380_000,
		Resolution:         map[string]Histogram{"full": {3600: 10, 7200: 20, inf: 20}, "first": {3600: 30, 7200: 40, inf: 40}},
		SLA:                Targets{Hit: 71, Missed: 29},
		NPS:                [11]int64{1, 0, 0, 0, 0, 1, 0, 2, 1, 2, 3},
		Reviews:            [5]int64{0, 1, 0, 0, 3},
	}
	for name, want := range map[v1alpha1.KPI]struct {
		value   float64
		samples int64
	}{
		v1alpha1.KPIEscalationRate:    {0.25, 200},
		v1alpha1.KPIDeflectionRate:    {0.5, 240},
		v1alpha1.KPICSAT:              {4.15, 20},
		v1alpha1.KPIFirstResponseTime: {450, 10}, // people's
		v1alpha1.KPIChatVolume:        {250, 250},
		AverageResponseTime:           {1.2, 120}, // the 60th of 120, the tenth of 50 in its bucket
		AverageHandleTime:             {345, 4},
		ResolutionTime:                {3600, 20},
		ContainmentRate:               {0.65, 200}, // 120 contained and 10 abandoned
		SLAHitRate:                    {0.71, 100},
		NPS:                           {30, 10}, // 5 of 10 less 2 of 10
		ResponseQuality:               {4.25, 4},
	} {
		d, _ := Lookup(name)
		got, counted := d.Measure(counts, "")
		if got.Low > got.Value || got.High < got.Value {
			t.Errorf("%s = %+v is outside its interval", name, got)
		}
		if !counted || math.Abs(got.Value-want.value) > 1e-9 || got.Samples != want.samples {
			t.Errorf("%s = %+v, %v; want %v of %d", name, got, counted, want.value, want.samples)
		}
		if got, counted := d.Measure(Counts{}, ""); counted && (name != v1alpha1.KPIChatVolume || got.Value != 0) {
			t.Errorf("%s of nothing = %+v", name, got)
		}
	}

	deflection, _ := Lookup(v1alpha1.KPIDeflectionRate)
	counts.Contacts = Contacts{First: 90, Repeat: 8, Reopened: 2}
	counts.DeflectionsUndone = 12
	if got, _ := deflection.Measure(counts, ""); math.Abs(got.Value-0.45) > 1e-9 {
		t.Errorf("deflection of 120 less 12 of 240 = %v, want 0.45", got.Value)
	}
	fcr, _ := Lookup(FirstContactResolution)
	if got, counted := fcr.Measure(counts, ""); !counted || math.Abs(got.Value-0.9) > 1e-9 || got.Samples != 100 {
		t.Errorf("first contact resolution = %+v, %v; want 90 of 100", got, counted)
	}
}

func TestMeasureBySeries(t *testing.T) {
	counts := Counts{
		FirstResponse: map[string]Histogram{"bot": {1: 50, 2: 100, inf: 100}},
		Response:      map[string]Histogram{"bot": {2: 100, 600: 100, inf: 100}, "human": {2: 0, 600: 300, inf: 300}},
		Resolution:    map[string]Histogram{"full": {60: 0, 120: 10, inf: 10}, "first": {60: 20, 120: 20, inf: 20}},
	}
	counted := Counts{Response: map[string]Histogram{"bot": {2: 7, inf: 7}, "any": {2: 5, inf: 5}}}
	for name, tc := range map[string]struct {
		kpi     v1alpha1.KPI
		series  v1alpha1.Series
		counts  Counts
		want    float64
		samples int64 // 0: there is no value
	}{
		"no first reply by a person":          {kpi: FirstResponseTime, counts: counts},
		"first replies by the bot":            {FirstResponseTime, v1alpha1.SeriesBot, counts, 1, 100},
		"first replies by anyone, not told":   {kpi: FirstResponseTime, series: v1alpha1.SeriesAny, counts: counts},
		"replies by anyone are all":           {AverageResponseTime, "", counts, 2 + 598.0/3, 400},
		"replies by people":                   {AverageResponseTime, v1alpha1.SeriesHuman, counts, 301, 300},
		"replies by the bot":                  {AverageResponseTime, v1alpha1.SeriesBot, counts, 1, 100},
		"replies by anyone as the bot counts": {AverageResponseTime, v1alpha1.SeriesAny, counted, 1, 5},
		"to the last resolution":              {ResolutionTime, "", counts, 90, 10},
		"to the first resolution":             {ResolutionTime, v1alpha1.SeriesFirst, counts, 30, 20},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := Lookup(tc.kpi)
			got, some := d.Measure(tc.counts, tc.series)
			if some != (tc.samples > 0) || got.Samples != tc.samples || math.Abs(got.Value-tc.want) > 1e-9 {
				t.Errorf("%+v, %v; want %v of %d", got, some, tc.want, tc.samples)
			}
		})
	}
}

func TestSeriesHaveNamesAndHints(t *testing.T) {
	for kpi, want := range map[v1alpha1.KPI][3]string{
		FirstResponseTime: {"FirstResponseTime (Human)", "FirstResponseTime (Bot)", "use Human, Any or Bot, or remove the field"},
		ResolutionTime:    {"ResolutionTime (Full)", "ResolutionTime (Bot)", "use Full or First, or remove the field"},
		CSAT:              {"CSAT", "CSAT", "remove the field"},
	} {
		d, _ := Lookup(kpi)
		if got := [3]string{d.Name(""), d.Name(v1alpha1.SeriesBot), d.SeriesHint()}; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMeanTime(t *testing.T) {
	// Two of 0 to 300 s and two of 300 to 600, 1380 s in all: mean 345. Taken as even
	// within buckets, E[x²] = (150² + 450²)/2 + 300²/12 = 120000, so that the variance is
	// 120000 - 345² = 975 and its standard error over 3 √325 = 18.03.
	got, _ := meanTime(Histogram{300: 2, 600: 4, inf: 4}, 1_380_000)
	if math.Abs(got.Low-(345-35.334)) > 0.01 || math.Abs(got.High-(345+35.334)) > 0.01 {
		t.Errorf("%+v, want 345 ± 35.33", got)
	}
	if one, _ := meanTime(Histogram{300: 1, inf: 1}, 100_000); one.Value != 100 || !math.IsInf(one.High, 1) || one.Low != 0 {
		t.Errorf("of one observation %+v, want one that excludes nothing", one)
	}
	if beyond, _ := meanTime(Histogram{300: 1, inf: 2}, 5_150_000); beyond.Value != 2575 || beyond.High < 5000 {
		t.Errorf("with one far beyond the buckets %+v, want its distance in the interval", beyond)
	}
}

func TestNetPromotersExcludesLittleWithFewAnswers(t *testing.T) {
	// With four more answers the mean is 3/7, the variance 1 - 9/49, and half the interval
	// 196 √(0.8163/7) = 66.93.
	got, _ := netPromoters([11]int64{10: 3})
	if got.Value != 100 || got.High != 100 || math.Abs(got.Low-(42.857-66.931)) > 0.01 {
		t.Errorf("of three answers of 10: %+v", got)
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	seen := map[v1alpha1.KPI]bool{}
	for _, d := range Catalogue() {
		if d.Meaning == "" || d.Matures == "" || d.Sample == "" || len(d.Metrics) == 0 || (d.measure == nil) != (len(d.Series) > 0) || (d.observed == nil) != (d.measure != nil) || seen[d.KPI] {
			t.Errorf("%+v is incomplete or there twice", d)
		}
		for _, other := range d.CounterpartKPIs {
			if _, known := Lookup(other); !known || other == d.KPI {
				t.Errorf("counterpart %s of %s is not another KPI of the catalogue", other, d.KPI)
			}
		}
		if d.Unit.Name() == "" || d.Unit.String() == "" {
			t.Errorf("the unit of %s has no name", d.KPI)
		}
		seen[d.KPI] = true
	}
	for _, name := range []v1alpha1.KPI{
		FirstResponseTime, AverageResponseTime, AverageHandleTime, ResolutionTime, DeflectionRate, ContainmentRate,
		EscalationRate, CSAT, SLAHitRate, FirstContactResolution, NPS, ChatVolume, ResponseQuality,
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
	if _, known := Lookup("Mood"); known {
		t.Error("Mood is known")
	}
}

func TestCountsSince(t *testing.T) {
	before := Counts{Conversations: 10, Ratings: [5]int64{0, 0, 0, 0, 4}, FirstResponse: map[string]Histogram{"bot": {1: 3, inf: 4}}}
	now := Counts{Conversations: 15, Ratings: [5]int64{0, 0, 0, 1, 4}, NPS: [11]int64{9: 2}, SLA: Targets{Hit: 3}, HandleMilliseconds: 70, FirstResponse: map[string]Histogram{"bot": {1: 5, inf: 9}}}
	want := Counts{Conversations: 5, Ratings: [5]int64{0, 0, 0, 1, 0}, NPS: [11]int64{9: 2}, SLA: Targets{Hit: 3}, HandleMilliseconds: 70, FirstResponse: map[string]Histogram{"bot": {1: 2, inf: 5}}}
	if diff := cmp.Diff(want, now.Since(before)); diff != "" {
		t.Errorf("Since (-want +got):\n%s", diff)
	}
	// A number that fell means that all of the ledger started over.
	if diff := cmp.Diff(now, now.Since(Counts{Ratings: [5]int64{9}})); diff != "" {
		t.Errorf("after a new beginning (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(now, now.Since(Counts{FirstResponse: map[string]Histogram{"human": {1: 1, inf: 1}}})); diff != "" {
		t.Errorf("after a series went away (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(now, before.Add(now.Since(before))); diff != "" {
		t.Errorf("Add and Since (-want +got):\n%s", diff)
	}
}
