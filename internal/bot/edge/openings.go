// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Openings bounds the conversations that begin: in a minute, from all clients and from each
// client network, and while the store is near its size or a network has used up its share of it.
// Conversations that have begun go on for longer.
type Openings struct {
	total     *rate.Limiter
	byNetwork *Limiter
	share     *Share
	store     func() StoreLevel
	shed      *Shed

	mu sync.Mutex
}

// StoreLevel is how much of its size the store uses.
type StoreLevel int

// The levels.
const (
	// StoreRoomy: there is room for new conversations.
	StoreRoomy StoreLevel = iota
	// StoreTight: what is left is for conversations that have begun.
	StoreTight
	// StoreFull: customers' messages are refused, too. What is left is for what is due.
	StoreFull
)

const (
	// tightPercent and fullPercent of the store's size begin a level.
	tightPercent = 80
	fullPercent  = 95
)

// LevelOf is the level of a store of that size; size 0 has no bound.
func LevelOf(used, size uint64) StoreLevel {
	switch {
	case size == 0 || used < size/100*tightPercent:
		return StoreRoomy
	case used < size/100*fullPercent:
		return StoreTight
	}
	return StoreFull
}

// Refusal says why something is shed, and when it is worth another try.
type Refusal struct {
	Reason     Reason
	RetryAfter time.Duration
}

// storeRetry is when a store that is nearly full is worth another try: conversations expire.
const storeRetry = time.Minute

// NewOpenings allows perMinute conversations to begin, and perNetwork in each known network. With
// no share, networks take of the store what they like.
func NewOpenings(perMinute, perNetwork int, share *Share, store func() StoreLevel, shed *Shed) *Openings {
	return &Openings{
		total:     rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute),
		byNetwork: NewLimiter(float64(perNetwork)/60, perNetwork),
		share:     share, store: store, shed: shed,
	}
}

// Open asks for one more conversation; nil: it may begin. A nil Openings has no bounds.
func (o *Openings) Open(network netip.Prefix, known bool, now time.Time) *Refusal {
	if o == nil {
		return nil
	}
	if o.store() != StoreRoomy {
		return o.refuse(ReasonStoreSize, storeRetry)
	}
	// The network first: what it is refused takes nothing from others.
	if known {
		if wait, ok := o.byNetwork.Allow(network.String(), now); !ok {
			return o.refuse(ReasonNetwork, wait)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if wait, ok := take(o.total, now); !ok {
		return o.refuse(ReasonNewConversations, wait)
	}
	return nil
}

// Write asks for one more message in a conversation; nil: it may be written.
func (o *Openings) Write() *Refusal {
	if o == nil || o.store() != StoreFull {
		return nil
	}
	return o.refuse(ReasonStoreSize, storeRetry)
}

// Begin asks whether the store has room for a conversation of a client network; nil: it has. It is
// asked besides Open, about those whose network is their own.
func (o *Openings) Begin(network netip.Prefix, known bool, now time.Time) *Refusal {
	if o == nil || o.share == nil || !known {
		return nil
	}
	if wait, ok := o.share.begin(network, now); !ok {
		return o.refuse(ReasonNetworkStore, wait)
	}
	return nil
}

// Keep asks, besides Write, whether the store has room for a message of a client network with so
// many bytes of text; nil: it has.
func (o *Openings) Keep(network netip.Prefix, known bool, text int, now time.Time) *Refusal {
	if o == nil || o.share == nil || !known {
		return nil
	}
	if wait, ok := o.share.write(network, text, now); !ok {
		return o.refuse(ReasonNetworkStore, wait)
	}
	return nil
}

// Answered takes room for replies with so many bytes of text, which nobody knew before.
func (o *Openings) Answered(network netip.Prefix, known bool, text int, now time.Time) {
	if o != nil && o.share != nil && known {
		o.share.answered(network, text, now)
	}
}

func (o *Openings) refuse(reason Reason, wait time.Duration) *Refusal {
	o.shed.Count(reason)
	return &Refusal{Reason: reason, RetryAfter: max(wait, time.Second)}
}
