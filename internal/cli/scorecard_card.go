// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"math"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
	"github.com/intentops/intentops/internal/plural"
)

// scorecard is what is shown, in words. Either report or targets is where it comes from.
type scorecard struct {
	title    string
	subtitle string
	sections []section
	// plots are bars, for pages.
	plots []plot
	notes []string

	report  *history.Report
	targets *clusterCard
}

// section is a table, or text to copy.
type section struct {
	title   string
	columns []string
	rows    [][]string
	code    string
}

// dash stands for what is not there.
const dash = "-"

func shown(u kpi.Unit, number history.Number) string {
	f := float64(number)
	if math.IsNaN(f) {
		return dash
	}
	if math.IsInf(f, 0) {
		return "∞"
	}
	return string(u.Print(f))
}

func interval(u kpi.Unit, low, high history.Number) string {
	if math.IsNaN(float64(low)) {
		return dash
	}
	return shown(u, low) + " to " + shown(u, high)
}

// withInterval is a value, its interval, and whether it has too few samples.
func withInterval(u kpi.Unit, s *history.Stat, few bool) string {
	text := shown(u, s.Value)
	if text == dash {
		return text
	}
	text += " (" + interval(u, s.Low, s.High) + ")"
	if few {
		text += " few"
	}
	return text
}

// difference has a sign; ratios differ by percentage points.
func difference(u kpi.Unit, number history.Number) string {
	text := shown(u, number)
	if u == kpi.Ratio {
		text = strings.TrimSuffix(text, "%") + "pp"
	}
	if number > 0 {
		text = "+" + text
	}
	return text
}

// cardOfReport puts a report into tables.
func cardOfReport(bot string, r *history.Report) *scorecard {
	card := &scorecard{title: "Scorecard", report: r}
	if bot != "" {
		card.title += " of " + bot
	}
	card.subtitle = fmt.Sprintf("%s, as of %s", plural.Of(r.Volume.Total, "conversation"), r.AsOf.Format("2006-01-02 15:04 MST"))
	if r.SplitAt != nil {
		card.subtitle = fmt.Sprintf("%s since %s, as of %s; baseline: those before", plural.Of(r.Volume.Total, "conversation"),
			r.SplitAt.Format("2006-01-02 15:04 MST"), r.AsOf.Format("2006-01-02 15:04 MST"))
	}
	card.sections = append(card.sections, kpiSection(r), seriesSection(r))
	if len(r.Milestones) > 0 {
		card.sections = append(card.sections, milestoneSection(r))
	}
	card.sections = append(card.sections, reportSections(r)...)
	card.plots = plotsOfReport(r)
	card.notes = reportNotes(r)
	return card
}

func kpiSection(r *history.Report) section {
	s := section{columns: []string{"KPI", "CURRENT", "95% INTERVAL", "SAMPLES", "STATE", "LOOK AT BESIDE IT"}}
	if r.SplitAt != nil {
		s.columns = []string{"KPI", "BASELINE", "CURRENT", "95% INTERVAL", "CHANGE", "95% INTERVAL", "SAMPLES", "STATE", "LOOK AT BESIDE IT"}
	}
	trends := trendsOf(r)
	for i := range r.KPIs {
		v := &r.KPIs[i]
		u := unitOf(v.KPI)
		row := []string{string(v.KPI)}
		if r.SplitAt != nil {
			row = append(row, baseline(u, v))
		}
		row = append(row, shown(u, v.Value), interval(u, v.Low, v.High))
		if r.SplitAt != nil {
			row = append(row, change(u, v)...)
		}
		state := string(v.State)
		if v.State == history.Measured && v.Change != nil && v.Change.Trend != v1alpha1.TrendUnknown {
			state = string(v.Change.Trend)
		}
		if v.State == history.GuardrailBreached {
			state = fmt.Sprintf("GuardrailBreached (%s)", joinKPIs(v.Change.BreachedGuardrails))
		}
		s.rows = append(s.rows, append(row, fmt.Sprint(v.Samples), state, beside(v, trends)))
	}
	return s
}

func unitOf(name v1alpha1.KPI) kpi.Unit {
	d, _ := kpi.Lookup(name)
	return d.Unit
}

func baseline(u kpi.Unit, v *history.Value) string {
	if v.Baseline == nil {
		return dash
	}
	return shown(u, v.Baseline.Value)
}

func change(u kpi.Unit, v *history.Value) []string {
	if v.Change == nil {
		return []string{dash, dash}
	}
	ends := difference(u, v.Change.Low) + " to " + difference(u, v.Change.High)
	return []string{difference(u, v.Change.Value), ends}
}

func joinKPIs(names []v1alpha1.KPI) string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, ", ")
}

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
