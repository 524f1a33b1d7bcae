// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/network"
)

// Bounds of what customers may send.
const (
	// MaxBodyBytes of a request, and of a WebSocket message.
	MaxBodyBytes = 16 << 10
	// MaxTextCharacters of a customer's message, as people count them, and MaxTextBytes, which
	// as many characters of any script have.
	MaxTextCharacters = 4000
	MaxTextBytes      = 12_000
	// MaxKeyBytes of a customer's key and of a message id.
	MaxKeyBytes = 128
	// MaxTierBytes of a tier, and MaxLocaleBytes of a locale.
	MaxTierBytes   = 40
	MaxLocaleBytes = 35
)

// Limits are those that both kinds of channels share.
type Limits struct {
	// Customers bounds what each customer sends, Openings the conversations that begin.
	Customers *edge.Limiter
	Openings  *edge.Openings
	Shed      *edge.Shed
	// TrustedProxies are the networks of proxies whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
}

// network is that of a request's client; without known no limit is tied to it.
func (l Limits) network(r *http.Request) (client netip.Prefix, known bool) {
	return network.ClientNetwork(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","), l.TrustedProxies)
}

// customer limits customers separately on each channel: a caller that may speak for a customer
// on one cannot use up the customer's limit on another.
func (l Limits) customer(channel, customer string, now time.Time) error {
	wait, ok := l.Customers.Allow(channel+"/"+customer, now)
	if ok {
		return nil
	}
	l.Shed.Count(edge.ReasonCustomer)
	return &Failure{
		Status: http.StatusTooManyRequests, RetryAfter: wait, Reason: ReasonTooFast,
		Message: "this customer sends too fast: wait and try again",
	}
}

// answered takes the bot's replies from the share of the store that the client network has.
func (l Limits) answered(client netip.Prefix, known bool, out *dialogue.Outcome, now time.Time) {
	if !out.Changed {
		return // the message came again
	}
	text := 0
	for _, reply := range out.Replies {
		text += len(reply.Text)
	}
	l.Openings.Answered(client, known, text, now)
}

// refused is the answer to what is shed; nil: nothing is.
func refused(r *edge.Refusal) error {
	if r == nil {
		return nil
	}
	f := &Failure{Status: http.StatusTooManyRequests, RetryAfter: r.RetryAfter, Reason: ReasonBusy}
	switch r.Reason {
	case edge.ReasonStoreSize:
		f.Status, f.Message = http.StatusServiceUnavailable, "the bot has no room for more at the moment: try again"
	case edge.ReasonNetworkStore:
		f.Message = "too much was written in this network: wait and try again"
	case edge.ReasonNetwork:
		f.Message = "too many conversations began in this network: wait and try again"
	default:
		f.Message = "too many conversations begin at the moment: wait and try again"
	}
	return f
}

// tooMuchWork is the answer to what finds no slot.
func tooMuchWork() error {
	return &Failure{
		Status: http.StatusServiceUnavailable, RetryAfter: retryUnavailable, Reason: ReasonBusy,
		Message: "too many requests at the same time: try again",
	}
}

// idleAfter is how long a customer who wrote keeps the connection when others want it.
const idleAfter = time.Minute

// connectionLimiter bounds the browsers that are connected. When all slots are taken, a newcomer
// gets the slot of the least active browser: first of those that never wrote, then of those that
// were silent for longest. So tabs that are left open keep no customer out, and neither does a
// client that connects again and again. One client network has a tenth of the slots at most, where
// networks are known.
type connectionLimiter struct {
	clock clock.PassiveClock
	max   int

	mu    sync.Mutex
	taken map[*slot]struct{}
	// networks counts the slots of each that is known and not leaving.
	networks map[netip.Prefix]int
	// writes are the slots of those who wrote, by conversation: whoever opens one conversation in
	// many browsers keeps one slot by it.
	writes map[string]*slot
	// leaving is how many were asked to leave and are still connected.
	leaving int
}

// slot of one browser.
type slot struct {
	limiter    *connectionLimiter
	lastActive time.Time // of the last message, or of the connection
	wrote      bool
	writesIn   string // the conversation, of one who wrote
	evicted    bool
	leave      chan struct{} // closed when the slot is evicted
	network    netip.Prefix  // not valid: it is not known
}

