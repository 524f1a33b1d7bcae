// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// maxFixed bounds the readings of fixed times that are kept: two for each baseline that is
// being captured.
const maxFixed = 1024

// ErrTooManyBaselines says that more baselines are read from the past than there is room for.
var ErrTooManyBaselines = fmt.Errorf("more than %d baselines are being read from the past; more can be once these are captured", maxFixed/2)

// HistoryError says that Prometheus does not know all of a window of the past.
type HistoryError struct {
	// Problem names what is missing, and when.
	Problem string
}

// Error is the problem.
func (e *HistoryError) Error() string { return e.Problem }

type fixedKey struct {
	bot BotKey
	at  int64
}

// KPIsUntil returns what a bot counted over a window that ended at a time in the past, where
// Prometheus knows the totals at both ends. The error is an *UnavailableError, a
// *BadDataError, a *HistoryError, ErrTooManyBaselines, one about the window's length, or
// that of ctx.
func (s *Source) KPIsUntil(ctx context.Context, bot BotKey, length time.Duration, until time.Time) (kpi.Counts, error) {
	if err := checkWindow(length); err != nil {
		return kpi.Counts{}, err
	}
	var totals [2]kpi.Counts
	for i, at := range []time.Time{until.Add(-length), until} {
		r, err := s.history.fixedAt(ctx, bot, at)
		if err != nil {
			return kpi.Counts{}, err
		}
		b := r.bots[bot]
		switch {
		case b != nil && b.bad != nil:
			return kpi.Counts{}, b.bad
		// A bot that is there and has counted nothing may not have read its ledger yet.
		case b == nil, reflect.DeepEqual(b.total, kpi.Counts{}):
			return kpi.Counts{}, &HistoryError{Problem: fmt.Sprintf("Prometheus has no counts of Bot %s as of %s or the day before", bot.Bot, at.UTC().Format(time.RFC3339))}
		}
		totals[i] = b.total
	}
	if totals[1].Fell(totals[0]) {
		return kpi.Counts{}, &HistoryError{Problem: fmt.Sprintf("the counts of Bot %s fell between %s and %s: its ledger began anew",
			bot.Bot, until.Add(-length).UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339))}
	}
	return totals[1].Since(totals[0]), nil
}

// OwnKPIsUntil is KPIsUntil for own queries. The error may be a *QueryError too.
func (s *Source) OwnKPIsUntil(ctx context.Context, own Own, length time.Duration, until time.Time) (kpi.Counts, error) {
	if err := checkWindow(length); err != nil {
		return kpi.Counts{}, err
	}
	var totals [2]kpi.OfOwn
	for i, at := range []time.Time{until.Add(-length), until} {
		var err error
		if totals[i], err = s.own.at(ctx, own, moment{fixed: at}); err != nil {
			return kpi.Counts{}, withoutSample(err, fmt.Sprintf("no sample as of %s: Prometheus does not reach back so far, or the metric is younger; add `or vector(0)` where no sample means 0", at.UTC().Format(time.RFC3339)))
		}
	}
	counted, fell := ownSince(own, totals[1], totals[0])
	if fell != nil {
		return kpi.Counts{}, fell
	}
	definition, _ := kpi.Lookup(own.KPI)
	return definition.Counts(counted, own.Series), nil
}

// fixedAt returns the totals of one bot at a fixed time in the past.
func (h *history) fixedAt(ctx context.Context, bot BotKey, at time.Time) (*reading, error) {
	c, err := h.fixedCell(fixedKey{bot: bot, at: at.UnixMilli()})
	if err != nil {
		return nil, err
	}
	return c.get(ctx, func(ctx context.Context) (*reading, error) {
		return h.source.fetchFixed(ctx, bot, at)
	})
}

func (h *history) fixedCell(key fixedKey) (*cell[*reading], error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c, kept := h.fixed[key]; kept {
		return c, nil
	}
	now := h.source.clock.Now()
	for k, c := range h.fixed {
		if c.idle(now, 2*h.source.kpiTick) {
			delete(h.fixed, k)
		}
	}
	if len(h.fixed) >= maxFixed {
		return nil, ErrTooManyBaselines
	}
	c := newCell[*reading](h.source, max(h.source.kpiTick, fixedSlot), h.source.kpiTick)
	h.fixed[key] = c
	return c, nil
}
