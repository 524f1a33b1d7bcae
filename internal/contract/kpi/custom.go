// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"math"

	"github.com/intentops/intentops/api/v1alpha1"
)

// CustomTotals are what somebody else's metrics counted, for the KPI that they were asked for.
type CustomTotals struct {
	// Hits of All are those of a rate; All is also a volume.
	Hits, All int64
	// By is how often each score was given.
	By map[int]int64
	// Times in seconds, and their sum in thousandths.
	Times        Histogram
	Milliseconds int64
}

// Scale is the label by which a KPI's scores are told apart, with the lowest and the highest
// of them; "": it is not made of scores.
func (d Definition) Scale() (label string, lowest, highest int) {
	switch d.KPI {
	case CSAT:
		return "rating", 1, 5
	case ResponseQuality:
		return "quality", 1, 5
	case NPS:
		return "score", 0, 10
	default:
		return "", 0, 0
	}
}

// Counts are what a bot would have counted in the same place, so that Measure gives the KPI
// of what was counted elsewhere. series is as in Measure.
func (d Definition) Counts(custom CustomTotals, series v1alpha1.Series) Counts {
	hits, rest := custom.Hits, custom.All-custom.Hits
	switch d.KPI {
	case FirstResponseTime:
		return Counts{FirstResponse: map[string]Histogram{key(d.Judged(series)): custom.Times}}
	case AverageResponseTime:
		return Counts{Response: map[string]Histogram{key(d.Judged(series)): custom.Times}}
	case ResolutionTime:
		return Counts{Resolution: map[string]Histogram{key(d.Judged(series)): custom.Times}}
	case AverageHandleTime:
		return Counts{Handle: custom.Times, HandleMilliseconds: custom.Milliseconds}
	case DeflectionRate, ContainmentRate:
		return Counts{Outcomes: Outcomes{Contained: hits, Escalated: rest}}
	case EscalationRate:
		return Counts{Outcomes: Outcomes{Contained: rest, Escalated: hits}}
	case SLAHitRate:
		return Counts{SLA: Targets{Hit: hits, Missed: rest}}
	case FirstContactResolution:
		return Counts{Contacts: Contacts{First: hits, Repeat: rest}}
	case ChatVolume:
		return Counts{Conversations: custom.All}
	}
	var c Counts
	for score, n := range custom.By {
		switch {
		case d.KPI == NPS && score >= 0 && score <= 10:
			c.NPS[score] = n
		case d.KPI == CSAT && score >= 1 && score <= 5:
			c.Ratings[score-1] = n
		case d.KPI == ResponseQuality && score >= 1 && score <= 5:
			c.Reviews[score-1] = n
		}
	}
	return c
}

// Within keeps the buckets that both histograms have, so that a bucket that was added in
// between is not taken for one that was empty.
func (h Histogram) Within(g Histogram) Histogram {
	out := Histogram{}
	for bound, n := range h {
		if _, both := g[bound]; both {
			out[bound] = n
		}
	}
	return out
}

// Complete reports whether the histogram says how many observations there are in all, and
// has a bound to tell them apart by.
func (h Histogram) Complete() bool {
	_, all := h[math.Inf(1)]
	return all && len(h) > 1
}

// Fell reports whether any number is smaller than it was then, an earlier reading: then
// what was counted in between is not known.
func (c Counts) Fell(then Counts) bool {
	fell := false
	c.combine(then, func(now, before int64) int64 {
		fell = fell || now < before
		return 0
	})
	return fell
}
