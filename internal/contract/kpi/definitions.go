// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

const (
	wilson     = "Wilson"
	atOutcome  = "spec.measurement.outcomeAfter of the Bot, 30m by default"
	outcomes   = "intentops_conversation_outcomes_total"
	contacts   = "intentops_contacts_total"
	hidePeople = "hiding the person"
)

var rates = []Definition{
	{
		KPI:             DeflectionRate,
		Meaning:         "Conversations that ended without a person, were not abandoned and did not bring the customer back within 72 h, of all conversations judged.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         atOutcome + "; repeat contacts when they come, within 72h",
		Sample:          "conversation",
		Counterparts:    "the bot's CSAT, repeat contacts, customers who ask for a person",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, FirstContactResolution},
		GamingRisk:      hidePeople,
		Interval:        wilson,
		Metrics:         []string{outcomes, "intentops_deflections_undone_total"},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(deflected(c), c.Outcomes.Total())
		},
	},
	{
		KPI:             ContainmentRate,
		Meaning:         "Conversations in which no person was asked for, of all conversations judged in which the bot had a part.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         atOutcome,
		Sample:          "conversation",
		Counterparts:    "abandonment, the bot's CSAT, repeat contacts",
		CounterpartKPIs: []v1alpha1.KPI{DeflectionRate, CSAT},
		GamingRisk:      "customers who give up count as success",
		Interval:        wilson,
		Metrics:         []string{outcomes},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Outcomes.Contained+c.Outcomes.Abandoned), c.Outcomes.BotInvolved())
		},
	},
	{
		KPI:             EscalationRate,
		Meaning:         "Conversations handed to a person where the policy did not demand it, of all conversations judged in which the bot had a part.",
		Unit:            Ratio,
		Better:          LowerIsBetter,
		Matures:         atOutcome,
		Sample:          "conversation",
		Counterparts:    "missed escalations, the share of ratings of 1 and 2",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, DeflectionRate},
		GamingRisk:      "never handing over",
		Interval:        wilson,
		Metrics:         []string{outcomes},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Outcomes.Escalated), c.Outcomes.BotInvolved())
		},
	},
	{
		KPI:             SLAHitRate,
		Meaning:         "Service level targets met, of those that came due.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         "when the target is met or due",
		Sample:          "target",
		Counterparts:    "how late the missed ones are (p95), changes of priority",
		CounterpartKPIs: []v1alpha1.KPI{FirstResponseTime, ResolutionTime},
		GamingRisk:      "lowering the priority",
		Interval:        wilson,
		Metrics:         []string{"intentops_sla_total"},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.SLA.Hit), c.SLA.Hit+c.SLA.Missed)
		},
	},
	{
		KPI:             FirstContactResolution,
		Meaning:         "Resolved conversations that were not reopened, and whose customer started no other, within 7 days of the first resolution, of all resolved.",
		Unit:            Ratio,
		Better:          HigherIsBetter,
		Matures:         "7 days after the first resolution",
		Sample:          "conversation",
		Counterparts:    "CSAT, repeat contacts, the time to resolve",
		CounterpartKPIs: []v1alpha1.KPI{CSAT, ResolutionTime},
		GamingRisk:      "refusing to reopen",
		Interval:        wilson,
		Metrics:         []string{contacts},
		measure: func(c Counts) (Estimate, bool) {
			return ratio(float64(c.Contacts.First), c.Contacts.First+c.Contacts.Repeat+c.Contacts.Reopened)
		},
	},
}

// deflected returns how many conversations count as deflected. What is undone may belong to
// conversations that were contained before the window began: in the long run the two are
// even, and over a short window there may be more of the former.
func deflected(c Counts) float64 {
	return float64(max(0, c.Outcomes.Contained-c.DeflectionsUndone))
}

const ofRatings = "normal, with two ratings of 1 and two of 5 added"

// answers are what customers and reviewers say, and how many customers come.
var answers = []Definition{
	{
		KPI:             CSAT,
		Meaning:         "Mean of the ratings 1 to 5 that customers gave.",
		Unit:            Score,
		Better:          HigherIsBetter,
		Matures:         "with the rating, up to spec.measurement.ratingWithin of the Bot, 24h by default",
		Sample:          "rating",
		Counterparts:    "offer rate, response rate",
		CounterpartKPIs: []v1alpha1.KPI{EscalationRate, FirstContactResolution},
		GamingRisk:      "asking only the happy",
		Interval:        ofRatings,
		Metrics:         []string{"intentops_ratings_total"},
		measure:         func(c Counts) (Estimate, bool) { return mean(c.Ratings) },
	},
	{
		KPI:          NPS,
		Meaning:      "Share of customers who would recommend (9 and 10 of 10) less the share who would not (0 to 6), in points from -100 to 100.",
		Unit:         Points,
		Better:       HigherIsBetter,
		Matures:      "with the answer; for reports, too slow for gates",
		Sample:       "answer",
		Counterparts: "response rate",
		GamingRisk:   "asking only the loyal",
		Interval:     "normal, with two answers of 0 and two of 10 added",
		Metrics:      []string{"intentops_nps_total"},
		measure:      func(c Counts) (Estimate, bool) { return netPromoters(c.NPS) },
	},
	{
		KPI:             ResponseQuality,
		Meaning:         "Mean of the labels 1 to 5 that reviewers gave replies: relevant, helpful, to the point.",
		Unit:            Score,
		Better:          HigherIsBetter,
		Matures:         "with the review",
		Sample:          "review",
		Counterparts:    "the share of conversations that are reviewed",
		CounterpartKPIs: []v1alpha1.KPI{CSAT},
		GamingRisk:      "reviewing only the good ones",
		Interval:        ofRatings,
		Metrics:         []string{"intentops_reviews_total"},
		measure:         func(c Counts) (Estimate, bool) { return mean(c.Reviews) },
	},
	{
		KPI:     ChatVolume,
		Meaning: "Conversations that started.",
		Unit:    Count,
		Better:  Neither,
		Matures: "at once",
		Sample:  "conversation",
		Metrics: []string{"intentops_conversations_total"},
		measure: func(c Counts) (Estimate, bool) { return volume(c.Conversations) },
	},
}

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
		GamingRisk:      "the bot's acknowledgement improves it for free",
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
		GamingRisk:      "holding replies",
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
		GamingRisk:      "rushing customers; and a bot that takes the easy work raises it, so compare within an intent",
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
		GamingRisk:      "closing early",
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
