// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

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
