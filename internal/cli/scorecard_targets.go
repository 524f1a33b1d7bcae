// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

// cardOfTargets puts KPITargets into tables.
func cardOfTargets(c *clusterCard) *scorecard {
	card := &scorecard{title: "Scorecard of " + c.Bot, subtitle: "KPITargets in namespace " + c.Namespace, targets: c}
	all := section{columns: []string{"NAME", "KPI", "TARGET", "BASELINE", "CURRENT", "95% INTERVAL", "CHANGE", "SAMPLES", "TREND", "STATE", "LOOK AT BESIDE IT"}}
	milestones := section{title: "Milestones", columns: []string{"NAME", "DAY", "TARGET", "VALUE", "95% INTERVAL", "SAMPLES", "STATE"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		u := unitOf(k.KPI)
		difference := dash
		if k.Baseline != nil && shown(u, k.Stat.Value) != dash && shown(u, k.Baseline.Value) != dash {
			difference = differenceBetween(u, k)
		}
		all.rows = append(all.rows, []string{
			k.Name, k.title(), k.Target, baseline(u, &k.Value), shown(u, k.Stat.Value), interval(u, k.Low, k.High),
			difference, fmt.Sprint(k.Samples), string(k.Trend), string(k.State), besideTarget(k),
		})
		for _, m := range k.Milestones {
			milestones.rows = append(milestones.rows, []string{k.Name, fmt.Sprint(m.Day), m.Target, shown(u, m.Value), interval(u, m.Low, m.High), fmt.Sprint(m.Samples), string(m.State)})
		}
		if k.Message != "" {
			card.notes = append(card.notes, k.Name+": "+k.Message)
		}
		var bars []bar
		if k.Baseline != nil {
			bars = append(bars, barOf("baseline", u, k.Baseline))
		}
		for _, m := range k.Milestones {
			bars = append(bars, barOf(fmt.Sprintf("day %d", m.Day), u, &m.Stat))
		}
		if p, some := newPlot(k.Name+": "+k.title(), append(bars, barOf("current", u, &k.Stat))); some {
			card.plots = append(card.plots, p)
		}
	}
	card.sections = []section{all}
	for _, s := range []section{milestones, targetSegments(c), targetSeries(c)} {
		if len(s.rows) > 0 {
			card.sections = append(card.sections, s)
		}
	}
	return card
}

// differenceBetween has an interval where the baseline has one; a baseline that was given
// is taken as exact.
func differenceBetween(u kpi.Unit, k *clusterKPI) string {
	now, before := k.Estimate(), k.Baseline.Estimate()
	if math.IsNaN(before.Low) || math.IsNaN(before.High) {
		before.Low, before.High = before.Value, before.Value
	}
	d := kpi.Difference(now, before)
	text := difference(u, history.Number(d.Value))
	if !math.IsNaN(d.Low) && !math.IsNaN(d.High) {
		text += " (" + difference(u, history.Number(d.Low)) + " to " + difference(u, history.Number(d.High)) + ")"
	}
	return text
}

func besideTarget(k *clusterKPI) string {
	var counterparts []string
	for _, c := range k.Guardrails {
		counterparts = append(counterparts, c.Name+" "+string(c.State))
	}
	if len(counterparts) == 0 {
		counterparts = []string{joinKPIs(k.Counterparts)}
	}
	return strings.Trim(strings.Join([]string{seriesBeside(&k.Value), strings.Join(counterparts, ", ")}, "; "), "; ")
}

// targetSegments has the channels and intents of each KPITarget.
func targetSegments(c *clusterCard) section {
	s := section{title: "Segments", columns: []string{"NAME", "KPI", "BY", "SEGMENT", "VALUE", "95% INTERVAL", "SAMPLES", "REMARK"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		u := unitOf(k.KPI)
		for _, p := range k.Segments {
			remark := p.Which
			if p.Few {
				remark = "few"
			}
			s.rows = append(s.rows, []string{
				k.Name, k.title(), string(p.By), p.Name, shown(u, p.Value), interval(u, p.Low, p.High), fmt.Sprint(p.Samples), remark,
			})
		}
	}
	return s
}

// targetSeries has what is beside the values, where Prometheus was asked.
func targetSeries(c *clusterCard) section {
	s := section{title: "Series", columns: []string{"NAME", "KPI", "SERIES", "VALUE", "95% INTERVAL", "SAMPLES"}}
	for i := range c.KPIs {
		k := &c.KPIs[i]
		for _, name := range slices.Sorted(maps.Keys(k.Series)) {
			series := k.Series[name]
			u := seriesUnit(k.KPI, &series)
			s.rows = append(s.rows, []string{k.Name, k.title(), name, shown(u, series.Value), interval(u, series.Low, series.High), fmt.Sprint(series.Samples)})
		}
	}
	return s
}
