// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

// besideSeries are the series that no value may be read without, by KPI. Series has all.
var besideSeries = map[v1alpha1.KPI][]struct{ name, words string }{
	kpi.CSAT:            {{"offerRate", "asked"}, {"responseRate", "answered"}, {"topBox", "top box"}},
	kpi.NPS:             {{"responseRate", "answered"}},
	kpi.EscalationRate:  {{"reviewed", "reviewed"}, {"unwarranted", "of those needless"}, {"missed", "missed"}},
	kpi.SLAHitRate:      {{"lateP95:first_response", "first responses late (p95)"}, {"lateP95:resolution", "resolutions late (p95)"}, {"priorityChanged", "priority changed"}},
	kpi.ResponseQuality: {{"reviewed", "reviewed"}},
}

// beside is what to look at beside a value: its p90, what is missing from it, the series
// that belong to it, and how its counterparts went.
func beside(v *history.Value, trends map[v1alpha1.KPI]v1alpha1.Trend) string {
	var parts []string
	if v.P90 != nil {
		parts = append(parts, "p90 "+shown(unitOf(v.KPI), v.P90.Value))
	}
	if v.Censored != nil && *v.Censored > 0 {
		parts = append(parts, shown(kpi.Ratio, *v.Censored)+" open or too young")
	}
	if series := seriesBeside(v); series != "" {
		parts = append(parts, series)
	}
	var counterparts []string
	for _, name := range v.Counterparts {
		text := string(name)
		if trend := trends[name]; trend != "" && trend != v1alpha1.TrendUnknown {
			text += " " + string(trend)
		}
		counterparts = append(counterparts, text)
	}
	if len(counterparts) > 0 {
		parts = append(parts, strings.Join(counterparts, ", "))
	}
	if len(parts) == 0 {
		return dash
	}
	return strings.Join(parts, "; ")
}

// seriesBeside are besideSeries with their values; empty: there are none.
func seriesBeside(v *history.Value) string {
	var series []string
	for _, b := range besideSeries[v.KPI] {
		if s, there := v.Series[b.name]; there && s.Samples > 0 && v.Samples > 0 {
			series = append(series, b.words+" "+shown(seriesUnit(v.KPI, &s), s.Value))
		}
	}
	return strings.Join(series, ", ")
}

// trendsOf says how each KPI went since the baseline, where there is one.
func trendsOf(r *history.Report) map[v1alpha1.KPI]v1alpha1.Trend {
	trends := map[v1alpha1.KPI]v1alpha1.Trend{}
	for i := range r.KPIs {
		if c := r.KPIs[i].Change; c != nil {
			trends[r.KPIs[i].KPI] = c.Trend
		}
	}
	return trends
}

// seriesUnit is the unit of a series: its own, or that of its KPI.
func seriesUnit(name v1alpha1.KPI, s *history.Stat) kpi.Unit {
	for _, u := range []kpi.Unit{kpi.Ratio, kpi.Seconds} {
		if s.Unit == u.Name() {
			return u
		}
	}
	return unitOf(name)
}