func newConnectionLimiter(n int, c clock.PassiveClock) *connectionLimiter {
	return &connectionLimiter{max: n, clock: c, taken: map[*slot]struct{}{}, networks: map[netip.Prefix]int{}, writes: map[string]*slot{}}
}

// minPerNetwork is how many slots one client network may have in any case.
const minPerNetwork = 10

// refusal says why a newcomer of a network would get no slot, and asks nobody to leave.
func (l *connectionLimiter) refusal(client netip.Prefix) edge.Reason {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.why(client, l.clock.Now())
}

// acquire returns a slot, or why there is none. At most max of those that are connected are
// asked to leave at the same time. The network is not valid if it is not known.
func (l *connectionLimiter) acquire(client netip.Prefix) (*slot, edge.Reason) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if reason := l.why(client, now); reason != "" {
		return nil, reason
	}
	if l.networkIsFull(client) {
		l.evict(l.leastActive(now, client))
	}
	if l.isFull() {
		l.evict(l.leastActive(now, netip.Prefix{}))
	}
	s := &slot{limiter: l, lastActive: now, leave: make(chan struct{}), network: client}
	l.taken[s] = struct{}{}
	if client.IsValid() {
		l.networks[client]++
	}
	return s, ""
}

// why there is no slot for a newcomer, not even that of somebody else; empty: there is one.
func (l *connectionLimiter) why(client netip.Prefix, now time.Time) edge.Reason {
	switch {
	case l.networkIsFull(client) && l.leastActive(now, client) == nil:
		return edge.ReasonNetwork
	case l.isFull() && l.leastActive(now, netip.Prefix{}) == nil:
		return edge.ReasonChats
	}
	return ""
}

func (l *connectionLimiter) isFull() bool { return len(l.taken)-l.leaving >= l.max }

func (l *connectionLimiter) networkIsFull(client netip.Prefix) bool {
	return client.IsValid() && l.networks[client] >= max(l.max/10, minPerNetwork)
}

// leastActive is the browser that gives way to a newcomer, of a network if that is valid; nil:
// there is none that may be asked to.
func (l *connectionLimiter) leastActive(now time.Time, among netip.Prefix) *slot {
	if l.leaving >= l.max {
		return nil
	}
	var least *slot
	for other := range l.taken {
		if !other.evicted && (!among.IsValid() || other.network == among) &&
			(!other.wrote || now.Sub(other.lastActive) >= idleAfter) && (least == nil || other.lessActive(least)) {
			least = other
		}
	}
	return least
}

// evict asks a browser to leave.
func (l *connectionLimiter) evict(s *slot) {
	s.evicted = true
	l.leaving++
	l.forget(s)
	close(s.leave)
}

// forget takes a slot from its network's number.
func (l *connectionLimiter) forget(s *slot) {
	if !s.network.IsValid() {
		return
	}
	if l.networks[s.network]--; l.networks[s.network] == 0 {
		delete(l.networks, s.network)
	}
}

// lessActive reports whether a browser is evicted before another.
func (s *slot) lessActive(other *slot) bool {
	if s.wrote != other.wrote {
		return !s.wrote
	}
	return s.lastActive.Before(other.lastActive)
}

// touch notes when the customer last wrote a message in a conversation that the bot accepted.
// Nothing else keeps the slot. Another slot that the conversation kept is kept no longer.
func (s *slot) touch(conversation string, at time.Time) {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	s.limiter.silence(s)
	if other := s.limiter.writes[conversation]; other != nil {
		s.limiter.silence(other)
	}
	s.limiter.writes[conversation] = s
	s.wrote, s.writesIn, s.lastActive = true, conversation, at
}

// silence makes a slot that of a browser that never wrote.
func (l *connectionLimiter) silence(s *slot) {
	if s.wrote {
		delete(l.writes, s.writesIn)
		s.wrote, s.writesIn = false, ""
	}
}

// release gives the slot back.
func (s *slot) release() {
	s.limiter.mu.Lock()
	defer s.limiter.mu.Unlock()
	delete(s.limiter.taken, s)
	s.limiter.silence(s)
	if s.evicted {
		s.limiter.leaving--
		return
	}
	s.limiter.forget(s)
}

// count is how many browsers are connected.
func (l *connectionLimiter) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.taken)
}
