// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// The bets are a promise to rollouts already running: a change needs a new
// version.
func TestGridV1IsPinned(t *testing.T) {
	for _, version := range []string{"", "v1", CurrentGrid} {
		grid, err := GridByVersion(version)
		if err != nil {
			t.Fatal(err)
		}
		if grid.Version != "v1" {
			t.Errorf("version %q", grid.Version)
		}
		for j, c := range grid.Bets {
			wantClose(t, "bet", c, 0.02*math.Pow(40, float64(j)/9), 1e-14)
		}
	}
	if _, err := GridByVersion("v0"); err == nil {
		t.Error("an unknown version was accepted")
	}
}

func TestCallersCannotChangeTheGrid(t *testing.T) {
	grid, err := GridByVersion("v1")
	if err != nil {
		t.Fatal(err)
	}
	grid.Bets[0] = 0.5
	if again, _ := GridByVersion("v1"); again.Bets[0] != 0.02 {
		t.Errorf("the pinned bet became %v", again.Bets[0])
	}
}

// An independent method, the beta mixture truncated to (limit, 1), tells the
// same story: wherever one is convinced, the other is not far from it.
func TestGridAgreesWithABetaMixture(t *testing.T) {
	const limit, tau = 0.3, 0.1
	k := limit*(1-limit)/(tau*tau) - 1
	a, b := k*limit, k*(1-limit)
	// The upper tail is taken as I(b, a, 1-x): as 1-I(a, b, x) it would stop at 1e-16.
	upper := func(a, b float64) float64 { return math.Log(mathext.RegIncBeta(b, a, 1-limit)) }
	betaMixture := func(s, n int64) float64 {
		x, y := float64(s), float64(n-s)
		return mathext.Lbeta(x+a, y+b) - mathext.Lbeta(a, b) + upper(x+a, y+b) - upper(a, b) -
			x*math.Log(limit) - y*math.Log(1-limit)
	}
	for _, n := range []int64{50, 200, 1000, 5000} {
		for _, rate := range []float64{0.35, 0.4, 0.5} {
			s := int64(rate * float64(n))
			grid, _ := mustWeigh(t, escalationLimit(limit), []Segment{yesNoSegment(s, n)}, nil)
			if want := betaMixture(s, n); math.Abs(grid-want) > 2+0.15*math.Abs(want) {
				t.Errorf("%d of %d: grid %v, beta mixture %v", s, n, grid, want)
			}
		}
	}
}
