// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	"fmt"
	"strconv"
	"time"
)

var durationUnits = map[byte]time.Duration{
	'd': 24 * time.Hour,
	'h': time.Hour,
	'm': time.Minute,
	's': time.Second,
}

// Parse returns the length of time that d stands for. The empty Duration is zero.
// It returns an error for a string that the schema would refuse too, or one beyond
// about 290 years.
func (d Duration) Parse() (time.Duration, error) {
	var total time.Duration
	rest := string(d)
	for rest != "" {
		digits := 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		if digits == 0 || digits == len(rest) {
			return 0, fmt.Errorf("duration %q: want whole numbers with the units d, h, m or s, such as \"1h30m\"", string(d))
		}
		unit, known := durationUnits[rest[digits]]
		if !known {
			return 0, fmt.Errorf("duration %q: unknown unit %q, use d, h, m or s", string(d), rest[digits])
		}
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil || n > int64((1<<62)/unit) {
			return 0, fmt.Errorf("duration %q is out of range", string(d))
		}
		total += time.Duration(n) * unit
		if total < 0 {
			return 0, fmt.Errorf("duration %q is out of range", string(d))
		}
		rest = rest[digits+1:]
	}
	return total, nil
}

// Or returns the length of time that d stands for, or fallback where d is empty or
// does not parse. Use it for values that the schema has checked.
func (d Duration) Or(fallback time.Duration) time.Duration {
	if d == "" {
		return fallback
	}
	parsed, err := d.Parse()
	if err != nil {
		return fallback
	}
	return parsed
}
