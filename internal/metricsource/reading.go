// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/kpi"
)

const (
	// kpiIdentity are the labels by which replicas of a bot export the same totals. Labels
	// that a bot has beyond them, such as the pod, tell replicas apart.
	kpiIdentity = "namespace, bot, channel, intent, outcome, reason, handled_by, rating, responder, result, le"
	// kpiKept are those that a KPI can tell apart; totals are added up over the others.
	kpiKept = "__name__, namespace, bot, intent, outcome, reason, rating, responder, result, le"

	counterNames = `intentops_(conversations|conversation_outcomes|ratings|surveys_offered|contacts)_total|intentops_first_response_seconds_bucket`
	kpiCounters  = `{__name__=~"` + counterNames + `"}`
	// kpiMetrics has the loaded releases too, by which a bot is known that has counted
	// nothing yet.
	kpiMetrics = `{__name__=~"` + counterNames + `|intentops_release_loaded"}`

	// graceNow is how long totals stand that no pod reports any more: a restart of a bot's
	// only pod must not blank its KPIs.
	graceNow = "5m"
	// gracePast is the same for the beginning of a window.
	gracePast = "1d"
)

// readingQuery reads the totals of all bots at one time in the past, 0: now. A bot without
// any total at that time (no pod runs, or the only one is still reading its ledger) counts
// as it was last seen, all of its series together: old and new ones must not be mixed.
func readingQuery(ago time.Duration) string {
	offset, grace := "", graceNow
	if ago > 0 {
		offset, grace = fmt.Sprintf(" offset %dms", ago.Milliseconds()), gracePast
	}
	live := kpiMetrics + offset
	last := "last_over_time(" + kpiMetrics + "[" + grace + "]" + offset + ")"
	replicas := func(of string) string { return "max by (__name__, " + kpiIdentity + ") (" + of + ")" }
	return "sum by (" + kpiKept + ") (" + replicas(live) + " or (" + replicas(last) +
		" unless on (namespace, bot) " + kpiCounters + offset + "))"
}

// reading holds the totals of all bots at one time.
type reading struct {
	at   time.Time
	bots map[BotKey]*botReading
}

type botReading struct {
	total   kpi.Counts
	intents map[string]kpi.Counts
	bad     *BadDataError
}

func (s *Source) fetchReading(ctx context.Context, ago time.Duration) (*reading, error) {
	vector, at, err := s.query(ctx, familyKPI, readingQuery(ago))
	if err != nil {
		return nil, err
	}
	r := &reading{at: at, bots: map[BotKey]*botReading{}}
	bad := 0
	for _, sample := range vector {
		k := BotKey{Namespace: string(sample.Metric["namespace"]), Bot: string(sample.Metric["bot"])}
		if k.Namespace == "" || k.Bot == "" {
			continue // nobody's
		}
		bot := r.bots[k]
		if bot == nil {
			bot = &botReading{intents: map[string]kpi.Counts{}}
			r.bots[k] = bot
		}
		if bot.bad != nil {
			continue
		}
		if bot.bad = bot.add(sample); bot.bad != nil {
			bad++
		}
	}
	s.countAnswer(familyKPI, bad)
	return r, nil
}

// add counts one sample.
func (b *botReading) add(sample *model.Sample) *BadDataError {
	series := sample.Metric
	n, bad := whole(sample)
	if bad != nil {
		return bad
	}
	var c kpi.Counts
	switch series[model.MetricNameLabel] {
	case "intentops_conversations_total":
		c.Conversations = n
	case "intentops_surveys_offered_total":
		c.SurveysOffered = n
	case "intentops_conversation_outcomes_total":
		bad = setOutcome(&c.Outcomes, series, n)
	case "intentops_ratings_total":
		var i int
		if i, bad = ratingIndex(series); bad == nil {
			c.Ratings[i] = n
		}
	case "intentops_contacts_total":
		bad = setContact(&c.Contacts, series, n)
	case "intentops_first_response_seconds_bucket":
		var bound float64
		if bound, bad = upperBound(series); bad == nil {
			c.FirstResponse = map[string]kpi.Histogram{string(series["responder"]): {bound: n}}
		}
	}
	if bad != nil {
		return bad
	}
	b.total = b.total.Add(c)
	if intent := string(series["intent"]); intent != "" {
		b.intents[intent] = b.intents[intent].Add(c)
	}
	return nil
}

func setOutcome(o *kpi.Outcomes, series model.Metric, n int64) *BadDataError {
	if series["reason"] == "automation_disabled" {
		o.Unattended = n
		return nil
	}
	switch series["outcome"] {
	case "contained":
		o.Contained = n
	case "escalated":
		o.Escalated = n
	case "policy_escalated":
		o.PolicyEscalated = n
	case "abandoned":
		o.Abandoned = n
	default:
		return badData(series, "label outcome must be contained, escalated, policy_escalated or abandoned")
	}
	return nil
}

func setContact(c *kpi.Contacts, series model.Metric, n int64) *BadDataError {
	switch series["result"] {
	case "first_contact":
		c.First = n
	case "repeat":
		c.Repeat = n
	case "reopened":
		c.Reopened = n
	default:
		return badData(series, "label result must be first_contact, repeat or reopened")
	}
	return nil
}

func upperBound(series model.Metric) (float64, *BadDataError) {
	bound, err := strconv.ParseFloat(string(series["le"]), 64)
	if err != nil || math.IsNaN(bound) || bound < 0 {
		return 0, badData(series, "label le must be a number of seconds or +Inf")
	}
	return bound, nil
}
