// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

var (
	isoDate  = regexp.MustCompile(`\b([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\b`)
	twoParts = regexp.MustCompile(`\b([0-9]{1,2})\s?[./-]\s?([0-9]{1,2})(?:\s?[./-]\s?([0-9]{4}|[0-9]{2}))?\b`)
	cjkDate  = regexp.MustCompile(`(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]?`)
	ordinal  = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th|er|eme|e|o|a|日|号)?$`)
)

// halfAYear is how far in the past a day without a year is meant to be at most, and aMonth where no day of the
// past may be meant: one of last week is a mistake rather.
const halfAYear, aMonth = 183 * 24 * time.Hour, 31 * 24 * time.Hour

// readDate finds a day: as a date, by its weekday, or counted from today.
func (r *Reader) readDate(text string, today time.Time, locale string) Reading {
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	text = spokenDate(text)
	words := signals.Words(text)
	if daysRange.MatchString(strings.ToLower(text)) && !isoDate.MatchString(text) {
		return Reading{Refused: Unclear, Rest: len(words)}
	}
	day, used, ok := fromOtherDay(words, text, locale, today, r.isAhead(text))
	if !ok {
		day, used, ok = dateIn(text, today, locale, r.isAhead(text))
	}
	switch {
	case ok && day.IsZero():
		return Reading{Refused: DayOrMonth, Rest: max(len(words)-used, 0)}
	case !ok && namesDay(words):
		return Reading{Refused: Format, Rest: len(words)}
	}
	if !ok && !isForeignDay(words, locale) {
		day, used, ok = relativeDay(words, text, today)
		if lasts, n, counted := inSome(words, today); r.Past && r.field.Minimum == "" && counted && day.Equal(lasts) && day.After(today) {
			day, used = today.Add(today.Sub(day)), n // "for three days" is since three days ago
		}
	}
	if ok && day.After(today) && r.field.Minimum == "" && (r.Past || r.saysWas(partWithFigures(text))) {
		day = before(day, words, text)
	}
	if ok && !day.Before(today) && r.field.Minimum == "" && (r.Past || IsSinceDay(words)) {
		day = weekdayBefore(day, today, words, text)
	}
	if ok && (severalDays(words, today) || severalUnspaced(text) || severalDates(words, text)) {
		return Reading{Refused: Unclear, Rest: len(words)}
	}
	switch {
	case ok:
		reading := Reading{Value: day.Format(time.DateOnly), Rest: max(len(words)-used, 0)}
		return r.bounded(reading, release.Day(day), today)
	case len(words) <= 2 || strings.IndexFunc(text, unicode.IsNumber) >= 0 && len(words) <= 4:
		return Reading{Refused: Format, Rest: len(words)}
	}
	return Reading{}
}

// isAhead tells whether no day of the past may be meant: the field takes none, and the text does not speak of one. What
// is from a day on is to come there.
func (r *Reader) isAhead(text string) bool {
	return r.field.Minimum == release.Today && !r.saysWas(text)
}

// saysWas tells whether a text speaks of the past. Where days to come are asked for, or one on which something begins,
// words for the day from which on something is do not.
func (r *Reader) saysWas(text string) bool {
	return slices.ContainsFunc(wasBefore.FindAllString(text, -1), func(word string) bool {
		return !r.Begins || !starting.Has(plainWord(word))
	})
}

// dateIn reads dates in figures, and with the month's name. The day is zero where either figure may be the month.
func dateIn(text string, today time.Time, locale string, ahead bool) (day time.Time, used int, ok bool) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := isoDate.FindStringSubmatch(text); m != nil {
		day, ok = exactDay(number(m[1]), number(m[2]), number(m[3]))
		return day, 3, ok
	}
	words := signals.Words(text)
	if m := cjkDate.FindStringSubmatch(text); m != nil {
		day, ok = fullYear(cmp.Or(number(m[1]), relativeYear(words, today)), number(m[2]), number(m[3]), today, ahead)
		return day, 1, ok
	}
	for i, word := range words {
		month, known := monthOf(word)
		if !known {
			continue
		}
		if date, n := besideMonth(words, i, today, month, ahead); n > 0 {
			return date, n + 1, true
		}
	}
	if m := twoParts.FindStringSubmatch(text); m != nil {
		d, month, sure := inOrder(number(m[1]), number(m[2]), m[0], locale)
		if !sure {
			return day, 3, true
		}
		year := number(m[3])
		if m[3] != "" && year < 100 {
			year = century(year, today)
		}
		day, ok = fullYear(cmp.Or(year, relativeYear(words, today)), month, d, today, ahead)
		return day, 3, ok
	}
	return day, 0, false
}

// besideMonth reads "13 March", "March 13th", "13 de marzo de 2025".
func besideMonth(words []string, at int, today time.Time, month int, ahead bool) (time.Time, int) {
	d, year, used := 0, 0, 0
	for i := max(0, at-3); i < min(len(words), at+4); i++ {
		if i == at {
			continue
		}
		if n, err := strconv.Atoi(words[i]); err == nil && n >= 1900 && n < 2200 {
			year = n
			used++
		} else if err == nil && n > 31 && n < 100 && i == at+1 && year == 0 {
			year = century(n, today)
			used++
		} else if m := ordinal.FindStringSubmatch(words[i]); m != nil && d == 0 {
			d, _ = strconv.Atoi(m[1])
			used++
		} else if n, spelt := spokenDay(words[i]); spelt && d == 0 && (i == at-1 || i == at+1 || at > 0 && (words[at-1] == "of" || words[at-1] == "de" || words[at-1] == "من") || i == at+2 && words[at+1] == "the") {
			d = n
			used++
		}
	}
	if d == 0 {
		return time.Time{}, 0
	}
	if year == 0 {
		if year = relativeYear(words, today); year > 0 {
			used += ofRelativeYear
		}
	}
	day, ok := fullYear(year, month, d, today, ahead)
	if !ok {
		return time.Time{}, 0
	}
	return day, used
}

// ofRelativeYear is how many words name a year by how far it is.
const ofRelativeYear = 2

// maxAhead is how many years a day may be ahead that is named with two figures of its year.
const maxAhead = 10

// century is a year of two figures: a birthday in '88 is of the last century.
func century(year int, today time.Time) int {
	if year += 2000; year > today.Year()+maxAhead {
		return year - 100
	}
	return year
}

func spokenDay(word string) (int, bool) {
	if n, known := ordinals[word]; known && n > 0 && len([]rune(word)) > 2 {
		return n, true
	}
	if n, known := spoken[word]; known && n >= 1 && n <= 31 && len([]rune(word)) > 2 {
		return int(n), true
	}
	return 0, false
}

func exactDay(year, month, d int) (time.Time, bool) {
	day := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return day, month >= 1 && month <= 12 && day.Day() == d && d > 0
}

// fullYear takes the year nearest to today when there is none: a day that is long past is
// meant to come, and one of a month ago where it is to be ahead.
func fullYear(year, month, d int, today time.Time, ahead bool) (time.Time, bool) {
	if year > 0 {
		return exactDay(year, month, d)
	}
	day, ok := exactDay(today.Year(), month, d)
	if ok && (today.Sub(day) > halfAYear || ahead && today.Sub(day) > aMonth) {
		return exactDay(today.Year()+1, month, d)
	}
	return day, ok
}

// relativeDay reads days that are counted from today.
func relativeDay(words []string, text string, today time.Time) (time.Time, int, bool) {
	if day, used, ok := placedDay(words, text, today); ok {
		return day, used, true
	}
	if day, used, ok := inSome(words, today); ok {
		return day, used, true
	}
	if day, used, ok := nearDay(words, text, today); ok {
		return day, used, true
	}
	if d, ok := dayOfMonth(words, text); ok {
		month := today
		if inNextMonth(words, text) {
			month = monthAfter(today)
		}
		day, ok := comingDay(month, today, d)
		return day, 1, ok
	}
	return time.Time{}, 0, false
}

// monthAfter is the first day of the month after that of a day.
func monthAfter(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC)
}

// namesDay tells whether a number stands beside a month's name: "31 February" is no other 31st.
func namesDay(words []string) bool {
	for i, word := range words {
		if _, known := months[word]; !known {
			continue
		}
		for _, near := range words[max(0, i-1):min(len(words), i+2)] {
			if ordinal.MatchString(near) {
				return true
			}
		}
	}
	return false
}

// onlyOrdinal tells whether a day is named by its number in the month alone.
func onlyOrdinal(words []string) bool {
	if _, at := weekdayIn(words); at >= 0 {
		return false
	}
	for _, word := range words {
		if _, month := monthOf(word); month && len(word) > 3 {
			return false
		}
		if _, unit := unitOf(word); unit {
			return false
		}
	}
	return slices.ContainsFunc(words, ordinal.MatchString)
}

// IsUnitOfDays tells whether a word, as signals.Words returns it, is one for days, weeks or months, in which days are counted
// from another one.
func IsUnitOfDays(word string) bool {
	_, known := units[word]
	return known
}

// inSome reads "in 3 days", "dans deux semaines", "3 days from now".
func inSome(words []string, today time.Time) (time.Time, int, bool) {
	for i, word := range words {
		unit, known := unitOf(word)
		if _, number := spoken[word]; number || !known || i == 0 {
			continue
		}
		n, err := strconv.Atoi(words[i-1])
		if err != nil {
			value, spelt := spoken[words[i-1]]
			if !spelt && (words[i-1] == "a" || words[i-1] == "an") {
				value, spelt = 1, true
			}
			if !spelt {
				continue
			}
			n = int(value)
		}
		if n > 1000 {
			continue
		}
		if i >= 2 && words[i-2] == "before" {
			n = -n
		}
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(ago, w) }) || signals.Contains(words, []string{"y", "a"}) {
			n = -n
		}
		switch unit {
		case 'd':
			return today.AddDate(0, 0, n), 3, true
		case 'f':
			return today.AddDate(0, 0, 14*n), 3, true
		case 'w':
			return today.AddDate(0, 0, 7*n), 3, true
		default:
			return today.AddDate(0, n, 0), 3, true
		}
	}
	return time.Time{}, 0, false
}
