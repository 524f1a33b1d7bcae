// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"sync"
	"time"

	"k8s.io/utils/clock"
)

// silentFor is how long a customer who wrote keeps their place when others want it.
const silentFor = time.Minute

// places bounds the browsers that are connected. When all places are taken, the newcomer gets
// that of whoever makes least use of it: first of those who never wrote, then of those who
// were silent for longest. So tabs that are left open shut nobody out, and neither does one
// client that connects again and again. Addresses would not tell clients apart: behind a
// proxy they are all the same.
type places struct {
	clock clock.PassiveClock
	max   int

	mu    sync.Mutex
	taken map[*place]struct{}
	// leaving are those who were asked to go and have not gone yet.
	leaving int
}

// place of one browser.
type place struct {
	in    *places
	since time.Time // of the last message, or of the connection
	wrote bool
	gone  bool // asked to leave
	leave chan struct{}
}

func newPlaces(n int, c clock.PassiveClock) *places {
	return &places{max: n, clock: c, taken: map[*place]struct{}{}}
}

// take returns a place, or nil when there is none. At most as many as there are places are on
// their way out.
func (p *places) take() *place {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	if len(p.taken)-p.leaving >= p.max && (p.leaving >= p.max || !p.free(now)) {
		return nil
	}
	mine := &place{in: p, since: now, leave: make(chan struct{})}
	p.taken[mine] = struct{}{}
	return mine
}

// free asks one to leave.
func (p *places) free(now time.Time) bool {
	var least *place
	for other := range p.taken {
		if !other.gone && (!other.wrote || now.Sub(other.since) >= silentFor) && (least == nil || other.before(least)) {
			least = other
		}
	}
	if least == nil {
		return false
	}
	least.gone = true
	p.leaving++
	close(least.leave)
	return true
}

// before tells whether one is to leave before another.
func (p *place) before(other *place) bool {
	if p.wrote != other.wrote {
		return !p.wrote
	}
	return p.since.Before(other.since)
}

// use notes that the customer wrote, or came back to what they wrote.
func (p *place) use() {
	p.in.mu.Lock()
	defer p.in.mu.Unlock()
	p.wrote, p.since = true, p.in.clock.Now()
}

// free gives the place back.
func (p *place) free() {
	p.in.mu.Lock()
	defer p.in.mu.Unlock()
	delete(p.in.taken, p)
	if p.gone {
		p.in.leaving--
	}
}

// n is how many browsers are connected.
func (p *places) n() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.taken)
}
