// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package plural writes counts the way people do.
package plural

import (
	"fmt"
	"strings"
)

// Of is a count with its noun, which is given for one: "1 Bot", "0 Bots", "2 replies".
func Of[N int | int32 | int64](n N, noun string) string {
	return fmt.Sprintf("%d %s", n, Noun(n, noun))
}

// Noun is a noun, given for one, as it stands beside a count.
func Noun[N int | int32 | int64](n N, noun string) string {
	if n == 1 {
		return noun
	}
	if stem, found := strings.CutSuffix(noun, "y"); found {
		return stem + "ies"
	}
	return noun + "s"
}

// Verb is the form of a verb that fits a count of what does it.
func Verb[N int | int32 | int64](n N, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
