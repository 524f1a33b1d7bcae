// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

// plot has one bar a row, with a whisker for the interval. Positions are pixels.
type plot struct {
	Title  string
	Height int
	Zero   float64
	Bars   []bar
}

type bar struct {
	Label, Text         string
	Y                   int
	X, Width            float64
	Whisker             bool
	Low, High, TextLeft float64
	number, low, high   float64
}

// The page of a plot: labels to the left, bars, values to the right.
const (
	labelWidth = 134.0
	barsWidth  = 296.0
	rowHeight  = 24
	// maxLabel is how many characters there is room for.
	maxLabel = 19
)

// newPlot places the bars; false: there is none to place.
func newPlot(title string, bars []bar) (plot, bool) {
	least, most := 0.0, 0.0
	var placed []bar
	for _, b := range bars {
		if math.IsNaN(b.number) || math.IsInf(b.number, 0) {
			continue
		}
		placed = append(placed, b)
		least, most = min(least, b.number), max(most, b.number)
		for _, end := range []float64{b.low, b.high} {
			// An interval far wider than the values would leave nothing to see.
			if !math.IsNaN(end) && math.Abs(end) <= 3*max(math.Abs(b.number), 1e-9) {
				least, most = min(least, end), max(most, end)
			}
		}
	}
	if len(placed) == 0 {
		return plot{}, false
	}
	if most == least {
		most = least + 1
	}
	at := func(v float64) float64 {
		v = min(max(v, least), most)
		return math.Round(10*(labelWidth+barsWidth*(v-least)/(most-least))) / 10
	}
	for i := range placed {
		b := &placed[i]
		b.Y = i * rowHeight
		if letters := []rune(b.Label); len(letters) > maxLabel {
			b.Label = string(letters[:maxLabel-1]) + "…"
		}
		b.X = min(at(0), at(b.number))
		b.Width = math.Round(10*math.Abs(at(b.number)-at(0))) / 10
		if !math.IsNaN(b.low) && b.low < b.high {
			b.Whisker, b.Low, b.High = true, at(b.low), at(b.high)
		}
		b.TextLeft = labelWidth + barsWidth + 8
	}
	return plot{Title: title, Height: len(placed)*rowHeight + 4, Zero: at(0), Bars: placed}, true
}

func barOf(label string, u kpi.Unit, s *history.Stat) bar {
	return bar{Label: label, Text: shown(u, s.Value), number: float64(s.Value), low: float64(s.Low), high: float64(s.High)}
}

func plotsOfReport(r *history.Report) []plot {
	var out []plot
	add := func(title string, bars []bar) {
		if p, some := newPlot(title, bars); some {
			out = append(out, p)
		}
	}
	for i := range r.KPIs {
		v := &r.KPIs[i]
		u := unitOf(v.KPI)
		d, _ := kpi.Lookup(v.KPI)
		if d.Interval == "" || v.Samples == 0 {
			continue // a volume is below, by hour
		}
		var bars []bar
		if v.Baseline != nil {
			bars = append(bars, barOf("baseline", u, v.Baseline))
		}
		for _, m := range r.Milestones {
			bars = append(bars, barOf(fmt.Sprintf("day %d", m.Day), u, &m.KPIs[i].Stat))
		}
		add(string(v.KPI), append(bars, barOf("current", u, &v.Stat)))
	}
	var hours [24]float64
	for _, channel := range slices.Sorted(maps.Keys(r.Volume.ByHour)) {
		for i, n := range r.Volume.ByHour[channel] {
			hours[i] += float64(n)
		}
	}
	var bars []bar
	for i, n := range hours {
		bars = append(bars, bar{Label: fmt.Sprintf("%02d:00", i), Text: string(kpi.Count.Print(n)), number: n, low: math.NaN(), high: math.NaN()})
	}
	add("Conversations by hour of the day (UTC)", bars)
	bars = nil
	for i := range r.CSAT[:min(len(r.CSAT), maxShown)] {
		bars = append(bars, barOf(r.CSAT[i].Intent, kpi.Score, &r.CSAT[i].Stat))
	}
	add("CSAT by intent", bars)
	return out
}
