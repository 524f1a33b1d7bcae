// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"
)

func TestTheLeastActiveConnectionIsEvicted(t *testing.T) {
	c := clocktesting.NewFakeClock(start)
	l := newConnectionLimiter(3, c)
	silent := l.acquire()
	c.Step(time.Second)
	idle, writer := l.acquire(), l.acquire()
	idle.touch()
	c.Step(idleAfter)
	writer.touch()

	askedToLeave := func(s *slot) bool {
		select {
		case <-s.leave:
			return true
		default:
			return false
		}
	}
	for i, want := range []*slot{silent, idle} {
		newcomer := l.acquire()
		if newcomer == nil || !askedToLeave(want) {
			t.Fatalf("newcomer %d: %v, want the slot of %p", i, newcomer, want)
		}
		newcomer.touch()
	}
	if l.acquire() != nil || askedToLeave(writer) {
		t.Error("a customer who writes was evicted")
	}

	// Many newcomers, before any of the evicted has left.
	l = newConnectionLimiter(3, c)
	n := 0
	for range 100 {
		if l.acquire() != nil {
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
		s := l.acquire()
		s.touch()
		if l.acquire() != nil {
			t.Fatal("a slot was given twice")
		}
		s.release()
	}
	evicted := l.acquire()
	s := l.acquire()
	evicted.release()
	s.touch()
	if l.count() != 1 || l.acquire() != nil {
		t.Errorf("%d connected, want one and no free slot", l.count())
	}
	s.release()
	if l.count() != 0 || l.leaving != 0 {
		t.Errorf("%d connected, %d asked to leave, want none", l.count(), l.leaving)
	}
}
