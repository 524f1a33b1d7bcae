// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Of the first and the last day of a stretch, only one has the month as a rule: "vom 1. bis 15. April", "April 1-15",
// "4月1日から15日まで".

const (
	// dash stands between two days, and until is a word, or two, that does. An article may follow.
	dash  = `[-–—~〜～]`
	until = `(?:to|until|till|through|bis|hasta|jusqu['’]au|au|al|à|a|até|ao|ile|إلى|الى|حتى)(?:\s+(?:the|zum|zu|den|dem|el|ao|o|dia|día))*`
	// dayFigures are the number of a day and what is written behind it.
	dayFigures = `([0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?`
)

var (
	// oneMonth are two days with the month behind the last, and monthAhead with the month before the first.
	oneMonth   = regexp.MustCompile(`(?i)` + dayFigures + `(\s*` + dash + `\s*|\s+` + until + `\s+)` + dayFigures + `\s+(?:of\s+|de\s+)?(\pL+)(?:\s+(?:de\s+)?([0-9]{4}))?`)
	monthAhead = regexp.MustCompile(`(?i)(\pL+)\s+(?:the\s+)?` + dayFigures + `(\s*` + dash + `\s*|\s+` + until + `\s+)` + dayFigures + `(?:,?\s+([0-9]{4}))?\s*(?:$|[,;.!?]|\s(?:please|inclusive)\b)`)
	// figureMonth is the same with the month in figures, and hanMonth in a script without spaces.
	figureMonth = regexp.MustCompile(`(?i)([0-9]{1,2})\.(\s*` + dash + `\s*|\s+` + until + `\s+)([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})?`)
	hanMonth    = regexp.MustCompile(`(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号號]?(から|到|至|` + dash + `)(?:([0-9]{1,2})月)?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号號]`)
	// noMonth are two days by their numbers alone.
	noMonth = regexp.MustCompile(`(?i)([0-9]{1,2})(?:st|nd|rd|th|\.)(\s+` + until + `\s+)([0-9]{1,2})(?:st|nd|rd|th|\.)(?:$|[\s,;!?])`)
	// dashed are two days in full with a dash between them.
	dashed = regexp.MustCompile(`((?:[0-9]{1,2}[./][0-9]{1,2}[./]?(?:[0-9]{4})?|[0-9]{1,2}\.? \pL{3,}|\pL{3,} [0-9]{1,2}))\s*` + dash + `\s*((?:[0-9]{1,2}[./][0-9]{1,2}[./]?(?:[0-9]{4})?|[0-9]{1,2}\.? \pL{3,}|\pL{3,} [0-9]{1,2}))`)
)

// Stretches writes the first and the last day of a stretch of time in a text as dates, where the month stands at one of
// them alone, or a dash between them. ahead tells that no day of the past may be meant.
func Stretches(text, locale string, now time.Time, ahead bool) string {
	if strings.IndexFunc(text, unicode.IsNumber) < 0 && !strings.Contains(text, "月") {
		return text
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	said := text
	text = spokenDate(text)
	spoken := text
	replace := func(of *regexp.Regexp, year, month, first, between, lastMonth, last int) {
		text = replaceWhole(of, text, func(m []string) (string, bool) {
			n, known := monthNumber(m[month])
			from, ok := fullYear(hanNumber(m[year]), n, hanNumber(m[first]), today, ahead)
			if m[lastMonth] != "" {
				n, _ = monthNumber(m[lastMonth])
			}
			end, exists := exactDay(from.Year(), n, hanNumber(m[last]))
			if !known || !ok || !exists || !from.Before(end) {
				return "", false
			}
			return asStretch(from, m[between], end), true
		})
	}
	replace(oneMonth, 5, 4, 1, 2, 4, 3)
	replace(figureMonth, 5, 4, 1, 2, 4, 3)
	replace(hanMonth, 1, 2, 3, 4, 5, 6)
	replace(monthAhead, 5, 1, 2, 3, 1, 4)
	text = replaceWhole(noMonth, text, func(m []string) (string, bool) {
		from, ok := comingDay(today, today, hanNumber(m[1]))
		end, exists := comingDay(from, from, hanNumber(m[3]))
		return asStretch(from, m[2], end), ok && exists && from.Before(end)
	})
	text = replaceWhole(dashed, text, func(m []string) (string, bool) {
		from, _, ok := dateIn(m[1], today, locale, ahead)
		end, _, exists := dateIn(m[2], today, locale, ahead)
		return asStretch(from, " to ", end), ok && exists && !from.IsZero() && from.Before(end)
	})
	if text == spoken {
		return said
	}
	return text
}

// HanDates writes the days of a text with their month, in a script without spaces, as dates.
func HanDates(text string, now time.Time, ahead bool) string {
	if !strings.Contains(text, "月") {
		return text
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return replaceWhole(cjkDate, spokenDate(text), func(m []string) (string, bool) {
		day, ok := fullYear(hanNumber(m[1]), hanNumber(m[2]), hanNumber(m[3]), today, ahead)
		return " " + day.Format(time.DateOnly) + " ", ok
	})
}

// asStretch writes two days, with what stands between them in words.
func asStretch(from time.Time, between string, end time.Time) string {
	if !strings.ContainsFunc(between, unicode.IsLetter) {
		between = " to "
	}
	return fmt.Sprintf(" %s%s%s ", from.Format(time.DateOnly), between, end.Format(time.DateOnly))
}

// monthNumber is a month by its number or name.
func monthNumber(said string) (n int, known bool) {
	if n, err := strconv.Atoi(said); err == nil {
		return n, true
	}
	n, known = months[plainWord(said)]
	return n + 1, known
}

// replaceWhole replaces what an expression finds where it is no part of another number or date.
func replaceWhole(of *regexp.Regexp, text string, by func(groups []string) (string, bool)) string {
	var b strings.Builder
	at := 0
	for _, m := range of.FindAllStringSubmatchIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = text[m[2*i]:m[2*i+1]]
			}
		}
		if unicode.IsNumber(before) || unicode.IsLetter(before) && !unspaced(before) || strings.ContainsRune("./:-", before) || isBehindMonth(text[:m[0]]) {
			continue
		}
		if said, ok := by(groups); ok {
			b.WriteString(text[at:m[0]] + said)
			at = m[1]
		}
	}
	return b.String() + text[at:]
}
