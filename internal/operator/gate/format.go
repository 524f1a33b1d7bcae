// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// formatRate writes a rate from 0 to 1 as people read it: "23%", or "3.2%" below 10 %.
func formatRate(rate float64) string {
	percent := rate * 100
	if math.Abs(percent) >= 9.95 {
		return strconv.FormatFloat(percent, 'f', 0, 64) + "%"
	}
	return trimmed(percent, 1) + "%"
}

// formatExact writes a bound without rounding it to what people usually read.
func formatExact(rate float64) string { return trimmed(rate*100, 4) + "%" }

// formatScore writes a mean rating or a difference of two.
func formatScore(score float64) string {
	s := trimmed(score, 2)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// trimmed writes x with at most so many decimals, without zeros at the end or "-0".
func trimmed(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// value writes a figure of a metric; rates and scores have different units.
func value(m v1alpha1.GateMetric, x float64) v1alpha1.Value {
	if m == v1alpha1.MetricCSAT {
		return v1alpha1.Value(formatScore(x))
	}
	return v1alpha1.Value(formatRate(x))
}

// points writes a margin of a rate in percentage points: "2 points", "1 point".
func points(rate float64) string {
	s := trimmed(rate*100, 4)
	if s == "1" {
		return "1 point"
	}
	return s + " points"
}

// FormatDuration writes a length of time the way people estimate: "25 min", "9 h",
// "3 days".
func FormatDuration(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "1 min"
	case d < 100*time.Minute:
		return fmt.Sprintf("%d min", int64(math.Round(d.Minutes())))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int64(math.Round(d.Hours())))
	default:
		return fmt.Sprintf("%d days", int64(math.Round(d.Hours()/24)))
	}
}
