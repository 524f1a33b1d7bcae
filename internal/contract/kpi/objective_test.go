// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestParseObjective(t *testing.T) {
	tests := map[string]struct {
		kpi       v1alpha1.KPI
		objective v1alpha1.Objective
		want      Objective
		wantErr   string
	}{
		"a score":               {kpi: v1alpha1.KPICSAT, objective: v1alpha1.Objective{AtLeast: "4.3"}, want: Objective{AtLeast: true, Bound: 4.3, Text: ">= 4.3"}},
		"a ratio":               {kpi: v1alpha1.KPIEscalationRate, objective: v1alpha1.Objective{AtMost: "30%"}, want: Objective{Bound: 0.3, Text: "<= 30%"}},
		"a time":                {kpi: v1alpha1.KPIFirstResponseTime, objective: v1alpha1.Objective{AtMost: "2m"}, want: Objective{Bound: 120, Text: "<= 2m"}},
		"neither":               {kpi: v1alpha1.KPICSAT, wantErr: "spec.objective: set exactly one of atLeast and atMost"},
		"both":                  {kpi: v1alpha1.KPICSAT, objective: v1alpha1.Objective{AtLeast: "4", AtMost: "5"}, wantErr: "spec.objective: set exactly one"},
		"a score of 7":          {kpi: v1alpha1.KPICSAT, objective: v1alpha1.Objective{AtMost: "7"}, wantErr: "spec.objective.atMost: no CSAT can be 7"},
		"a ratio of 130 %":      {kpi: v1alpha1.KPIDeflectionRate, objective: v1alpha1.Objective{AtLeast: "130%"}, wantErr: "spec.objective.atLeast: no DeflectionRate can be 130%"},
		"a time below 0":        {kpi: v1alpha1.KPIFirstResponseTime, objective: v1alpha1.Objective{AtMost: "-1s"}, wantErr: "spec.objective.atMost: no FirstResponseTime can be -1s"},
		"a volume with a unit":  {kpi: v1alpha1.KPIChatVolume, objective: v1alpha1.Objective{AtLeast: "250s"}, wantErr: `spec.objective.atLeast: "250s" is not a count: write it as in "250"`},
		"a volume in per cent":  {kpi: v1alpha1.KPIChatVolume, objective: v1alpha1.Objective{AtMost: "20%"}, wantErr: `spec.objective.atMost: "20%" is not a count`},
		"points below 0":        {kpi: NPS, objective: v1alpha1.Objective{AtLeast: "-10"}, want: Objective{AtLeast: true, Bound: -10, Text: ">= -10"}},
		"more than all points":  {kpi: NPS, objective: v1alpha1.Objective{AtLeast: "101"}, wantErr: "spec.objective.atLeast: no NPS can be 101"},
		"a score in per cent":   {kpi: v1alpha1.KPICSAT, objective: v1alpha1.Objective{AtMost: "80%"}, wantErr: `spec.objective.atMost: "80%" is not a score: write it as in "4.3"`},
		"a time without a unit": {kpi: v1alpha1.KPIFirstResponseTime, objective: v1alpha1.Objective{AtMost: "60"}, wantErr: `spec.objective.atMost: "60" is not a duration: write it as in "60s"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, _ := Lookup(tc.kpi)
			got, err := d.ParseObjective(tc.objective)
			if tc.wantErr != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tc.wantErr) {
					t.Errorf("error %v, want %q", err, tc.wantErr)
				}
				return
			}
			if err != nil || got != tc.want {
				t.Errorf("%+v, %v; want %+v", got, err, tc.want)
			}
		})
	}
}

func TestState(t *testing.T) {
	atLeast := func(bound float64) Objective { return Objective{AtLeast: true, Bound: bound} }
	atMost := func(bound float64) Objective { return Objective{Bound: bound} }
	tests := map[string]struct {
		kpi       v1alpha1.KPI
		objective Objective
		value     float64
		samples   int64
		partial   bool
		want      v1alpha1.KPIState
	}{
		"met":                              {kpi: v1alpha1.KPICSAT, objective: atLeast(4.3), value: 4.4, samples: 100, want: v1alpha1.KPIMet},
		"exactly at the bound":             {kpi: v1alpha1.KPICSAT, objective: atLeast(4.3), value: 4.3, samples: 100, want: v1alpha1.KPIMet},
		"below by less than is shown":      {kpi: v1alpha1.KPICSAT, objective: atLeast(4.3), value: 4.2961, samples: 100, want: v1alpha1.KPIMet},
		"below by what is shown":           {kpi: v1alpha1.KPICSAT, objective: atLeast(4.3), value: 4.29, samples: 100, want: v1alpha1.KPIMissed},
		"a ratio above its limit":          {kpi: v1alpha1.KPIEscalationRate, objective: atMost(0.3), value: 0.301, samples: 100, want: v1alpha1.KPIMissed},
		"a ratio at its limit":             {kpi: v1alpha1.KPIEscalationRate, objective: atMost(0.3), value: 0.3, samples: 100, want: v1alpha1.KPIMet},
		"one sample too few":               {kpi: v1alpha1.KPIEscalationRate, objective: atMost(0.3), value: 0.1, samples: 99, want: v1alpha1.KPINoData},
		"a volume needs no samples":        {kpi: v1alpha1.KPIChatVolume, objective: atMost(50), value: 20, samples: 20, want: v1alpha1.KPIMet},
		"a volume that was reached early":  {kpi: v1alpha1.KPIChatVolume, objective: atLeast(50), value: 60, samples: 60, partial: true, want: v1alpha1.KPIMet},
		"a volume that may yet be reached": {kpi: v1alpha1.KPIChatVolume, objective: atLeast(50), value: 20, samples: 20, partial: true, want: v1alpha1.KPINoData},
		"a volume that is over already":    {kpi: v1alpha1.KPIChatVolume, objective: atMost(50), value: 60, samples: 60, partial: true, want: v1alpha1.KPIMissed},
		"a volume that may yet be over":    {kpi: v1alpha1.KPIChatVolume, objective: atMost(50), value: 20, samples: 20, partial: true, want: v1alpha1.KPINoData},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, _ := Lookup(tc.kpi)
			got := d.State(tc.objective, Estimate{Value: tc.value, Samples: tc.samples}, 100, !tc.partial)
			if got != tc.want {
				t.Errorf("state %s, want %s", got, tc.want)
			}
		})
	}
}

func TestTrend(t *testing.T) {
	interval := func(low, high float64, n int64) Estimate {
		return Estimate{Value: (low + high) / 2, Low: low, High: high, Samples: n}
	}
	tests := map[string]struct {
		kpi         v1alpha1.KPI
		objective   Objective
		now, before Estimate
		want        v1alpha1.Trend
	}{
		"intervals overlap":             {kpi: v1alpha1.KPICSAT, now: interval(4.1, 4.4, 200), before: interval(4.0, 4.2, 200), want: v1alpha1.TrendSteady},
		"happier customers":             {kpi: v1alpha1.KPICSAT, now: interval(4.3, 4.5, 200), before: interval(4.0, 4.2, 200), want: v1alpha1.TrendImproving},
		"fewer handoffs":                {kpi: v1alpha1.KPIEscalationRate, now: interval(0.1, 0.2, 200), before: interval(0.3, 0.4, 200), want: v1alpha1.TrendImproving},
		"more handoffs":                 {kpi: v1alpha1.KPIEscalationRate, now: interval(0.3, 0.4, 200), before: interval(0.1, 0.2, 200), want: v1alpha1.TrendWorsening},
		"few samples now":               {kpi: v1alpha1.KPIEscalationRate, now: interval(0.3, 0.4, 20), before: interval(0.1, 0.2, 200), want: v1alpha1.TrendUnknown},
		"few samples before":            {kpi: v1alpha1.KPIEscalationRate, now: interval(0.3, 0.4, 200), before: interval(0.1, 0.2, 20), want: v1alpha1.TrendUnknown},
		"a volume that should be large": {kpi: v1alpha1.KPIChatVolume, objective: Objective{AtLeast: true}, now: interval(300, 400, 350), before: interval(100, 200, 150), want: v1alpha1.TrendImproving},
		"a volume that should be small": {kpi: v1alpha1.KPIChatVolume, now: interval(300, 400, 350), before: interval(100, 200, 150), want: v1alpha1.TrendWorsening},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, _ := Lookup(tc.kpi)
			if got := d.Trend(tc.objective, tc.now, tc.before, 100); got != tc.want {
				t.Errorf("trend %s, want %s", got, tc.want)
			}
		})
	}
}

func TestObjectivesThatAreMetWhileCustomersSufferAreDoubted(t *testing.T) {
	for name, tc := range map[string]struct {
		kpi       v1alpha1.KPI
		objective v1alpha1.Objective
		want      string
	}{
		"many handoffs wanted":          {v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtLeast: "30%"}, "spec.objective.atLeast: a lower EscalationRate is better, so this is met while customers are worse off: use atMost"},
		"few handoffs wanted":           {v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "30%"}, ""},
		"long waits wanted":             {v1alpha1.KPIFirstResponseTime, v1alpha1.Objective{AtLeast: "60s"}, "spec.objective.atLeast: a lower FirstResponseTime is better, so this is met while customers are worse off: use atMost"},
		"low ratings wanted":            {v1alpha1.KPICSAT, v1alpha1.Objective{AtMost: "4.0"}, "spec.objective.atMost: a higher CSAT is better, so this is met while customers are worse off: use atLeast"},
		"few promises kept wanted":      {v1alpha1.KPISLAHitRate, v1alpha1.Objective{AtMost: "75%"}, "spec.objective.atMost: a higher SLAHitRate is better, so this is met while customers are worse off: use atLeast"},
		"any share of handoffs":         {v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "100%"}, "spec.objective.atMost: every EscalationRate meets it: set a value that can be missed"},
		"no share of handoffs":          {v1alpha1.KPIEscalationRate, v1alpha1.Objective{AtMost: "0%"}, ""},
		"any rating":                    {v1alpha1.KPICSAT, v1alpha1.Objective{AtLeast: "1"}, "spec.objective.atLeast: every CSAT meets it: set a value that can be missed"},
		"nothing but detractors":        {v1alpha1.KPINPS, v1alpha1.Objective{AtLeast: "-100"}, "spec.objective.atLeast: every NPS meets it: set a value that can be missed"},
		"many conversations are wanted": {v1alpha1.KPIChatVolume, v1alpha1.Objective{AtLeast: "100"}, ""},
		"few conversations are wanted":  {v1alpha1.KPIChatVolume, v1alpha1.Objective{AtMost: "100"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := Lookup(tc.kpi)
			o, err := d.ParseObjective(tc.objective)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Doubt(o); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
