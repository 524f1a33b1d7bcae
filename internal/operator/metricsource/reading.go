// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/contract/kpi"
)

const (
	// kpiIdentity are the labels by which replicas of a bot export the same totals. Labels
	// that a bot has beyond them, such as the pod, tell replicas apart.
	kpiIdentity = "namespace, bot, channel, intent, outcome, reason, handled_by, rating, score, quality, priority, target, responder, cycle, survey, result, le"
	// kpiKept are those that a KPI can tell apart; totals are added up over the others.
	kpiKept = "__name__, namespace, bot, channel, intent, outcome, reason, rating, score, quality, responder, survey, result, le"
	// agentKept is the same for agents' times. Channels are added up: a histogram for each
	// channel and intent would be larger than all other answers together.
	agentKept = "__name__, namespace, bot, intent, cycle, le"

	counterNames = `intentops_(conversations|conversation_outcomes|ratings|surveys_offered|contacts|deflections_undone|sla|nps|reviews)_total|intentops_(first_)?response_seconds_bucket`
	agentNames   = `intentops_(handle|resolution)_seconds_bucket|intentops_handle_seconds_sum`
	// knownNames has the loaded releases too, by which a bot is known that has counted
	// nothing yet.
	knownNames = counterNames + `|intentops_release_loaded`

	// graceNow is how long totals stand that no pod reports any more: a restart of a bot's
	// only pod must not blank its KPIs.
	graceNow = "5m"
	// gracePast is the same for the beginning of a window.
	gracePast = "1d"
)

// readingQuery reads the totals of all bots at one time in the past, 0: now.
func readingQuery(ago time.Duration) string {
	if ago > 0 {
		return totalsQuery("", fmt.Sprintf(" offset %dms", ago.Milliseconds()), gracePast)
	}
	return totalsQuery("", "", graceNow)
}

// totalsQuery reads totals: of the bots that the matchers choose, shifted by the offset. A
// bot without any total at that time (no pod runs, or the only one is still reading its
// ledger) counts as it was last seen within grace, all of its series together: old and new
// ones must not be mixed.
func totalsQuery(matchers, offset, grace string) string {
	of := func(names string) string { return `{__name__=~"` + names + `"` + matchers + `}` }
	counters := of(counterNames + `|` + agentNames)
	totals := func(names, kept string) string {
		live := of(names) + offset
		last := "last_over_time(" + of(names) + "[" + grace + "]" + offset + ")"
		replicas := func(of string) string { return "max by (__name__, " + kpiIdentity + ") (" + of + ")" }
		return "sum by (" + kept + ") (" + replicas(live) + " or (" + replicas(last) +
			" unless on (namespace, bot) " + counters + offset + "))"
	}
	return totals(knownNames, kpiKept) + " or " + totals(agentNames, agentKept)
}

// reading holds the totals of all bots at one time.
type reading struct {
	at   time.Time
	bots map[BotKey]*botReading
}

type botReading struct {
	total             kpi.Counts
	intents, channels map[string]kpi.Counts
	bad               *BadDataError
}

func (s *Source) fetchReading(ctx context.Context, ago time.Duration) (*reading, error) {
	vector, at, err := s.query(ctx, familyKPI, readingQuery(ago))
	if err != nil {
		return nil, err
	}
	return s.understand(vector, at), nil
}

// fetchFixed reads the totals of one bot at a fixed time in the past.
func (s *Source) fetchFixed(ctx context.Context, bot BotKey, at time.Time) (*reading, error) {
	expr := totalsQuery(fmt.Sprintf(", namespace=%q, bot=%q", bot.Namespace, bot.Bot), "", gracePast)
	vector, _, err := s.queryAt(ctx, familyKPI, expr, at)
	if err != nil {
		return nil, err
	}
	return s.understand(vector, at), nil
}

// understand adds up the samples of each bot.
func (s *Source) understand(vector model.Vector, at time.Time) *reading {
	r := &reading{at: at, bots: map[BotKey]*botReading{}}
	bad := 0
	for _, sample := range vector {
		k := BotKey{Namespace: string(sample.Metric["namespace"]), Bot: string(sample.Metric["bot"])}
		if k.Namespace == "" || k.Bot == "" {
			continue // nobody's
		}
		bot := r.bots[k]
		if bot == nil {
			bot = &botReading{intents: map[string]kpi.Counts{}, channels: map[string]kpi.Counts{}}
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
	return r
}
