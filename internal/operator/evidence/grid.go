// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "math"

// gridSize is the number of bets. It is part of what a grid version pins.
const gridSize = 10

// CurrentGrid is the version a new rollout pins. A running rollout keeps the
// version it started with: changing the bets after seeing data would void the
// error rate.
const CurrentGrid = "v1"

// Grid is a versioned set of bets with equal prior weights 1/len(Bets). A bet c
// stakes the fraction c of the capital a single worst outcome could take, so
// 0 < c < 1 keeps the capital positive. Small bets find small effects after
// long, large bets find disasters at once; the mixture pays only log(10).
type Grid struct {
	Version string
	Bets    [gridSize]float64
}

// gridV1 is c_j = 0.02 * 40^(j/9), written out: the values must not depend on
// the platform's Pow.
var gridV1 = Grid{
	Version: "v1",
	Bets: [gridSize]float64{
		0.02,
		0.03013260380589335,
		0.04539869060614692,
		0.06839903786706787,
		0.10305205543763264,
		0.15526133789425714,
		0.23392141905702926,
		0.3524330721078907,
		0.5309863064960456,
		0.8,
	},
}

// GridByVersion returns the pinned grid. The empty string means CurrentGrid; an
// unknown version is an error naming the field "grid".
func GridByVersion(version string) (Grid, error) {
	g, err := gridByVersion(version)
	if err != nil {
		return Grid{}, err
	}
	return *g, nil
}

func gridByVersion(version string) (*Grid, error) {
	switch version {
	case "", gridV1.Version:
		return &gridV1, nil
	default:
		return nil, fieldErrorf("grid", "version %q is not known to this build", version)
	}
}

// logGridSize is the price of not knowing the effect: each bet starts with a
// tenth of the capital.
var logGridSize = math.Log(gridSize)

// mixture returns the logarithm of the capital summed over the bets, given each
// bet's own log growth.
func mixture(acc *[gridSize]float64) float64 {
	top := acc[0]
	for _, a := range acc[1:] {
		top = max(top, a)
	}
	var sum float64
	for _, a := range acc {
		sum += math.Exp(a - top)
	}
	return top + math.Log(sum) - logGridSize
}
