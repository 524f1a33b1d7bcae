// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// MeasurementsWindow is the time that an Intent's measurements cover.
const MeasurementsWindow = 24 * time.Hour

// KPISnapshot holds what all bots counted over a window that ends now. It is shared
// between callers: do not change it.
type KPISnapshot struct {
	// At is the end of the window by Prometheus' clock.
	At     time.Time
	Window time.Duration
	// Bots that Prometheus has heard of, also those that have counted nothing yet.
	Bots map[BotKey]BotKPIs
}

// BotKPIs are a bot's counts.
type BotKPIs struct {
	// Current counts the window that ends now.
	Current kpi.Counts
	// Previous counts the window before it, where HasPrevious says that the bot was known
	// at that window's end.
	Previous    kpi.Counts
	HasPrevious bool
	// Intents and Channels are Current by intent and by channel, where a bot's metrics have
	// that label.
	Intents, Channels map[string]kpi.Counts
	// Bad is set when a series of the bot cannot be right; all else is empty then.
	Bad *BadDataError
}

// KPIs returns what all bots counted over a window. Totals are at most one KPI tick old;
// the window's beginning moves in steps of 1/200 of its length. The error is an
// *UnavailableError, ErrTooManyWindows, one about the window's length, or that of ctx.
//
// What a bot counted in a window is the total now less the total at its beginning. A bot
// without a total at the beginning counted from 0 since. That is exact while Prometheus
// keeps metrics for longer than the window, and the bot's ledger lasts.
func (s *Source) KPIs(ctx context.Context, length time.Duration) (KPISnapshot, error) {
	if err := checkWindow(length); err != nil {
		return KPISnapshot{}, err
	}
	// The present is asked for last: whoever waits for slow readings of the past must not
	// hold totals of an earlier tick.
	begin, err := s.history.at(ctx, length)
	if err != nil {
		return KPISnapshot{}, err
	}
	before, err := s.history.at(ctx, 2*length)
	if err != nil {
		return KPISnapshot{}, err
	}
	now, err := s.history.at(ctx, 0)
	if err != nil {
		return KPISnapshot{}, err
	}
	return s.windows.get(length, now, begin, before), nil
}

// Measurements returns the figures of one intent over the last day; nil: Prometheus has
// not heard of the bot. The error is an *UnavailableError, a *BadDataError, or that of ctx.
func (s *Source) Measurements(ctx context.Context, namespace, bot, intent string) (*v1alpha1.IntentMeasurements, error) {
	snapshot, err := s.KPIs(ctx, MeasurementsWindow)
	if err != nil {
		return nil, err
	}
	return snapshot.Measurements(BotKey{Namespace: namespace, Bot: bot}, intent)
}

// Measurements returns the figures of one intent over the snapshot's window; nil: Prometheus
// has not heard of the bot. The error is a *BadDataError.
func (s KPISnapshot) Measurements(bot BotKey, intent string) (*v1alpha1.IntentMeasurements, error) {
	b, known := s.Bots[bot]
	if !known {
		return nil, nil
	}
	if b.Bad != nil {
		return nil, b.Bad
	}
	counts := b.Intents[intent]
	return &v1alpha1.IntentMeasurements{
		Escalation:    shown(v1alpha1.KPIEscalationRate, counts),
		CSAT:          shown(v1alpha1.KPICSAT, counts),
		Conversations: new(counts.Outcomes.Total()),
	}, nil
}

// shown returns a KPI's value as columns show it; empty: nothing was counted.
func shown(name v1alpha1.KPI, counts kpi.Counts) v1alpha1.Value {
	definition, _ := kpi.Lookup(name)
	estimate, counted := definition.Measure(counts, "")
	if !counted {
		return ""
	}
	return definition.Unit.Print(estimate.Value)
}

// difference counts what happened between readings.
func difference(length time.Duration, now, begin, before *reading) KPISnapshot {
	snapshot := KPISnapshot{At: now.at, Window: length, Bots: make(map[BotKey]BotKPIs, len(now.bots))}
	for k, bot := range now.bots {
		snapshot.Bots[k] = bot.since(begin.bots[k], before.bots[k])
	}
	return snapshot
}

func (b *botReading) since(begin, before *botReading) BotKPIs {
	for _, r := range []*botReading{b, begin, before} {
		if r != nil && r.bad != nil {
			return BotKPIs{Bad: r.bad}
		}
	}
	if begin == nil {
		return BotKPIs{Current: b.total, Intents: b.intents, Channels: b.channels}
	}
	if before == nil {
		before = &botReading{}
	}
	return BotKPIs{
		Current:     b.total.Since(begin.total),
		Previous:    begin.total.Since(before.total),
		HasPrevious: true,
		Intents:     sinceEach(b.intents, begin.intents),
		Channels:    sinceEach(b.channels, begin.channels),
	}
}

func sinceEach(now, begin map[string]kpi.Counts) map[string]kpi.Counts {
	out := make(map[string]kpi.Counts, len(now))
	for name, counts := range now {
		out[name] = counts.Since(begin[name])
	}
	return out
}

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
