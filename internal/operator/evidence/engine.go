// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"math"
)

// side selects the null hypothesis.
type side float64

const (
	// harmSide bets against "not worse than theta".
	harmSide side = 1
	// safeSide bets against "at theta or worse".
	safeSide side = -1
)

// engine is a validated gate in the form the arithmetic needs. Let
//
//	X = d*x                                     absolute kinds
//	X = d*(x-g)/w  or  -d*(x-g)/(1-w)           difference kinds, candidate or stable
//
// with d = +1 when higher is worse and -1 otherwise. The mean of X is then the
// quantity the gate bounds (for the difference kinds: over the random
// assignment, for any baseline g and any course of the day). Harm bets on
// z = X-theta, safe on z = theta-X.
type engine struct {
	kind       Kind
	d          float64
	bets       *[gridSize]float64
	difference bool
}

func newEngine(gate Gate) engine {
	// The version was validated.
	grid, err := gridByVersion(gate.Grid)
	if err != nil {
		grid = &gridV1
	}
	return engine{kind: gate.Kind, d: gate.Direction.sign(), bets: &grid.Bets, difference: gate.Kind.difference()}
}

// scales returns a and b so that X = a*(x-g) for the candidate and b*(x-g) for
// stable.
func (e *engine) scales(s *Segment) (a, b, g float64) {
	if !e.difference {
		return e.d, 0, 0
	}
	return e.d / s.Share, -e.d / (1 - s.Share), s.Baseline
}

// worst returns zmin, the largest loss one conversation can bring. It is taken
// over the possible outcomes, seen or not: with the seen ones only, the bets
// would depend on the data and the guarantee would be gone.
func (e *engine) worst(s *Segment, theta float64, h side) float64 {
	a, b, g := e.scales(s)
	zmin := math.Inf(-1)
	for _, x := range s.values(e.kind) {
		zmin = max(zmin, float64(h)*(theta-a*(x-g)))
		if e.difference {
			zmin = max(zmin, float64(h)*(theta-b*(x-g)))
		}
	}
	return zmin
}

// add adds the log growth of each bet over one segment to acc.
func (e *engine) add(acc *[gridSize]float64, s *Segment, theta float64, h side) {
	zmin := e.worst(s, theta, h)
	a, b, g := e.scales(s)
	for i, x := range s.values(e.kind) {
		e.addCell(acc, s.Cand[i], float64(h)*(a*(x-g)-theta)/zmin)
		if e.difference {
			e.addCell(acc, s.Stable[i], float64(h)*(b*(x-g)-theta)/zmin)
		}
	}
}

// addCell adds n conversations with relative gain u >= -1.
func (e *engine) addCell(acc *[gridSize]float64, n int64, u float64) {
	if n == 0 {
		return
	}
	addLogs(acc, e.bets, float64(n), u)
}

// logE returns the log evidence over all segments, without start points.
func (e *engine) logE(segs []Segment, theta float64, h side) float64 {
	var acc [gridSize]float64
	for k := range segs {
		e.add(&acc, &segs[k], theta, h)
	}
	return mixture(&acc)
}

// logEFromStarts returns the log of sum_k omega_k * E(from segment k on), and
// the log growth of each bet from the first segment on. Segments beyond omega
// have no start point of their own; entries of omega beyond the segments are
// steps not begun, which hold their capital.
func (e *engine) logEFromStarts(segs []Segment, omega []float64, theta float64) (float64, [gridSize]float64) {
	var acc [gridSize]float64
	if len(omega) == 0 {
		omega = plainStart
	}
	var mix logSum
	for k := len(segs); k < len(omega); k++ {
		mix.add(math.Log(omega[k]))
	}
	for k := len(segs) - 1; k >= 0; k-- {
		e.add(&acc, &segs[k], theta, harmSide)
		if k < len(omega) && omega[k] > 0 {
			mix.add(math.Log(omega[k]) + mixture(&acc))
		}
	}
	return mix.value(), acc
}

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

// The gates spend nearly all their time in logarithms of numbers in
// [0.2, 1e8]. addLogs is twice as fast there as math.Log1p, with an error
// below 5e-16 of max(1, |log|). It writes 1+c*u = 2^k * m with m in [1, 2),
// finds the middle a of m's 1/128 of that interval in a table, and sums
//
//	log(1+c*u) = k*log(2) + log(a) + log(1+r),  r = (m-a)/a, |r| < 1/256
//
// where six terms of the last logarithm's series suffice.
const (
	logCells     = 128
	mantissaBits = 52
	mantissaMask = 1<<mantissaBits - 1
	exponentBias = 1023
)

type logCell struct{ middle, inverse, log float64 }

var logTable = newLogTable()

func newLogTable() (table [logCells]logCell) {
	for i := range table {
		a := 1 + (float64(i)+0.5)/logCells
		table[i] = logCell{middle: a, inverse: 1 / a, log: math.Log(a)}
	}
	return table
}

// addLogs adds n*log(1+c_j*u) for every bet c_j to acc_j; u >= -1 and finite.
func addLogs(acc, bets *[gridSize]float64, n, u float64) {
	for j, c := range bets {
		bits := math.Float64bits(1 + c*u)
		k := int64(bits>>mantissaBits) - exponentBias
		cell := &logTable[bits&mantissaMask>>(mantissaBits-7)]
		m := math.Float64frombits(bits&mantissaMask | exponentBias<<mantissaBits)
		// m-middle is exact: both have the same exponent and lie close together.
		r := (m - cell.middle) * cell.inverse
		q := r * r
		series := r - q*(0.5-r*(1.0/3)+q*(0.25-r*(1.0/5)+q*(1.0/6)))
		acc[j] += n * (float64(k)*math.Ln2 + (cell.log + series))
	}
}
