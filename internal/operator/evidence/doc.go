// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package evidence weighs counts of conversations for and against a rollout.
//
// Everything here is a pure function of counts: no clock, no I/O, no state. A
// controller may call it every second for days; the error rates stated below
// hold for all those looks together, because the quantities are e-processes
// (test martingales) and not p-values.
//
// Two questions are answered for every gate:
//
//   - harm: how strong is the evidence that the candidate is worse than the
//     limit or margin? A rollback is due when LogEHarm >= log(1/alpha); the
//     chance that this ever happens to a harmless candidate is at most alpha.
//   - safe: how strong is the evidence that it is not? A promotion on evidence
//     is due when LogESafe >= log(1/beta); the chance that this ever happens to
//     a candidate at or beyond the limit is at most beta.
//
// The engine is a mixture of ten fixed bets (grid.go). Sources: J. Ville (1939)
// for the inequality; H. Robbins, Ann. Math. Stat. 41 (1970) for mixtures;
// I. Waudby-Smith and A. Ramdas, J. R. Stat. Soc. B 86 (2024), arXiv 2010.09686,
// for betting on bounded means. docs/gates.md has the mathematics and the
// measured error rates.
//
// Units: every value, limit, margin, baseline, estimate and interval is on the
// scale of Segment.Values, which lies within [0, 1]; logarithms are natural.
package evidence
