// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"
)

func TestWhoMakesLeastUseOfTheirPlaceLeaves(t *testing.T) {
	c := clocktesting.NewFakeClock(start)
	p := newPlaces(3, c)
	silent := p.take()
	c.Step(time.Second)
	idle, writer := p.take(), p.take()
	idle.use()
	c.Step(silentFor)
	writer.use()

	left := func(who *place) bool {
		select {
		case <-who.leave:
			return true
		default:
			return false
		}
	}
	for i, want := range []*place{silent, idle} {
		newcomer := p.take()
		if newcomer == nil || !left(want) {
			t.Fatalf("newcomer %d: %v, want the place of %p", i, newcomer, want)
		}
		newcomer.use()
	}
	if p.take() != nil || left(writer) {
		t.Error("a place was taken from somebody who writes")
	}

	// A storm of newcomers, and nobody has gone yet.
	p = newPlaces(3, c)
	n := 0
	for range 100 {
		if p.take() != nil {
			n++
		}
	}
	if n != 6 || p.n() != 6 {
		t.Errorf("%d connections, %d counted; want 3, and 3 on their way out", n, p.n())
	}
}

func TestPlacesAreGivenBack(t *testing.T) {
	p := newPlaces(1, clocktesting.NewFakeClock(start))
	for range 10 {
		old := p.take()
		old.use()
		if p.take() != nil {
			t.Fatal("a place was given twice")
		}
		old.free()
	}
	asked := p.take()
	mine := p.take()
	asked.free()
	mine.use()
	if p.n() != 1 || p.take() != nil {
		t.Errorf("%d connected, want one and no place left", p.n())
	}
	mine.free()
	if p.n() != 0 || p.leaving != 0 {
		t.Errorf("%d connected, %d on their way out, want nobody", p.n(), p.leaving)
	}
}
