// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package backoff says after how long what failed is tried again.
package backoff

import (
	"math/rand/v2"
	"time"
)

// Delay before the next attempt, after the attempt of that number, from 1: base, doubled with
// each attempt, at most limit, and then spread.
func Delay(attempt int, base, limit time.Duration) time.Duration {
	d := limit
	if shift := max(attempt, 1) - 1; shift < 63 && base <= limit>>shift {
		d = base << shift
	}
	return Spread(d)
}

// Spread gives or takes up to a fifth of a delay, so that what failed together, and pods, do
// not come back together.
func Spread(d time.Duration) time.Duration {
	return d - d/5 + rand.N(2*d/5+1)
}
