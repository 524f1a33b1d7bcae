// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "github.com/intentops/intentops/api/v1alpha1"

const byRank = "order statistics, widened to the bounds of buckets"

var times = []Definition{
	{
		KPI:             FirstResponseTime,
		Meaning:         "Median time that a customer waits for the first reply: by a person where people's replies are known, else by anyone.",
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "with the reply",
		SamplesAre:      "replies",
		Counterparts:    "the first reply by a person (p90), abandonment",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, AverageResponseTime},
		Cheat:           "the bot's acknowledgement improves it for free",
		Interval:        byRank,
		Metrics:         []string{"intentops_first_response_seconds"},
		measure:         func(c Counts) (Estimate, bool) { return firstReply(c.FirstResponse) },
	},
	{
		KPI:             AverageResponseTime,
		Meaning:         "Median time from a customer's first unanswered message to the next reply; a burst of messages is one wait.",
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "with the reply",
		SamplesAre:      "replies",
		Counterparts:    "messages per resolution, CSAT",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, ResolutionTime},
		Cheat:           "holding replies",
		Interval:        byRank,
		Metrics:         []string{"intentops_response_seconds"},
		measure:         func(c Counts) (Estimate, bool) { return median(allReplies(c.Response)) },
	},
	{
		KPI:             AverageHandleTime,
		Meaning:         "Mean time that agents worked on a conversation, wrap-up included; conversations without an agent are left out.",
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "when the work is done, in hours",
		SamplesAre:      "conversations",
		Counterparts:    "CSAT, reopened conversations, transfers",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, FirstContactResolution},
		Cheat:           "rushing customers; and a bot that takes the easy work raises it, so compare within an intent",
		Interval:        "normal, with the spread that the buckets show",
		Metrics:         []string{"intentops_handle_seconds"},
		measure:         func(c Counts) (Estimate, bool) { return meanTime(c.Handle, c.HandleMilliseconds) },
	},
	{
		KPI:             ResolutionTime,
		Meaning:         "Median time from the start of a conversation to its last resolution.",
		Unit:            Seconds,
		Better:          LowerIsBetter,
		Matures:         "with the resolution, in hours to days",
		SamplesAre:      "conversations",
		Counterparts:    "reopened conversations, the share closed automatically",
		CounterpartKPIs: []v1alpha1.KPI{FirstContactResolution, CSAT},
		Cheat:           "closing early",
		Interval:        byRank,
		Metrics:         []string{"intentops_resolution_seconds"},
		measure:         func(c Counts) (Estimate, bool) { return median(c.Resolution) },
	},
}

// firstReply measures the series that is judged: people's replies, where a bot knows them,
// else anyone's, else its own.
func firstReply(by map[string]Histogram) (Estimate, bool) {
	for _, responder := range []string{"human", "any", "bot"} {
		if e, some := median(by[responder]); some {
			e.Series = responder
			return e, true
		}
	}
	return Estimate{}, false
}

// allReplies are replies by anyone: each wait ends with one, by a bot or by a person.
func allReplies(by map[string]Histogram) Histogram {
	if h, told := by["any"]; told {
		return h
	}
	return by["bot"].combine(by["human"], func(a, b int64) int64 { return a + b })
}
