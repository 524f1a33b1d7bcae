// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Unit of a KPI.
type Unit int

// The units, with how values are written.
const (
	Ratio   Unit = iota // "30%", 0..1 in numbers
	Score               // "4.3"
	Seconds             // "350ms", "38s", "12.7m", "7.3h" or "2.5d", seconds in numbers
	Count               // "250"
	Points              // "32", -100..100
)

// String names the unit.
func (u Unit) String() string {
	switch u {
	case Ratio:
		return "percentage"
	case Score:
		return "score"
	case Seconds:
		return "duration"
	case Points:
		return "net score"
	default:
		return "count"
	}
}

// Name is the unit in machine-readable output: "ratio", "score", "seconds", "count" or
// "points".
func (u Unit) Name() string {
	return [...]string{"ratio", "score", "seconds", "count", "points"}[u]
}

// durations are the units of a duration: times seconds, or so many per second.
var durations = []struct {
	suffix     string
	times, per float64
}{{"d", 86400, 1}, {"h", 3600, 1}, {"m", 60, 1}, {"s", 1, 1}, {"ms", 1, 1000}}

// Parse returns the number that a value of this unit stands for. The error says how such
// a value is written.
func (u Unit) Parse(v v1alpha1.Value) (float64, error) {
	text, factor, divisor := string(v), 1.0, 1.0
	switch u {
	case Ratio:
		number, isPercent := strings.CutSuffix(text, "%")
		if !isPercent {
			return 0, u.refuse(v)
		}
		text, divisor = number, 100 // dividing keeps 30% the number that 0.3 is
	case Seconds:
		number := strings.TrimRight(text, "dhms")
		suffix := text[len(number):]
		factor = 0
		for _, d := range durations {
			if d.suffix == suffix {
				factor, divisor = d.times, d.per
			}
		}
		if factor == 0 {
			return 0, u.refuse(v)
		}
		text = number
	case Score, Count, Points:
	}
	// ParseFloat knows ways to write a number that the schema does not.
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Trim(text, "-.0123456789") != "" {
		return 0, u.refuse(v)
	}
	return number * factor / divisor, nil
}

func (u Unit) refuse(v v1alpha1.Value) error {
	example := map[Unit]string{Ratio: "30%", Score: "4.3", Seconds: "60s", Count: "250", Points: "32"}[u]
	return fmt.Errorf("%q is not a %s: write it as in %q", string(v), u, example)
}

// Print writes a number of this unit as a Value: a ratio to a tenth of a percent, a score
// to a hundredth, a duration to three digits in the unit that suits it, points to a
// tenth, a count in full.
// It is empty for numbers that a Value cannot hold, such as +Inf.
func (u Unit) Print(number float64) v1alpha1.Value {
	if math.IsNaN(number) || math.Abs(number) > maxNumber {
		return ""
	}
	switch u {
	case Ratio:
		return v1alpha1.Value(Percent(number, 1))
	case Score:
		return v1alpha1.Value(Decimal(number, 2))
	case Seconds:
		return v1alpha1.Value(duration(number))
	case Points:
		return v1alpha1.Value(Decimal(number, 1))
	default:
		return v1alpha1.Value(Decimal(number, 0))
	}
}

// maxNumber is the largest number that the schema of Value has room for.
const maxNumber = 999_999_999
