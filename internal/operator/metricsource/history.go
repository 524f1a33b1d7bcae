// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
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
	if c, kept := h.readings[ago]; kept {
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
	mu   sync.Mutex
	kept map[time.Duration]window
}

type window struct {
	now, begin, before *reading
	snapshot           KPISnapshot
}

func newWindows() *windows { return &windows{kept: map[time.Duration]window{}} }

// get returns the snapshot made from these readings, making it where it is not kept.
func (w *windows) get(length time.Duration, now, begin, before *reading) KPISnapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	k, kept := w.kept[length]
	if kept && k.now == now && k.begin == begin && k.before == before {
		return k.snapshot
	}
	if !kept && len(w.kept) >= maxReadings {
		clear(w.kept) // windows come and go with KPITargets; those in use are made again
	}
	k = window{now: now, begin: begin, before: before, snapshot: difference(length, now, begin, before)}
	w.kept[length] = k
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
