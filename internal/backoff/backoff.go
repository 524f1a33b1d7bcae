// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package backoff computes the delays between attempts.
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

// Spread varies a delay by up to a fifth, so that pods, and operations that failed together, do not
// retry together.
func Spread(d time.Duration) time.Duration {
	return d - d/5 + rand.N(2*d/5+1)
}
