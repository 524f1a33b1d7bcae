// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "github.com/intentops/intentops/api/v1alpha1"

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
		Cheat:           "asking only the happy",
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
		Cheat:        "asking only the loyal",
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
		Cheat:           "reviewing only the good ones",
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
