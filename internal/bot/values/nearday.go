// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/signals"
)

// nearDay reads days in words that tell how far from today they are, and weekdays.
func nearDay(words []string, text string, today time.Time) (time.Time, int, bool) {
	for _, phrase := range dayPhrases {
		if containsDay(words, phrase.words) || phrase.unspaced != "" && strings.Contains(text, phrase.unspaced) {
			return today.AddDate(0, 0, phrase.days), len(phrase.words), true
		}
	}
	if weekday, i := weekdayIn(words); i >= 0 {
		day := following(weekday, today)
		if of, ok := dayBeside(words, i, today); ok {
			return of, 2, of.Weekday() == weekday
		}
		for _, near := range words[max(0, i-2):min(len(words), i+2)] {
			if slices.Contains(past, near) {
				return day.AddDate(0, 0, -7), 2, true
			}
		}
		return day, 1, true
	}
	for weekday, name := range unspacedWeekdays {
		if slices.ContainsFunc(strings.Fields(name), func(n string) bool { return strings.Contains(text, n) }) {
			return following(time.Weekday(weekday), today), 1, true
		}
	}
	return time.Time{}, 0, false
}

// containsDay tells whether words hold those of a day, and not as a part of one: "por la mañana", "Freitag Morgen".
func containsDay(words, day []string) bool {
	for at := 0; at+len(day) <= len(words); at++ {
		if slices.Equal(words[at:at+len(day)], day) && (len(day) > 1 || at == 0 || !IsPartOfDay(words[at-1], words[at])) {
			return true
		}
	}
	return false
}

// IsPartOfDay tells whether a word for tomorrow is one for the morning behind another word, as signals.Words returns both:
// "la mañana", "Freitag Morgen".
func IsPartOfDay(before, word string) bool {
	switch word {
	case "manana":
		return before == "la" || before == "esta" || before == "cada"
	case "morgen":
		_, weekday := weekdays[before]
		return weekday && len(before) > minSlip || morningBehind[before]
	}
	return false
}

// morningBehind are German words before "Morgen" that say of which day it is.
var morningBehind = setOf("am heute gestern jeden diesen den guten")

// NamesNearDay tells whether a text names a day that way: "tomorrow", "下周五".
func NamesNearDay(text string, now time.Time) bool {
	words := signals.Words(text)
	if _, _, ok := placedDay(words, text, now); ok {
		return true
	}
	_, _, ok := nearDay(words, text, now)
	return ok
}

// NamesDayAhead tells whether a text names a day after today that way, or by its weekday.
func NamesDayAhead(text string, now time.Time) bool {
	day, _, ok := nearDay(signals.Words(text), text, now)
	return ok && day.After(now)
}

// IsNearDay tells whether a word, as signals.Words returns it, is one of those that name a day to come by how far
// from today it is: "day after tomorrow".
func IsNearDay(word string) bool { return nearDayWords()[word] }

// NamesToday tells whether words, as signals.Words returns them, have one for today.
func NamesToday(words []string) bool {
	return slices.ContainsFunc(dayPhrases, func(p dayPhrase) bool { return p.days == 0 && containsDay(words, p.words) })
}

// NearDayIn is how many words name a day that way from the first one on; 0: none do.
func NearDayIn(words []string) (n int) {
	for _, phrase := range dayPhrases {
		if len(phrase.words) > n && len(phrase.words) <= len(words) && slices.Equal(phrase.words, words[:len(phrase.words)]) {
			n = len(phrase.words)
		}
	}
	return n
}

var nearDayWords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, phrase := range dayPhrases {
		for _, word := range phrase.words {
			all[word] = all[word] || phrase.days >= 0
		}
	}
	return all
})

var (
	// countedDay is a day that is so many days, weeks or months from today.
	countedDay = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:(?:today|heute|hoy|oggi|hoje|aujourd['’]hui)\s+)?(?:in|dentro de|en|dans|tra|fra|em|daqui a|بعد)\s+(?:[0-9]{1,3}|\pL+)\s+\pL+|(?:^|[^\pL\pN])(?:[0-9]{1,3}|\pL+)\s+\pL+\s+(?:sonra|from now)(?:$|[^\pL])`)
	// unspacedDay is the same in Chinese and Japanese, and other days there that are named by how far they are.
	unspacedDay = func() *regexp.Regexp {
		all := []string{hanCount.String(), hanWeek.String(), `(?:星期|礼拜|周)[一二三四五六日天]|[月火水木金土日]曜日?`}
		for _, phrase := range dayPhrases {
			if phrase.unspaced != "" {
				all = append(all, phrase.unspaced)
			}
		}
		return regexp.MustCompile(strings.Join(all, "|"))
	}()
)

// InDate writes days as dates that are named with a number, but not by their date, or stand between no spaces: the
// number counts nothing else in "in two days", and "明天" is no part of another word.
func InDate(text string, now time.Time) string {
	for _, day := range []*regexp.Regexp{countedDay, unspacedDay} {
		text = day.ReplaceAllStringFunc(text, func(s string) string {
			words := signals.Words(s)
			at, _, ok := placedDay(words, s, now)
			if !ok {
				at, _, ok = inSome(words, now)
			}
			if !ok {
				at, _, ok = nearDay(words, s, now)
			}
			if !ok {
				return s
			}
			return " " + at.Format(time.DateOnly) + " "
		})
	}
	return text
}
