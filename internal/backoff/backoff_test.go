// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package backoff

import (
	"math"
	"testing"
	"time"
)

func TestDelayRisesToItsLimit(t *testing.T) {
	for attempt, want := range map[int]time.Duration{
		-1: time.Second, 0: time.Second, 1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second,
		6: 32 * time.Second, 7: time.Minute, 40: time.Minute, 1000: time.Minute, math.MaxInt: time.Minute,
	} {
		for range 100 {
			if got := Delay(attempt, time.Second, time.Minute); got < want*4/5 || got > want*6/5+1 {
				t.Errorf("attempt %d: %s, want about %s", attempt, got, want)
			}
		}
	}
}

func TestDoublingDoesNotOverflow(t *testing.T) {
	const base, limit = time.Hour, 100 * 365 * 24 * time.Hour
	for attempt := 1; attempt < 100; attempt++ {
		want := min(float64(base)*math.Pow(2, float64(attempt-1)), float64(limit))
		if got := float64(Delay(attempt, base, limit)); got < want*0.79 || got > want*1.21 {
			t.Errorf("attempt %d: %v, want about %v", attempt, time.Duration(got), time.Duration(want))
		}
	}
}

func TestDelaysAreSpread(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 100 {
		seen[Spread(time.Minute)] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d different delays of 100", len(seen))
	}
	if got := Spread(0); got != 0 {
		t.Errorf("no delay became %s", got)
	}
}
