// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
	"math"
)

// Kind says what is compared with what.
type Kind string

const (
	// RateAbsolute compares the rate of a yes/no outcome with Gate.Limit.
	RateAbsolute Kind = "RateAbsolute"
	// RateDifference compares candidate minus stable rate with Gate.Margin.
	RateDifference Kind = "RateDifference"
	// MeanAbsolute compares the mean of a histogram with Gate.Limit.
	MeanAbsolute Kind = "MeanAbsolute"
	// MeanDifference compares candidate minus stable mean with Gate.Margin.
	MeanDifference Kind = "MeanDifference"
)

func (k Kind) difference() bool { return k == RateDifference || k == MeanDifference }
func (k Kind) rate() bool       { return k == RateAbsolute || k == RateDifference }

// Direction says which way is worse for the customer.
type Direction string

const (
	// HigherIsWorse fits escalation: harm is a rate above the limit.
	HigherIsWorse Direction = "HigherIsWorse"
	// LowerIsWorse fits CSAT: harm is a mean below the limit.
	LowerIsWorse Direction = "LowerIsWorse"
)

// sign turns "worse" into "larger", so that one formula serves both directions.
func (d Direction) sign() float64 {
	if d == LowerIsWorse {
		return -1
	}
	return 1
}

// Gate is one rule a candidate has to keep. All of it is fixed before the
// rollout starts; a change restarts the evidence.
type Gate struct {
	Kind      Kind
	Direction Direction
	// Limit is used by the absolute kinds, on the scale of Segment.Values.
	Limit float64
	// Margin is used by the difference kinds: how much worse than stable is
	// still accepted. 0 <= Margin < 1, never negative, whatever the direction.
	Margin float64
	// Alpha bounds the chance of ever failing a harmless candidate. With several
	// gates it is this gate's part of the budget, see SplitAlpha.
	Alpha float64
	// Beta bounds the chance of ever passing a harmful candidate on evidence.
	Beta float64
	// Grid is the pinned version of the bets; empty means CurrentGrid.
	Grid string
}

// ThresholdHarm is log(1/Alpha): the LogEHarm at which the gate fails.
func (g Gate) ThresholdHarm() float64 { return -math.Log(g.Alpha) }

// ThresholdSafe is log(1/Beta): the LogESafe at which the gate passes.
func (g Gate) ThresholdSafe() float64 { return -math.Log(g.Beta) }

// theta is the boundary of the gate after turning "worse" into "larger".
func (g Gate) theta() float64 {
	if g.Kind.difference() {
		return g.Margin
	}
	return g.Direction.sign() * g.Limit
}

// Validate refuses a gate that is malformed whatever the counts are. The error
// is a *FieldError.
func (g Gate) Validate() error {
	switch g.Kind {
	case RateAbsolute, RateDifference, MeanAbsolute, MeanDifference:
	default:
		return fieldErrorf("kind", "%q is not one of RateAbsolute, RateDifference, MeanAbsolute, MeanDifference", string(g.Kind))
	}
	if g.Direction != HigherIsWorse && g.Direction != LowerIsWorse {
		return fieldErrorf("direction", "%q is not one of HigherIsWorse, LowerIsWorse", string(g.Direction))
	}
	if err := checkErrorRate("alpha", g.Alpha); err != nil {
		return err
	}
	if err := checkErrorRate("beta", g.Beta); err != nil {
		return err
	}
	if _, err := gridByVersion(g.Grid); err != nil {
		return err
	}
	if g.Kind.difference() {
		return checkMargin(g.Margin)
	}
	return g.checkLimit(0, 1)
}

func checkErrorRate(field string, v float64) error {
	// Written so that NaN fails too.
	if !(v >= minErrorRate && v <= 0.5) {
		return fieldErrorf(field, "%v is not an error rate in [%v, 0.5]", v, minErrorRate)
	}
	return nil
}

// minErrorRate keeps the thresholds in a range where Needed and the designs
// stay meaningful; nobody can plan for one false rollback in a billion.
const minErrorRate = 1e-9

func checkMargin(m float64) error {
	switch {
	case math.IsNaN(m) || math.IsInf(m, 0):
		return fieldErrorf("margin", "%v is not a number", m)
	case m < 0:
		return fieldErrorf("margin", "%v is negative", m)
	case m >= 1:
		return never("margin", ErrNeverFails, "%v is as wide as the scale", m)
	}
	return nil
}

// checkLimit refuses a limit at or beyond the ends of the scale.
func (g Gate) checkLimit(lowest, highest float64) error {
	if math.IsNaN(g.Limit) || math.IsInf(g.Limit, 0) {
		return fieldErrorf("limit", "%v is not a number", g.Limit)
	}
	best, worst := ErrNeverPasses, ErrNeverFails
	if g.Direction == LowerIsWorse {
		best, worst = worst, best
	}
	if g.Limit <= lowest {
		return never("limit", best, "%v is at or below the lowest value %v", g.Limit, lowest)
	}
	if g.Limit >= highest {
		return never("limit", worst, "%v is at or above the highest value %v", g.Limit, highest)
	}
	if g.Limit-lowest < minSpread || highest-g.Limit < minSpread {
		return fieldErrorf("limit", "%v is closer than %v to the end of the scale", g.Limit, minSpread)
	}
	return nil
}

// ErrNeverFails marks a gate that no candidate could fail. Such a gate looks
// like protection and is none, so it is refused.
var ErrNeverFails = errors.New("the gate can never fail")

// ErrNeverPasses marks a gate that no candidate could pass by evidence.
var ErrNeverPasses = errors.New("the gate can never pass")

// FieldError names the input that was refused and says why. Field is a path
// like "limit" or "segments[1].cand[0]". Err, when set, is ErrNeverFails or
// ErrNeverPasses.
type FieldError struct {
	Field  string
	Reason string
	Err    error
}

// Error returns "field: reason".
func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// Unwrap lets errors.Is find ErrNeverFails and ErrNeverPasses.
func (e *FieldError) Unwrap() error { return e.Err }

func fieldErrorf(field, format string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(format, args...)}
}

func segmentErrorf(k int, field, format string, args ...any) error {
	return fieldErrorf(fmt.Sprintf("segments[%d].%s", k, field), format, args...)
}

// never refuses a gate that cannot fail or cannot pass.
func never(field string, kind error, format string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(format, args...) + ": " + kind.Error(), Err: kind}
}
