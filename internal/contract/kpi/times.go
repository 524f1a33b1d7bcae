// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

const byRank = "order statistics, widened to the bounds of buckets"

var times = []Definition{
	{
		KPI:             FirstResponseTime,
		Meaning:         "Median time that a customer waits for the first reply: by a person, from the handoff where there was one; by anyone; or the bot's first answer or question.",
		Series:          []v1alpha1.Series{v1alpha1.SeriesHuman, v1alpha1.SeriesAny, v1alpha1.SeriesBot},
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "with the reply",
		Sample:          "reply",
		Counterparts:    "the first reply by a person (p90), abandonment",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, AverageResponseTime},
		Cheat:           "the bot's acknowledgement improves it for free",
		Interval:        byRank,
		Metrics:         []string{"intentops_first_response_seconds"},
		observed:        func(c Counts, s v1alpha1.Series) Histogram { return c.FirstResponse[key(s)] },
	},
	{
		KPI:             AverageResponseTime,
		Meaning:         "Median time from a customer's first unanswered message to the next reply; a burst of messages is one wait.",
		Series:          []v1alpha1.Series{v1alpha1.SeriesAny, v1alpha1.SeriesBot, v1alpha1.SeriesHuman},
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "with the reply",
		Sample:          "reply",
		Counterparts:    "messages per resolution, CSAT",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, ResolutionTime},
		Cheat:           "holding replies",
		Interval:        byRank,
		Metrics:         []string{"intentops_response_seconds"},
		observed:        replies,
	},
	{
		KPI:             AverageHandleTime,
		Meaning:         "Mean time that agents worked on a conversation, wrap-up included; conversations without an agent are left out.",
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "spec.measurement.wrapUpWithin of the Bot after the resolution, 10m by default",
		Sample:          "conversation",
		Counterparts:    "CSAT, reopened conversations, transfers",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, FirstContactResolution},
		Cheat:           "rushing customers; and a bot that takes the easy work raises it, so compare within an intent",
		Interval:        "normal, with the spread that the buckets show",
		Metrics:         []string{"intentops_handle_seconds"},
		measure:         func(c Counts) (Estimate, bool) { return meanTime(c.Handle, c.HandleMilliseconds) },
	},
	{
		KPI:             ResolutionTime,
		Meaning:         "Median time from the start of a conversation to its last resolution, or to its first.",
		Series:          []v1alpha1.Series{v1alpha1.SeriesFull, v1alpha1.SeriesFirst},
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "with the resolution, in hours to days",
		Sample:          "conversation",
		Counterparts:    "reopened conversations, the share closed automatically",
		CounterpartKPIs: []v1alpha1.KPI{FirstContactResolution, CSAT},
		Cheat:           "closing early",
		Interval:        byRank,
		Metrics:         []string{"intentops_resolution_seconds"},
		observed:        func(c Counts, s v1alpha1.Series) Histogram { return c.Resolution[key(s)] },
	},
}

// key is a series as Counts and the labels of metrics name it.
func key(s v1alpha1.Series) string { return strings.ToLower(string(s)) }

// replies are the waits that a reply ended. Each ends with one, by a bot or by a person, so
// that those by anyone are the sum, where a bot does not count them itself.
func replies(c Counts, s v1alpha1.Series) Histogram {
	h, told := c.Response[key(s)]
	if s == v1alpha1.SeriesAny && !told {
		return c.Response["bot"].combine(c.Response["human"], func(a, b int64) int64 { return a + b })
	}
	return h
}
