// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

// maxShown is how many intents a table has.
const maxShown = 20

// seriesSection has what is beside the headlines.
func seriesSection(r *history.Report) section {
	s := section{title: "Series", columns: []string{"KPI", "SERIES", "VALUE", "95% INTERVAL", "SAMPLES"}}
	for _, v := range r.KPIs {
		for _, name := range slices.Sorted(maps.Keys(v.Series)) {
			series := v.Series[name]
			u := seriesUnit(v.KPI, &series)
			if series.Samples > 0 {
				s.rows = append(s.rows, []string{string(v.KPI), name, shown(u, series.Value), interval(u, series.Low, series.High), fmt.Sprint(series.Samples)})
			}
		}
	}
	return s
}

// milestoneSection has a column for each milestone: the week before its day.
func milestoneSection(r *history.Report) section {
	s := section{title: "Milestones (the 7 days before each)", columns: []string{"KPI", "DAY 0"}}
	for _, m := range r.Milestones {
		s.columns = append(s.columns, fmt.Sprintf("DAY %d", m.Day))
	}
	for i := range r.KPIs {
		v := &r.KPIs[i]
		u := unitOf(v.KPI)
		row := []string{string(v.KPI), dash}
		// The count of another stretch of time is none to compare with.
		if d, _ := kpi.Lookup(v.KPI); d.Interval != "" && v.Baseline != nil {
			row[1] = withInterval(u, v.Baseline, v.Baseline.Samples < r.MinSamples)
		}
		for _, m := range r.Milestones {
			at := m.KPIs[i]
			row = append(row, withInterval(u, &at.Stat, at.State == history.NoData))
		}
		s.rows = append(s.rows, row)
	}
	return s
}

func reportSections(r *history.Report) []section {
	var out []section
	csat := section{title: "CSAT by intent, the lowest first", columns: []string{"INTENT", "CSAT", "95% INTERVAL", "RATINGS"}}
	for _, by := range r.CSAT[:min(len(r.CSAT), maxShown)] {
		csat.rows = append(csat.rows, []string{by.Intent, shown(kpi.Score, by.Value), interval(kpi.Score, by.Low, by.High), fmt.Sprint(by.Samples)})
	}
	peaks := section{title: "Peaks (hours in UTC)", columns: []string{"HOUR", "CONVERSATIONS", "CHANNELS"}}
	for _, hour := range r.Volume.Peaks {
		var channels []string
		for _, name := range slices.Sorted(maps.Keys(hour.ByChannel)) {
			channels = append(channels, fmt.Sprintf("%s %d", name, hour.ByChannel[name]))
		}
		peaks.rows = append(peaks.rows, []string{hour.Start.Format("Mon 2006-01-02 15:04"), fmt.Sprint(hour.Total), strings.Join(channels, ", ")})
	}
	busy := section{title: "Busy hours of the week (UTC)", columns: []string{"DAY", "HOUR", "CONVERSATIONS"}}
	for _, hour := range r.Volume.Busy {
		busy.rows = append(busy.rows, []string{hour.Weekday, fmt.Sprintf("%02d:00", hour.Hour), shown(kpi.Score, hour.Mean)})
	}
	long := section{title: longTitle(&r.Handling), columns: []string{"CONVERSATION", "INTENT", "HANDLE TIME"}}
	for _, outlier := range r.Handling.Outliers {
		long.rows = append(long.rows, []string{outlier.Conversation, outlier.Intent, shown(kpi.Seconds, outlier.Seconds)})
	}
	freeze := section{title: "To freeze rollouts in those hours, put this into the Bot", code: freezeYAML(r.Volume.Freezes)}
	for _, s := range append(segmentSections(r), csat, prioritySection(r), hourSection(r), peaks, busy, freeze, long) {
		if len(s.rows) > 0 || s.code != "" {
			out = append(out, s)
		}
	}
	return out
}

// reportNotes are what no table says.
func reportNotes(r *history.Report) []string {
	var notes []string
	if c := r.Handling.CSAT; c.Samples >= 10 && shown(kpi.Score, c.Value) != dash {
		notes = append(notes, fmt.Sprintf("Handle time and rating: rank correlation %s (%s), %d conversations.",
			shown(kpi.Score, c.Value), interval(kpi.Score, c.Low, c.High), c.Samples))
	}
	notes = append(notes, fmt.Sprintf("Events: %d read, %d of them repeated.", r.Events.Read, r.Events.Duplicates))
	for _, reason := range slices.Sorted(maps.Keys(r.Events.Refused)) {
		notes = append(notes, fmt.Sprintf("Refused as %s: %d, the first on line %d.", reason, r.Events.Refused[reason], r.Events.FirstRefused[reason]))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Events.Unknown)) {
		notes = append(notes, fmt.Sprintf("Of unknown type %q: %d.", name, r.Events.Unknown[name]))
	}
	return notes
}

