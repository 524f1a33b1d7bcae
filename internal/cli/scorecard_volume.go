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
