// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "math"

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
