// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"context"
	"sync"
	"time"
)

// pace lets one caller go at a rate that may change at any time.
type pace struct {
	mu        sync.Mutex
	perSecond float64
	next      time.Time     // when the next may go
	changed   chan struct{} // closed when the rate changes
}

func newPace(perSecond float64) *pace {
	return &pace{perSecond: perSecond, next: time.Now(), changed: make(chan struct{})}
}

func (p *pace) set(perSecond float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.perSecond, p.next = perSecond, time.Now()
	close(p.changed)
	p.changed = make(chan struct{})
}

// wait returns when the next may go, or the error of ctx. A caller that comes late goes at
// once, and the time it lost is made up for, but for no more than a second.
func (p *pace) wait(ctx context.Context) error {
	for {
		p.mu.Lock()
		rate, changed := p.perSecond, p.changed
		now := time.Now()
		if rate > 0 && !p.next.After(now) {
			if behind := now.Add(-time.Second); p.next.Before(behind) {
				p.next = behind
			}
			p.next = p.next.Add(time.Duration(float64(time.Second) / rate))
			p.mu.Unlock()
			return ctx.Err()
		}
		wait := p.next.Sub(now)
		p.mu.Unlock()

		var due <-chan time.Time
		if rate > 0 {
			due = time.After(wait)
		}
		select {
		case <-due:
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
