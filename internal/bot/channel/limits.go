// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
	"k8s.io/utils/clock"
)

// Bounds of what customers may send.
const (
	// MaxBodyBytes of a request, and of a WebSocket message.
	MaxBodyBytes = 16 << 10
	// MaxTextRunes of a customer's message.
	MaxTextRunes = 4000
	// MaxKeyBytes of a customer's key and of a message id.
	MaxKeyBytes = 128
	// MaxTierBytes of a tier, and MaxLocaleBytes of a locale.
	MaxTierBytes   = 40
	MaxLocaleBytes = 35
	// maxLimited is how many customers' rates are remembered; the customer who wrote least
	// recently is forgotten first.
	maxLimited = 10_000
)

// Limiter bounds the rate of each customer with a bucket of tokens.
type Limiter struct {
	perSecond rate.Limit
	burst     int

	mu        sync.Mutex
	customers map[string]*list.Element
	recent    *list.List // of *limited, the most recent first
}

type limited struct {
	customer string
	bucket   *rate.Limiter
}

// NewLimiter allows each customer burst requests at once and perSecond on average.
func NewLimiter(perSecond float64, burst int) *Limiter {
	return &Limiter{
		perSecond: rate.Limit(perSecond), burst: burst,
		customers: map[string]*list.Element{}, recent: list.New(),
	}
}

// Allow takes a token of the customer's bucket. When there is none, it returns how long to wait.
func (l *Limiter) Allow(customer string, now time.Time) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, known := l.customers[customer]
	if !known {
		e = l.recent.PushFront(&limited{customer: customer, bucket: rate.NewLimiter(l.perSecond, l.burst)})
		l.customers[customer] = e
		if l.recent.Len() > maxLimited {
			oldest := l.recent.Remove(l.recent.Back()).(*limited)
			delete(l.customers, oldest.customer)
		}
	}
	l.recent.MoveToFront(e)
	reservation := e.Value.(*limited).bucket.ReserveN(now, 1)
	if wait := reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// idleAfter is how long a customer who wrote keeps the connection when others want it.
const idleAfter = time.Minute

// connectionLimiter bounds the browsers that are connected. When all slots are taken, a newcomer
// gets the slot of the least active browser: first of those that never wrote, then of those that
// were silent for longest. So tabs that are left open keep no customer out, and neither does a
// client that connects again and again. Addresses would not tell clients apart: behind a proxy
// they are all the same.
type connectionLimiter struct {
	clock clock.PassiveClock
	max   int

	mu    sync.Mutex
	taken map[*slot]struct{}
	// leaving is how many were asked to leave and are still connected.
	leaving int
}

// slot of one browser.
type slot struct {
	limiter    *connectionLimiter
	lastActive time.Time // of the last message, or of the connection
	wrote      bool
	evicted    bool
	leave      chan struct{} // closed when the slot is evicted
}

func newConnectionLimiter(n int, c clock.PassiveClock) *connectionLimiter {
	return &connectionLimiter{max: n, clock: c, taken: map[*slot]struct{}{}}
}

// acquire returns a slot, or nil when there is none. At most max of those that are connected
// are asked to leave at the same time.
func (l *connectionLimiter) acquire() *slot {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if len(l.taken)-l.leaving >= l.max && (l.leaving >= l.max || !l.evict(now)) {
		return nil
	}
	s := &slot{limiter: l, lastActive: now, leave: make(chan struct{})}
	l.taken[s] = struct{}{}
	return s
}

// evict asks the least active browser to leave, if there is one that may be asked.
func (l *connectionLimiter) evict(now time.Time) bool {
	var least *slot
	for other := range l.taken {
		if !other.evicted && (!other.wrote || now.Sub(other.lastActive) >= idleAfter) && (least == nil || other.lessActive(least)) {
			least = other
		}
	}
	if least == nil {
		return false
	}
	least.evicted = true
	l.leaving++
	close(least.leave)
	return true
}

// lessActive reports whether a browser is evicted before another.
func (s *slot) lessActive(other *slot) bool {
	if s.wrote != other.wrote {
		return !s.wrote
	}
	return s.lastActive.Before(other.lastActive)
}

// touch notes that the customer wrote, or came back to what they wrote.
func (s *slot) touch() {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	s.wrote, s.lastActive = true, s.limiter.clock.Now()
}

// release gives the slot back.
func (s *slot) release() {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	delete(s.limiter.taken, s)
	if s.evicted {
		s.limiter.leaving--
	}
}

// count is how many browsers are connected.
func (l *connectionLimiter) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.taken)
}
