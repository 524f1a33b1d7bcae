// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"fmt"
	"testing"
	"time"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestTheLimiterForgetsTheLeastRecentCustomer(t *testing.T) {
	l := NewLimiter(1, 1)
	for i := range 3 * maxLimited {
		if _, ok := l.Allow("first", start.Add(time.Duration(i)*time.Hour)); !ok {
			t.Fatal("a customer who waits for an hour is refused")
		}
		l.Allow(fmt.Sprint(i), start.Add(time.Duration(i)*time.Hour))
	}
	if len(l.known) > maxLimited || l.recent.Len() != len(l.known) {
		t.Errorf("%d customers are remembered, %d in order", len(l.known), l.recent.Len())
	}
	if _, known := l.known["first"]; !known {
		t.Error("the customer who writes all the time was forgotten")
	}
	if wait, ok := l.Allow(fmt.Sprint(3*maxLimited-1), start.Add(time.Duration(3*maxLimited-1)*time.Hour)); ok || wait != time.Second {
		t.Errorf("second at once: %t, wait %s", ok, wait)
	}
}
