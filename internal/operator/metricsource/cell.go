// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"sync"
	"time"

	"k8s.io/utils/clock"
)

// cell keeps the newest answer to one query until its slot of time ends, and lets callers
// that ask meanwhile wait for the same query. Slots are aligned to the clock, so that
// controllers that wake at multiples of the tick share one.
//
// Failures are kept for a tick, however long the slot: a provider that is down is asked
// once a tick.
type cell[T any] struct {
	clock   clock.PassiveClock
	slot    time.Duration // for answers
	tick    time.Duration // for failures
	timeout time.Duration

	mu      sync.Mutex
	value   T
	err     error
	begun   time.Time // when the kept answer was asked for; zero: nothing is kept
	used    time.Time
	pending chan struct{} // closed when the query under way has ended; nil: none is
}

// get returns the kept answer or that of fetch. It waits no longer than ctx allows; fetch
// itself runs on for other callers, up to the timeout.
func (c *cell[T]) get(ctx context.Context, fetch func(context.Context) (T, error)) (T, error) {
	now := c.clock.Now()

	c.mu.Lock()
	c.used = now
	if c.fresh(now) {
		defer c.mu.Unlock()
		return c.value, c.err
	}
	if c.pending == nil {
		c.pending = make(chan struct{})
		go c.fill(context.WithoutCancel(ctx), now, c.pending, fetch)
	}
	pending := c.pending
	c.mu.Unlock()

	select {
	case <-pending:
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.value, c.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

func (c *cell[T]) fill(ctx context.Context, begun time.Time, pending chan struct{}, fetch func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	value, err := fetch(ctx)

	c.mu.Lock()
	defer c.mu.Unlock()
	c.value, c.err, c.begun, c.pending = value, err, begun, nil
	close(pending)
}

// fresh reports whether the kept answer was asked for in the present slot.
func (c *cell[T]) fresh(now time.Time) bool {
	slot := c.slot
	if c.err != nil {
		slot = c.tick
	}
	return !c.begun.IsZero() && c.begun.Truncate(slot).Equal(now.Truncate(slot))
}

// idle reports whether nobody asked for longer than d.
func (c *cell[T]) idle(now time.Time, d time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pending == nil && now.Sub(c.used) > d
}
