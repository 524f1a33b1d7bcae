// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

var (
	// vagueTime is a time from which no day is read.
	vagueTime = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("vague-day") + `|` + signals.Expressions("vague-time") + `)(?:$|\s)`)
	// vagueTimeAnywhere is the same in scripts without spaces.
	vagueTimeAnywhere = regexp.MustCompile(signals.Expressions("vague-time-anywhere"))
)

// maxBesideTime is the most words beside such a time in an answer that says no more.
const maxBesideTime = 2

// givesVagueTime asks once more for the day where the answer is no more than a time that is none: "next week" wants nothing
// to be moved to it.
func (q question) givesVagueTime() (Decision, bool) {
	m := q.m
	if q.field.Type != release.FieldDate || q.value.Value != "" || asksWithMark(m) || m.Withdrawn || m.No || m.AsksForHuman || signals.ActsOf(m.Text) != 0 {
		return Decision{}, false
	}
	words := strings.Join(signals.Words(m.Text), " ")
	left := vagueTimeAnywhere.ReplaceAllString(vagueTime.ReplaceAllString(words, " "), " ")
	if left == words || len(strings.Fields(left)) > maxBesideTime {
		return Decision{}, false
	}
	return q.isNoValue()
}
