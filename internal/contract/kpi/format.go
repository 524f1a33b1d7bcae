// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Decimal writes a number with at most that many places, without zeros at the end or "-0".
func Decimal(number float64, places int) string {
	text := strconv.FormatFloat(number, 'f', places, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// Percent writes a rate from 0 to 1 as a percentage with at most that many places.
func Percent(rate float64, places int) string { return Decimal(rate*100, places) + "%" }

// RoundPercent writes a rate from 0 to 1 as people read it: "23%", or "3.2%" below 10 %.
func RoundPercent(rate float64) string {
	if math.Abs(rate*100) >= 9.95 {
		return Percent(rate, 0)
	}
	return Percent(rate, 1)
}

// Rating writes a mean rating or a difference of two: "4.0", "4.25".
func Rating(score float64) string {
	text := Decimal(score, 2)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// PercentagePoints writes a difference of two rates: "2 points", "1 point".
func PercentagePoints(rate float64) string {
	text := Decimal(rate*100, 4)
	if text == "1" {
		return "1 point"
	}
	return text + " points"
}

// Roughly writes a length of time the way people estimate: "25 min", "9 h", "3 days".
func Roughly(d time.Duration) string {
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

// duration writes seconds to three digits, in the unit in which a person would say it: seconds
// up to two minutes, minutes up to two hours and so on.
func duration(seconds float64) string {
	magnitude := math.Abs(seconds)
	switch {
	case magnitude < 0.000005:
		return "0s"
	case magnitude < 0.9995:
		return threeDigits(seconds*1000) + "ms"
	case magnitude < 120:
		return threeDigits(seconds) + "s"
	case magnitude < 2*3600:
		return threeDigits(seconds/60) + "m"
	case magnitude < 2*86400:
		return threeDigits(seconds/3600) + "h"
	default:
		return threeDigits(seconds/86400) + "d"
	}
}

func threeDigits(number float64) string {
	switch magnitude := math.Abs(number); {
	case magnitude < 9.995:
		return Decimal(number, 2)
	case magnitude < 99.95:
		return Decimal(number, 1)
	default:
		return Decimal(number, 0)
	}
}
