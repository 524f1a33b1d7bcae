// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Days that are counted from another one: "the day after Friday", "two days before 5 May".

var (
	// afterDay and aheadOfDay stand between the days, or weeks, that are counted and the day from which they are.
	afterDay, aheadOfDay = signals.ListOf("after-day"), signals.ListOf("ahead-of-day")
	// nextDayOf and eveOf are such days in a word.
	nextDayOf, eveOf = signals.ListOf("next-day-of"), signals.ListOf("eve-of")
	// hanAfter is a day, and the days or weeks behind it, in a script without spaces: "金曜日の翌日", "周五的一周后".
	hanAfter = regexp.MustCompile(`^(.+?)(?:の|的|之)?(翌日|次の日|第二天|后一天|前日|前一天|(?:([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(天|日|周|週間|個?星期|个?星期)(?:之|以)?([后後前])))`)
)

// fromOtherDay reads a day that is counted from another one in the text.
func fromOtherDay(words []string, text, locale string, today time.Time, ahead bool) (time.Time, int, bool) {
	if strings.ContainsFunc(text, unspaced) {
		return fromDayBefore(text, locale, today, ahead)
	}
	for i, word := range words {
		unit, n, from := byte('d'), 0, i+1
		switch {
		case nextDayOf.Has(word):
			n = 1
		case eveOf.Has(word):
			n = -1
		case i == 0:
			continue
		case afterDay.Has(word):
			n = 1
		case aheadOfDay.Has(word):
			n = -1
		}
		if n == 0 || from >= len(words) {
			continue
		}
		if from == i+1 && !nextDayOf.Has(word) && !eveOf.Has(word) {
			known := false
			if unit, known = unitOf(words[i-1]); !known {
				continue
			}
			if i > 1 {
				n *= countOf(words[i-2])
			}
		}
		rest := strings.Join(words[from:], " ")
		if day, used, ok := dayOf(words[from:], rest, locale, today, ahead); ok {
			return addUnits(day, n, unit), used + from, true
		}
	}
	return time.Time{}, 0, false
}

// fromDayBefore is the same where the other day comes first.
func fromDayBefore(text, locale string, today time.Time, ahead bool) (time.Time, int, bool) {
	m := hanAfter.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, 0, false
	}
	day, used, ok := dayOf(signals.Words(m[1]), m[1], locale, today, ahead)
	if !ok {
		return time.Time{}, 0, false
	}
	n, unit := 1, byte('d')
	if m[3] != "" {
		n = hanNumber(m[3])
		if strings.ContainsAny(m[4], "周週期") {
			unit = 'w'
		}
	}
	if strings.Contains(m[2], "前") {
		n = -n
	}
	return addUnits(day, n, unit), used, true
}

// dayOf reads a day that is named by itself.
func dayOf(words []string, text, locale string, today time.Time, ahead bool) (time.Time, int, bool) {
	if day, used, ok := dateIn(text, today, locale, ahead); ok {
		return day, used, !day.IsZero()
	}
	if _, at := weekdayIn(words); at < 0 && !slices.ContainsFunc(words, IsNearDay) && !strings.ContainsFunc(text, unspaced) {
		return time.Time{}, 0, false
	}
	return relativeDay(words, text, today)
}

// countOf is a number in figures or words; 1: it is none.
func countOf(word string) int {
	if n, err := strconv.Atoi(word); err == nil && n > 0 && n <= maxSpans {
		return n
	}
	if n, known := spoken[word]; known && n >= 1 {
		return int(n)
	}
	return 1
}

func addUnits(day time.Time, n int, unit byte) time.Time {
	switch unit {
	case 'f':
		return day.AddDate(0, 0, 2*daysOfWeek*n)
	case 'w':
		return day.AddDate(0, 0, daysOfWeek*n)
	case 'm':
		return day.AddDate(0, n, 0)
	}
	return day.AddDate(0, 0, n)
}
