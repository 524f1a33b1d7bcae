// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
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
		if s.touch(fmt.Sprintf("%p", s), c.Now()); first == nil {
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

// TestOneConversationKeepsOnePlace: a message is worth one place, in however many browsers the
// conversation is opened afterwards.
func TestOneConversationKeepsOnePlace(t *testing.T) {
	c := clocktesting.NewFakeClock(start)
	l := newConnectionLimiter(3, c)
	first, second := acquire(l), acquire(l)
	first.touch("one", c.Now())
	second.touch("one", c.Now())
	third := acquire(l)
	third.touch("one", c.Now())
	for i := range 2 {
		newcomer := acquire(l)
		if newcomer == nil {
			t.Fatalf("newcomer %d is kept out by one conversation", i)
		}
		newcomer.touch(fmt.Sprint("newcomer ", i), c.Now())
	}
	if acquire(l) != nil || third.evicted || !first.evicted || !second.evicted {
		t.Errorf("left: %t %t %t, want the older two of the conversation", first.evicted, second.evicted, third.evicted)
	}
	third.touch("another", c.Now())
	third.release()
	if len(l.writes) != 2 {
		t.Errorf("%d conversations keep a place, want those of the newcomers", len(l.writes))
	}
}

func TestTheLeastActiveConnectionIsEvicted(t *testing.T) {
	c := clocktesting.NewFakeClock(start)
	l := newConnectionLimiter(3, c)
	silent := acquire(l)
	c.Step(time.Second)
	idle, writer := acquire(l), acquire(l)
	idle.touch(fmt.Sprintf("%p", idle), c.Now())
	c.Step(idleAfter)
	writer.touch(fmt.Sprintf("%p", writer), c.Now())

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
		newcomer.touch(fmt.Sprintf("%p", newcomer), c.Now())
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
		s.touch(fmt.Sprintf("%p", s), start)
		if acquire(l) != nil {
			t.Fatal("a slot was given twice")
		}
		s.release()
	}
	evicted := acquire(l)
	s := acquire(l)
	evicted.release()
	s.touch(fmt.Sprintf("%p", s), start)
	if l.count() != 1 || acquire(l) != nil {
		t.Errorf("%d connected, want one and no free slot", l.count())
	}
	s.release()
	if l.count() != 0 || l.leaving != 0 {
		t.Errorf("%d connected, %d asked to leave, want none", l.count(), l.leaving)
	}
}
