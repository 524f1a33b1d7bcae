// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"net/netip"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"

	"github.com/intentops/intentops/internal/bot/edge"
)

// acquire is for a browser whose network is not known.
func acquire(l *connectionLimiter) *slot {
	s, _ := l.acquire(netip.Prefix{})
	return s
}

func TestOneNetworkHasATenthOfTheChats(t *testing.T) {
	c := clocktesting.NewFakeClock(start)
	l := newConnectionLimiter(200, c)
	greedy, other := netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.51.100.0/24")
	var first *slot
	for i := range 20 {
		s, reason := l.acquire(greedy)
		if s == nil {
			t.Fatalf("chat %d: %s", i, reason)
		}
		if s.touch(c.Now()); first == nil {
			first = s
		}
	}
	if s, reason := l.acquire(greedy); s != nil || reason != edge.ReasonNetwork {
		t.Errorf("one more than a tenth: %v, %q", s, reason)
	}
	if s, _ := l.acquire(other); s == nil {
		t.Error("another network is kept out")
	}
	c.Step(idleAfter)
	if s, _ := l.acquire(greedy); s == nil || !first.evicted && l.leaving != 1 {
		t.Errorf("when the network's own are silent: %v, %d leave", s, l.leaving)
	}
	first.release()
	if l.networks[greedy] > 20 || l.networks[other] != 1 {
		t.Errorf("counted %v", l.networks)
	}
}

func TestTheLeastActiveConnectionIsEvicted(t *testing.T) {
	c := clocktesting.NewFakeClock(start)
	l := newConnectionLimiter(3, c)
	silent := acquire(l)
	c.Step(time.Second)
	idle, writer := acquire(l), acquire(l)
	idle.touch(c.Now())
	c.Step(idleAfter)
	writer.touch(c.Now())

	askedToLeave := func(s *slot) bool {
		select {
		case <-s.leave:
			return true
		default:
			return false
		}
	}
	for i, want := range []*slot{silent, idle} {
		newcomer := acquire(l)
		if newcomer == nil || !askedToLeave(want) {
			t.Fatalf("newcomer %d: %v, want the slot of %p", i, newcomer, want)
		}
		newcomer.touch(c.Now())
	}
	if acquire(l) != nil || askedToLeave(writer) {
		t.Error("a customer who writes was evicted")
	}

	// Many newcomers, before any of the evicted has left.
	l = newConnectionLimiter(3, c)
	n := 0
	for range 100 {
		if acquire(l) != nil {
			n++
		}
	}
	if n != 6 || l.count() != 6 {
		t.Errorf("%d connections, %d counted; want 3, and 3 that were asked to leave", n, l.count())
	}
}

func TestAConnectionIsGivenBack(t *testing.T) {
	l := newConnectionLimiter(1, clocktesting.NewFakeClock(start))
	for range 10 {
		s := acquire(l)
		s.touch(start)
		if acquire(l) != nil {
			t.Fatal("a slot was given twice")
		}
		s.release()
	}
	evicted := acquire(l)
	s := acquire(l)
	evicted.release()
	s.touch(start)
	if l.count() != 1 || acquire(l) != nil {
		t.Errorf("%d connected, want one and no free slot", l.count())
	}
	s.release()
	if l.count() != 0 || l.leaving != 0 {
		t.Errorf("%d connected, %d asked to leave, want none", l.count(), l.leaving)
	}
}
