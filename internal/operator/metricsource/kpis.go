// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// measurementsWindow is the time that an Intent's measurements cover.
const measurementsWindow = 24 * time.Hour

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
	snapshot, err := s.KPIs(ctx, measurementsWindow)
	if err != nil {
		return nil, err
	}
	b, known := snapshot.Bots[BotKey{Namespace: namespace, Bot: bot}]
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
