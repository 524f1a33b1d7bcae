// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/contract/kpi"
)

const (
	// maxReadings bounds the points of time for which totals are kept: each window needs
	// two beside the present, and windows of which one is twice another share them.
	maxReadings = 64
	maxWindows  = (maxReadings - 1) / 2
	// pastSlots is in how many parts of its length a window's beginning moves. Readings of
	// the past are dear, since Prometheus may have to look at a day of samples to find the
	// last one, and a window that is up to 0.5 % longer is the same window.
	pastSlots = 200
)

// ErrTooManyWindows says that KPITargets use more different windows than are measured.
var ErrTooManyWindows = fmt.Errorf("more than %d different windows are in use; let KPITargets share windows", maxWindows)

// history keeps the totals of all bots as they are now and as they were at several times
// in the past.
type history struct {
	source *Source

	mu       sync.Mutex
	readings map[time.Duration]*cell[*reading] // by how long ago
	fixed    map[fixedKey]*cell[*reading]
}

func newHistory(s *Source) *history {
	return &history{source: s, readings: map[time.Duration]*cell[*reading]{}, fixed: map[fixedKey]*cell[*reading]{}}
}

// at returns the totals as they were that long ago.
func (h *history) at(ctx context.Context, ago time.Duration) (*reading, error) {
	c, err := h.cell(ago)
	if err != nil {
		return nil, err
	}
	return c.get(ctx, func(ctx context.Context) (*reading, error) {
		return h.source.fetchReading(ctx, ago)
	})
}

func (h *history) cell(ago time.Duration) (*cell[*reading], error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c, found := h.readings[ago]; found {
		return c, nil
	}
	h.prune()
	if len(h.readings) >= maxReadings {
		return nil, ErrTooManyWindows
	}
	c := newCell[*reading](h.source, max(h.source.kpiTick, ago/pastSlots), h.source.kpiTick)
	h.readings[ago] = c
	return c, nil
}

// prune drops the readings that nobody asked for in two ticks.
func (h *history) prune() {
	now := h.source.clock.Now()
	for ago, c := range h.readings {
		if c.idle(now, 2*h.source.kpiTick) {
			delete(h.readings, ago)
		}
	}
}

// windows keeps the differences between readings, which are the same for every KPITarget
// with the same window.
type windows struct {
	mu       sync.Mutex
	byLength map[time.Duration]window
}

type window struct {
	now, begin, before *reading
	snapshot           KPISnapshot
}

func newWindows() *windows { return &windows{byLength: map[time.Duration]window{}} }

// get returns the snapshot made from these readings, making it where it is not kept.
func (w *windows) get(length time.Duration, now, begin, before *reading) KPISnapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	k, found := w.byLength[length]
	if found && k.now == now && k.begin == begin && k.before == before {
		return k.snapshot
	}
	if !found && len(w.byLength) >= maxReadings {
		clear(w.byLength) // windows come and go with KPITargets; those in use are made again
	}
	k = window{now: now, begin: begin, before: before, snapshot: difference(length, now, begin, before)}
	w.byLength[length] = k
	return k.snapshot
}

// checkWindow refuses windows that cannot be measured.
func checkWindow(length time.Duration) error {
	if length < time.Second {
		return errors.New("the window must be at least 1s")
	}
	if length > 10*365*24*time.Hour {
		return errors.New("the window must be at most 10 years (3650d)")
	}
	return nil
}

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
		return kpi.Counts{}, &HistoryError{Problem: fmt.Sprintf("the counts of Bot %s fell between %s and %s: its ledger started over",
			bot.Bot, until.Add(-length).UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339))}
	}
	return totals[1].Since(totals[0]), nil
}

// CustomKPIsUntil is KPIsUntil for custom queries. The error may be a *QueryError too.
func (s *Source) CustomKPIsUntil(ctx context.Context, custom CustomQueries, length time.Duration, until time.Time) (kpi.Counts, error) {
	if err := checkWindow(length); err != nil {
		return kpi.Counts{}, err
	}
	var totals [2]kpi.CustomTotals
	for i, at := range []time.Time{until.Add(-length), until} {
		var err error
		if totals[i], err = s.custom.at(ctx, custom, moment{fixed: at}); err != nil {
			return kpi.Counts{}, withoutSample(err, fmt.Sprintf("no sample as of %s: Prometheus does not reach back so far, or the metric is younger; add `or vector(0)` where no sample means 0", at.UTC().Format(time.RFC3339)))
		}
	}
	counted, fell := customSince(custom, totals[1], totals[0])
	if fell != nil {
		return kpi.Counts{}, fell
	}
	definition, _ := kpi.Lookup(custom.KPI)
	return definition.Counts(counted, custom.Series), nil
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
	if c, found := h.fixed[key]; found {
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
