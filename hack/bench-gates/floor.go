// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import "math"

// The floors below are what no valid test can beat on average: a test that
// rejects a true null with probability at most alpha, whenever it looks, needs
// at least log(1/alpha)/KL conversations (Wald), KL being the divergence from
// the nearest distribution of the null.

// logInverse is log(1/alpha).
var logInverse = -math.Log(errorRate)

// kl is the divergence between two yes/no outcomes, in nats.
func kl(p, q float64) float64 {
	term := func(a, b float64) float64 {
		if a == 0 {
			return 0
		}
		return a * math.Log(a/b)
	}
	return term(p, q) + term(1-p, 1-q)
}

// limitFloor is in candidate conversations.
func limitFloor(rate, limit float64) float64 { return logInverse / kl(rate, limit) }

// marginFloor is in conversations of both tracks. The nearest null has some
// stable rate q and the candidate at q+margin.
func marginFloor(cand, stable, margin, share float64) float64 {
	divergence := minimise(1e-9, 1-margin-1e-9, func(q float64) float64 {
		return share*kl(cand, q+margin) + (1-share)*kl(stable, q)
	})
	return logInverse / divergence
}

// meanFloor is in ratings: the growth of the best constant bet on target-x.
func meanFloor(values, prob []float64, target float64) float64 {
	growth := -minimise(0, 1/(1-target)-1e-9, func(bet float64) float64 {
		var g float64
		for i, x := range values {
			g += prob[i] * math.Log1p(bet*(target-x))
		}
		return -g
	})
	return logInverse / growth
}

// minimise finds the least value of a convex function by golden section.
func minimise(lo, hi float64, f func(float64) float64) float64 {
	const golden = 0.6180339887498949
	for range 120 {
		a, b := hi-golden*(hi-lo), lo+golden*(hi-lo)
		if f(a) < f(b) {
			hi = b
		} else {
			lo = a
		}
	}
	return f((lo + hi) / 2)
}
