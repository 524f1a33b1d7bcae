// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strings"
	"sync"
)

// Figures is a text with the figures of all scripts, and the counts in Chinese ones, in those that all
// understand, and with times in the unit that the field asks for.
func (r *Reader) Figures(text string) string {
	return arabicCounts(hanCounts(r.spansOf(percents.ReplaceAllString(strings.Map(western, text), "%"))))
}

// percents are words for per cent that hold the word for a hundred.
var percents = regexp.MustCompile(`(?i)\b(?:pour|por|per) (?:cent|ciento|cento)\b`)

// IsMark tells whether a word, as signals.Words returns it, is one of those that correct a value, exclude it,
// or put another beside it.
func IsMark(word string) bool { return markWords()[word] }

var markWords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for phrase := range marksOf {
		for word := range strings.FieldsSeq(phrase) {
			all[word] = true
		}
	}
	for _, list := range []map[string]bool{negations, ends, joins} {
		for word := range list {
			all[word] = true
		}
	}
	return all
})

// Joins tells whether a word, as signals.Words returns it, puts another value beside one: "or", "and".
func Joins(word string) bool { return joins[word] || marksOf[word] == alternative }

// Corrects tells whether a word or two, as signals.Words returns them, put right a value before them: "no", "i mean".
func Corrects(words string) bool { return negations[words] || marksOf[words] == correction }

// MarksBefore are the marks that a text begins with in a script without spaces.
func MarksBefore(text string) []string {
	var all []string
	for mark := range unspacedMarks {
		if strings.HasPrefix(text, mark) {
			all = append(all, mark)
		}
	}
	return all
}

// IsNumber tells whether a word, as signals.Words returns it, is a number in the customer's language.
func IsNumber(word, locale string) bool {
	_, known := numberWord(word)
	return known && (locale == "" || !foreign(word, locale))
}

// IsDay tells whether a word, as signals.Words returns it, names a weekday or a month.
func IsDay(word string) bool {
	_, weekday := weekdays[word]
	return weekday || IsMonth(word)
}

// IsMonth tells whether a word, as signals.Words returns it, names a month.
func IsMonth(word string) bool {
	_, month := months[word]
	return month
}
