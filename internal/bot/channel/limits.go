// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
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
	// maxLimited is how many customers' rates are remembered; the one that wrote least
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

// NewLimiter lets each customer do burst things at once and perSecond on average.
func NewLimiter(perSecond float64, burst int) *Limiter {
	return &Limiter{
		perSecond: rate.Limit(perSecond), burst: burst,
		customers: map[string]*list.Element{}, recent: list.New(),
	}
}

// Allow takes a token of the customer's. When there is none, it tells how long to wait.
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
