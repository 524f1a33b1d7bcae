// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

//go:build race

package rollout

// orders is how many random orders each story is told in. The race detector makes them
// some ten times slower, and the planner has no goroutines that could race.
const orders = 10
