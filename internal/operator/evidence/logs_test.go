// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"testing"
)

func TestAddLogsAgreesWithTheStandardLibrary(t *testing.T) {
	check := func(u float64) {
		var acc [gridSize]float64
		addLogs(&acc, &[gridSize]float64{1}, 1, u)
		if want := math.Log1p(u); math.Abs(acc[0]-want) > 5e-16*max(1, math.Abs(want)) {
			t.Errorf("log(1%+v) = %v, want %v", u, acc[0], want)
		}
		if acc[1] != 0 && math.Abs(acc[1]) > 1e-17 {
			t.Errorf("a bet of nothing won %v", acc[1])
		}
	}
	for u := -0.8; u < 40; u += 0.00137 {
		check(u)
	}
	for u := 1e-18; u < 1e9; u *= 1.01 {
		check(u)
		check(max(-0.8, -u))
	}
	// The ends of the table's cells.
	for i := range logCells {
		edge := float64(i) / logCells
		check(edge)
		check(math.Nextafter(edge, -1))
		check(math.Nextafter(edge, 2))
	}
}
