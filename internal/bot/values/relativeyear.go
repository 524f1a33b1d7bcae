// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
)

// lastYear and nextYear say of which year a day is, of words in plain letters: "3 March last year", "明年4月3日".
var lastYear, nextYear = ofYear("last-year"), ofYear("next-year")

func ofYear(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\pL])(?:` + signals.Expressions(name) + `)(?:$|[^\pL])|` + signals.Expressions(name+"-anywhere"))
}

// relativeYear is the year that a text names by how far it is from this one; 0: none, or both.
func relativeYear(words []string, today time.Time) int {
	plain := strings.Join(words, " ")
	switch last, next := lastYear.MatchString(plain), nextYear.MatchString(plain); {
	case last == next:
		return 0
	case last:
		return today.Year() - 1
	}
	return today.Year() + 1
}