// segmentColumns are the KPIs that tables break down; JSON has all.
var segmentColumns = []struct {
	name  v1alpha1.KPI
	title string
}{
	{kpi.FirstResponseTime, "FIRST RESPONSE"},
	{kpi.AverageHandleTime, "HANDLE TIME"},
	{kpi.ResolutionTime, "RESOLUTION"},
	{kpi.DeflectionRate, "DEFLECTION"},
	{kpi.EscalationRate, "ESCALATION"},
	{kpi.SLAHitRate, "SLA"},
	{kpi.CSAT, "CSAT"},
}

// segmentSections has a row for each channel, and one for each of the most frequent intents.
func segmentSections(r *history.Report) []section {
	channels := section{title: "By channel", columns: []string{"CHANNEL", "CONVERSATIONS"}}
	intents := section{title: "By intent, the most frequent first", columns: []string{"INTENT", "CONVERSATIONS"}}
	for _, c := range segmentColumns {
		channels.columns, intents.columns = append(channels.columns, c.title), append(intents.columns, c.title)
	}
	for i := range r.Segments {
		s := &r.Segments[i]
		if s.Channel != "" {
			channels.rows = append(channels.rows, segmentRow(s.Channel, s))
		} else if len(intents.rows) < maxShown {
			intents.rows = append(intents.rows, segmentRow(s.Intent, s))
		}
	}
	return []section{channels, intents}
}

func segmentRow(name string, s *history.Segment) []string {
	values := map[v1alpha1.KPI]*history.Value{}
	for i := range s.KPIs {
		values[s.KPIs[i].KPI] = &s.KPIs[i]
	}
	row := []string{name, fmt.Sprint(values[kpi.ChatVolume].Samples)}
	for _, c := range segmentColumns {
		v := values[c.name]
		cell := shown(unitOf(c.name), v.Value)
		if cell != dash && v.State == history.NoData {
			cell += " (few)"
		}
		row = append(row, cell)
	}
	return row
}

// maxChannels is how many channels have a column of their own.
const maxChannels = 6

// hourSection has a row for each hour of the day and a column for each channel, the busiest
// first.
func hourSection(r *history.Report) section {
	v := &r.Volume
	channels := slices.SortedFunc(maps.Keys(v.ByChannel), func(a, b string) int {
		if v.ByChannel[a] != v.ByChannel[b] {
			return int(v.ByChannel[b] - v.ByChannel[a])
		}
		return strings.Compare(a, b)
	})
	own := channels[:min(len(channels), maxChannels)]
	s := section{title: "Conversations by hour of the day (UTC) and channel", columns: append([]string{"HOUR"}, own...)}
	if len(channels) > len(own) {
		s.columns = append(s.columns, "OTHERS")
	}
	s.columns = append(s.columns, "ALL")
	for hour := range 24 {
		row, all, others := []string{fmt.Sprintf("%02d:00", hour)}, int64(0), int64(0)
		for i, name := range channels {
			n := v.ByHour[name][hour]
			all += n
			if i < len(own) {
				row = append(row, fmt.Sprint(n))
			} else {
				others += n
			}
		}
		if len(channels) > len(own) {
			row = append(row, fmt.Sprint(others))
		}
		if all > 0 {
			s.rows = append(s.rows, append(row, fmt.Sprint(all)))
		}
	}
	return s
}

// freezeYAML is the part of a Bot's spec that freezes rollouts; empty: there is nothing to
// freeze for.
func freezeYAML(freezes []v1alpha1.Freeze) string {
	if len(freezes) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("spec:\n  rollout:\n    freezes:\n")
	for _, f := range freezes {
		fmt.Fprintf(&out, "    - {name: %s, schedule: %q, duration: %s, timeZone: %s}\n", f.Name, f.Schedule, f.Duration, f.TimeZone)
	}
	return out.String()
}

func prioritySection(r *history.Report) section {
	s := section{title: "Service levels whose priority changed", columns: []string{"TARGET", "FROM", "TO", "TIMES"}}
	for _, c := range r.PriorityChanges {
		s.rows = append(s.rows, []string{c.Target, c.From, c.To, fmt.Sprint(c.Count)})
	}
	return s
}

func longTitle(h *history.Handling) string {
	title := "Handle time far above the others"
	if h.OutlierCount > 0 {
		title += fmt.Sprintf(": %d above %s", h.OutlierCount, shown(kpi.Seconds, h.Fence))
	}
	if h.OutlierCount > len(h.Outliers) {
		title += fmt.Sprintf(", the longest %d", len(h.Outliers))
	}
	return title
}
