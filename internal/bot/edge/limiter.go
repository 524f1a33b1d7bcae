// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxLimited is how many keys' rates a Limiter remembers; the one that came least recently is
// forgotten first.
const maxLimited = 10_000

// Limiter bounds the rate of each key, such as a customer, with a bucket of tokens.
type Limiter struct {
	perSecond rate.Limit
	burst     int

	mu     sync.Mutex
	known  map[string]*list.Element
	recent *list.List // of *limited, the most recent first
}

type limited struct {
	key    string
	bucket *rate.Limiter
}

// NewLimiter allows each key burst requests at once and perSecond on average.
func NewLimiter(perSecond float64, burst int) *Limiter {
	return &Limiter{perSecond: rate.Limit(perSecond), burst: burst, known: map[string]*list.Element{}, recent: list.New()}
}

// Allow takes a token of the key's bucket. When there is none, it returns how long to wait.
func (l *Limiter) Allow(key string, now time.Time) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return take(l.bucket(key), now)
}

// Empty reports whether the key's bucket is empty, without taking from it.
func (l *Limiter) Empty(key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, known := l.known[key]
	return known && e.Value.(*limited).bucket.TokensAt(now) < 1
}

func (l *Limiter) bucket(key string) *rate.Limiter {
	e, known := l.known[key]
	if !known {
		e = l.recent.PushFront(&limited{key: key, bucket: rate.NewLimiter(l.perSecond, l.burst)})
		l.known[key] = e
		if l.recent.Len() > maxLimited {
			oldest := l.recent.Remove(l.recent.Back()).(*limited)
			delete(l.known, oldest.key)
		}
	}
	l.recent.MoveToFront(e)
	return e.Value.(*limited).bucket
}

func take(bucket *rate.Limiter, now time.Time) (time.Duration, bool) {
	reservation := bucket.ReserveN(now, 1)
	if wait := reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return wait, false
	}
	return 0, true
}
