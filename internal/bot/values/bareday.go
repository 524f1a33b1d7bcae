// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
)

var (
	// bareDay is a day that is named by its number in the month, in words that say that it is one.
	bareDay = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(` + signals.Expressions("day-of-month") + `)|(` + signals.Expressions("day-of-month-anywhere") + `)`)
	// weekdayNumber is the same behind a weekday: "Saturday 21", "sabato 21", "Samstag, 21.".
	weekdayNumber = regexp.MustCompile(`(\pL{2,}),?\s+([0-9]{1,2})`)
	// dayNumber is its number.
	dayNumber = regexp.MustCompile(`[0-9]{1,2}|[一二三四五六七八九十]{1,3}`)
)

// InMonthOf writes the days of a text that are named by their number alone ("the 6th") as days of the month of
// another one. none is true when the month has no such day, and found when there are any.
func InMonthOf(text, other string) (days string, found, none bool) {
	month, err := time.Parse(time.DateOnly, other)
	if err != nil {
		return text, false, false
	}
	return inDays(text, func(d int) (time.Time, bool) { return exactDay(month.Year(), int(month.Month()), d) })
}

// InDaysAhead writes the days of a text that are named by their number alone as the next such days.
func InDaysAhead(text string, now time.Time) string {
	if inNextMonth(signals.Words(text), text) {
		return text
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	days, _, none := inDays(text, func(d int) (time.Time, bool) { return comingDay(today, today, d) })
	if none {
		return text
	}
	return days
}

// comingDay is the next day of that number from the one of a month, or of the month after it.
func comingDay(month, today time.Time, d int) (time.Time, bool) {
	day, ok := exactDay(month.Year(), int(month.Month()), d)
	if !ok || day.Before(today) {
		next := monthAfter(month)
		day, ok = exactDay(next.Year(), int(next.Month()), d)
	}
	return day, ok
}

// inDays writes the days of a text that are named by their number alone as dates.
func inDays(text string, of func(d int) (time.Time, bool)) (days string, found, none bool) {
	text, found = inWeekdays(spokenDate(text), of)
	var b strings.Builder
	at := 0
	for _, m := range bareDay.FindAllStringSubmatchIndex(text, -1) {
		from, until := max(m[2], m[4]), max(m[3], m[5])
		if !isBareDay(text, from, until) {
			continue
		}
		d := hanNumber(dayNumber.FindString(text[from:until]))
		day, exists := of(d)
		if !exists {
			return text, true, true
		}
		fmt.Fprintf(&b, "%s %s ", text[at:from], day.Format(time.DateOnly))
		at, found = until, true
	}
	return b.String() + text[at:], found, false
}

// inWeekdays writes the days behind a weekday that they are as dates: the 2 of "Friday 2 of us" is none where that is
// a Thursday.
func inWeekdays(text string, of func(d int) (time.Time, bool)) (days string, found bool) {
	var b strings.Builder
	at := 0
	for _, m := range weekdayNumber.FindAllStringSubmatchIndex(text, -1) {
		words := signals.Words(text[m[2]:m[3]])
		if len(words) != 1 || !isBareDay(text, m[4], m[5]) {
			continue
		}
		weekday, named := weekdays[words[0]]
		day, exists := of(hanNumber(text[m[4]:m[5]]))
		if !named || !exists || day.Weekday() != time.Weekday(weekday) {
			continue
		}
		fmt.Fprintf(&b, "%s %s ", text[at:m[4]], day.Format(time.DateOnly))
		at, found = m[5], true
	}
	return b.String() + text[at:], found
}

// isBareDay tells whether nothing beside a day makes it another number: a month, what it counts, or more figures.
func isBareDay(text string, from, until int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	first, _ := utf8.DecodeRuneInString(text[from:])
	if unicode.IsDigit(before) || before == '月' || isBehindMonth(text[:from]) {
		return false
	}
	after := text[until:]
	next, size := utf8.DecodeRuneInString(after)
	if unicode.IsDigit(next) || unicode.IsLetter(next) && !unspaced(next) || next == '%' || strings.ContainsRune(".,:/-'’", next) && strings.IndexFunc(after[size:], unicode.IsDigit) == 0 {
		return false
	}
	if unspaced(first) || strings.ContainsRune("日号號", lastRune(text[from:until])) {
		return next != '间' && next != '間' && next != '目'
	}
	words := signals.Words(after[:min(len(after), nearMark)])
	for len(words) > 0 && (words[0] == "of" || words[0] == "de" || words[0] == "di") {
		words = words[1:]
	}
	if len(words) == 0 || after[0] == ',' || after[0] == '.' && next == '.' && len(strings.TrimSpace(after)) == 1 {
		return true
	}
	_, month := months[words[0]]
	_, unit := unitOf(words[0])
	return !month && !unit
}

// isBehindMonth tells whether a text ends in the name of a month: "March the".
func isBehindMonth(text string) bool {
	words := signals.Words(text)
	if n := len(words); n > 1 && slices.Contains(betweenMonth, words[n-1]) {
		words = words[:n-1]
	}
	return len(words) > 0 && IsMonth(words[len(words)-1])
}
