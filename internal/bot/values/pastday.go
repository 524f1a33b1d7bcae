// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// sinceDay stand before a day from which on something is so until now, and no other: it is past.
var sinceDay = strings.Fields("since seit depuis beri منذ")

// IsSinceDay tells whether words, as signals.Words returns them, have one that stands before such a day.
func IsSinceDay(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(sinceDay, word) })
}

// partWithFigures is the part of a text that has the figures of a day, or all of it: "ok got it, the 19th" is no past day.
func partWithFigures(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;!?\n،、，。", r) })
	at := slices.IndexFunc(parts, func(part string) bool { return strings.ContainsFunc(part, unicode.IsDigit) })
	if at < 0 {
		return text
	}
	return parts[at]
}

// weekdayBefore is a day that is named by its weekday alone as the last such one before today: "since Sunday". "Next
// Sunday", and one with its date, are left.
func weekdayBefore(day, today time.Time, words []string, text string) time.Time {
	named := strings.ContainsFunc(text, unspaced) && slices.ContainsFunc(unspacedWeekdays, func(names string) bool {
		return slices.ContainsFunc(strings.Fields(names), func(name string) bool { return strings.Contains(text, name) })
	})
	if _, at := weekdayIn(words); at < 0 && !named || nextWeek(words) || nextOne.MatchString(strings.Join(words, " ")) || cjkDate.MatchString(text) ||
		isoDate.MatchString(text) || day.Sub(today) > daysOfWeek*24*time.Hour || namesDay(words) {
		return day
	}
	for !day.Before(today) {
		day = day.AddDate(0, 0, -daysOfWeek)
	}
	return day
}
