// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

//go:build !race

package rollout

// orders is how many random orders each story is told in.
const orders = 100
