// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "math"

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
