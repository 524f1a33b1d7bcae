// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"errors"
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Objective is an objective in numbers.
type Objective struct {
	// AtLeast is whether Bound is the smallest value that meets it, else the largest.
	AtLeast bool
	Bound   float64
	// Text is the objective as the columns show it, such as ">= 4.3".
	Text string
}

// ParseObjective reads an objective for a KPI. The error names the field.
func (d Definition) ParseObjective(o v1alpha1.Objective) (Objective, error) {
	field, sign, value := "atLeast", ">=", o.AtLeast
	switch {
	case o.AtLeast == "" && o.AtMost == "", o.AtLeast != "" && o.AtMost != "":
		return Objective{}, errors.New("spec.objective: set exactly one of atLeast and atMost")
	case o.AtMost != "":
		field, sign, value = "atMost", "<=", o.AtMost
	}
	bound, err := d.Unit.Parse(value)
	if err != nil {
		return Objective{}, fmt.Errorf("spec.objective.%s: %w", field, err)
	}
	if !d.possible(bound) {
		return Objective{}, fmt.Errorf("spec.objective.%s: no %s can be %s", field, d.KPI, value)
	}
	return Objective{AtLeast: field == "atLeast", Bound: bound, Text: fmt.Sprintf("%s %s", sign, value)}, nil
}

// Doubt says what is probably not meant in an objective that can be judged; empty: nothing.
func (d Definition) Doubt(o Objective) string {
	field, other := "atMost", "atLeast"
	if o.AtLeast {
		field, other = other, field
	}
	switch {
	case d.Better == LowerIsBetter && o.AtLeast:
		return fmt.Sprintf("spec.objective.%s: a lower %s is better, so this is met while customers are worse off: use %s", field, d.KPI, other)
	case d.Better == HigherIsBetter && !o.AtLeast:
		return fmt.Sprintf("spec.objective.%s: a higher %s is better, so this is met while customers are worse off: use %s", field, d.KPI, other)
	case o.AtLeast && !d.possible(o.Bound-tiny), !o.AtLeast && !d.possible(o.Bound+tiny):
		return fmt.Sprintf("spec.objective.%s: every %s meets it: set a value that can be missed", field, d.KPI)
	}
	return ""
}

// tiny is less than any value is printed to.
const tiny = 1e-9

// possible reports whether the KPI can have such a value.
func (d Definition) possible(value float64) bool {
	switch d.Unit {
	case Ratio:
		return value >= 0 && value <= 1
	case Score:
		return value >= 1 && value <= 5
	case Points:
		return value >= -100 && value <= 100
	default:
		return value >= 0
	}
}

// State says how a KPI stands against its objective. whole is whether the bot was known
// for all of the window. The value is judged as it is shown, so that a table never shows
// 4.3 as missing ">= 4.3".
func (d Definition) State(o Objective, e Estimate, minSamples int64, whole bool) v1alpha1.KPIState {
	value := e.Value
	if shown, err := d.Unit.Parse(d.Unit.Print(value)); err == nil {
		value = shown
	}
	// Both sides went through a parser; what differs by less than that is equal.
	met := value <= o.Bound+tiny
	if o.AtLeast {
		met = value >= o.Bound-tiny
	}
	if d.Interval == "" {
		// A volume is not a sample of anything. What is missing of the window can only add.
		if !whole && met != o.AtLeast {
			return v1alpha1.KPINoData
		}
	} else if e.Samples < minSamples {
		return v1alpha1.KPINoData
	}
	if met {
		return v1alpha1.KPIMet
	}
	return v1alpha1.KPIMissed
}

// Trend compares a window with the one before it. Steady means that the two intervals
// overlap; Unknown, that one of the windows has fewer than minSamples.
func (d Definition) Trend(o Objective, now, before Estimate, minSamples int64) v1alpha1.Trend {
	if d.Interval != "" && (now.Samples < minSamples || before.Samples < minSamples) {
		return v1alpha1.TrendUnknown
	}
	higherIsBetter := d.Better == HigherIsBetter || d.Better == Neither && o.AtLeast
	switch {
	case now.Low > before.High:
		return better(higherIsBetter)
	case now.High < before.Low:
		return better(!higherIsBetter)
	default:
		return v1alpha1.TrendSteady
	}
}

func better(yes bool) v1alpha1.Trend {
	if yes {
		return v1alpha1.TrendImproving
	}
	return v1alpha1.TrendWorsening
}

// TrendOf says what a difference between two windows means: Steady while its interval
// holds 0, Unknown while either window has fewer than minSamples.
func (d Definition) TrendOf(difference Estimate, minSamples int64) v1alpha1.Trend {
	switch {
	case difference.Samples < minSamples:
		return v1alpha1.TrendUnknown
	case difference.Low > 0:
		return better(d.Better == HigherIsBetter)
	case difference.High < 0:
		return better(d.Better != HigherIsBetter)
	default:
		return v1alpha1.TrendSteady
	}
}
