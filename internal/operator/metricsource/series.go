// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"math"
	"strconv"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// adder adds the value of one series to counts.
type adder func(c *kpi.Counts, n int64)

// add counts one sample: in the bot's total and in those of its intent and channel.
func (b *botReading) add(sample *model.Sample) *BadDataError {
	series := sample.Metric
	read, readValue := seriesOf[series[model.MetricNameLabel]], whole
	if read == nil {
		return nil // intentops_release_loaded, by which the bot is known
	}
	if series[model.MetricNameLabel] == "intentops_handle_seconds_sum" {
		readValue = milliseconds
	}
	n, bad := readValue(sample)
	if bad != nil {
		return bad
	}
	add, bad := read(series)
	if bad != nil {
		return bad
	}
	add(&b.total, n)
	addTo(b.intents, series["intent"], add, n)
	addTo(b.channels, series["channel"], add, n)
	return nil
}

func addTo(parts map[string]kpi.Counts, name model.LabelValue, add adder, n int64) {
	if name != "" {
		counts := parts[string(name)]
		add(&counts, n)
		parts[string(name)] = counts
	}
}

// seriesOf says what the series of each metric count.
var seriesOf = map[model.LabelValue]func(model.Metric) (adder, *BadDataError){
	"intentops_conversations_total": func(model.Metric) (adder, *BadDataError) {
		return func(c *kpi.Counts, n int64) { c.Conversations += n }, nil
	},
	"intentops_deflections_undone_total": func(model.Metric) (adder, *BadDataError) {
		return func(c *kpi.Counts, n int64) { c.DeflectionsUndone += n }, nil
	},
	"intentops_surveys_offered_total": func(series model.Metric) (adder, *BadDataError) {
		if series["survey"] == "nps" {
			return func(c *kpi.Counts, n int64) { c.NPSOffered += n }, nil
		}
		return func(c *kpi.Counts, n int64) { c.SurveysOffered += n }, nil
	},
	"intentops_conversation_outcomes_total": outcomeSeries,
	"intentops_contacts_total":              contactSeries,
	"intentops_sla_total":                   targetSeries,
	"intentops_ratings_total": func(series model.Metric) (adder, *BadDataError) {
		i, bad := ratingIndex(series)
		return func(c *kpi.Counts, n int64) { c.Ratings[i] += n }, bad
	},
	"intentops_reviews_total": func(series model.Metric) (adder, *BadDataError) {
		i, err := strconv.Atoi(string(series["quality"]))
		if err != nil || i < 1 || i > 5 {
			return nil, badData(series, "label quality must be 1, 2, 3, 4 or 5")
		}
		return func(c *kpi.Counts, n int64) { c.Reviews[i-1] += n }, nil
	},
	"intentops_nps_total": func(series model.Metric) (adder, *BadDataError) {
		i, err := strconv.Atoi(string(series["score"]))
		if err != nil || i < 0 || i > 10 {
			return nil, badData(series, "label score must be from 0 to 10")
		}
		return func(c *kpi.Counts, n int64) { c.NPS[i] += n }, nil
	},
	"intentops_first_response_seconds_bucket": func(series model.Metric) (adder, *BadDataError) {
		bound, bad := upperBound(series)
		return func(c *kpi.Counts, n int64) { addTimes(&c.FirstResponse, series["responder"], bound, n) }, bad
	},
	"intentops_response_seconds_bucket": func(series model.Metric) (adder, *BadDataError) {
		bound, bad := upperBound(series)
		return func(c *kpi.Counts, n int64) { addTimes(&c.Response, series["responder"], bound, n) }, bad
	},
	"intentops_handle_seconds_bucket": func(series model.Metric) (adder, *BadDataError) {
		bound, bad := upperBound(series)
		return func(c *kpi.Counts, n int64) { addBucket(&c.Handle, bound, n) }, bad
	},
	"intentops_handle_seconds_sum": func(model.Metric) (adder, *BadDataError) {
		return func(c *kpi.Counts, n int64) { c.HandleMilliseconds += n }, nil
	},
	"intentops_resolution_seconds_bucket": resolutionSeries,
}

// resolutionSeries: a bot that does not tell cycles apart counts full ones.
func resolutionSeries(series model.Metric) (adder, *BadDataError) {
	cycle := series["cycle"]
	switch cycle {
	case "":
		cycle = "full"
	case "first", "full":
	default:
		return nil, badData(series, "label cycle must be first or full")
	}
	bound, bad := upperBound(series)
	return func(c *kpi.Counts, n int64) { addTimes(&c.Resolution, cycle, bound, n) }, bad
}

func outcomeSeries(series model.Metric) (adder, *BadDataError) {
	if series["reason"] == "automation_disabled" {
		return func(c *kpi.Counts, n int64) { c.Outcomes.Unattended += n }, nil
	}
	switch series["outcome"] {
	case "contained":
		return func(c *kpi.Counts, n int64) { c.Outcomes.Contained += n }, nil
	case "escalated":
		return func(c *kpi.Counts, n int64) { c.Outcomes.Escalated += n }, nil
	case "policy_escalated":
		return func(c *kpi.Counts, n int64) { c.Outcomes.PolicyEscalated += n }, nil
	case "abandoned":
		return func(c *kpi.Counts, n int64) { c.Outcomes.Abandoned += n }, nil
	default:
		return nil, badData(series, "label outcome must be contained, escalated, policy_escalated or abandoned")
	}
}

func contactSeries(series model.Metric) (adder, *BadDataError) {
	switch series["result"] {
	case "first_contact":
		return func(c *kpi.Counts, n int64) { c.Contacts.First += n }, nil
	case "repeat":
		return func(c *kpi.Counts, n int64) { c.Contacts.Repeat += n }, nil
	case "reopened":
		return func(c *kpi.Counts, n int64) { c.Contacts.Reopened += n }, nil
	default:
		return nil, badData(series, "label result must be first_contact, repeat or reopened")
	}
}

func targetSeries(series model.Metric) (adder, *BadDataError) {
	switch series["result"] {
	case "hit":
		return func(c *kpi.Counts, n int64) { c.SLA.Hit += n }, nil
	case "missed":
		return func(c *kpi.Counts, n int64) { c.SLA.Missed += n }, nil
	default:
		return nil, badData(series, "label result must be hit or missed")
	}
}

func addTimes(by *map[string]kpi.Histogram, series model.LabelValue, bound float64, n int64) {
	if *by == nil {
		*by = map[string]kpi.Histogram{}
	}
	h := (*by)[string(series)]
	addBucket(&h, bound, n)
	(*by)[string(series)] = h
}

func addBucket(h *kpi.Histogram, bound float64, n int64) {
	if *h == nil {
		*h = kpi.Histogram{}
	}
	(*h)[bound] += n
}

// milliseconds returns the value of a sample that is a sum of seconds.
func milliseconds(sample *model.Sample) (int64, *BadDataError) {
	v := math.Round(float64(sample.Value) * 1000)
	switch {
	case sample.Histogram != nil, math.IsNaN(v), math.IsInf(v, 0):
		return 0, badData(sample.Metric, "the value is not a number")
	case v < 0:
		return 0, badData(sample.Metric, "a sum of times below 0")
	case v > maxExact:
		return 0, badData(sample.Metric, "a sum too large to be exact")
	}
	return int64(v), nil
}

func upperBound(series model.Metric) (float64, *BadDataError) {
	bound, err := strconv.ParseFloat(string(series["le"]), 64)
	if err != nil || math.IsNaN(bound) || bound < 0 {
		return 0, badData(series, "label le must be a number of seconds or +Inf")
	}
	return bound, nil
}
