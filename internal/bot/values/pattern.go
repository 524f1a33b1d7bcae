// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
)

// readPattern looks for a value that matches the pattern as a whole: the text itself, or up to
// four neighbouring words of it, the longest match first. What does not match as written may do
// so without what customers put between: "ab 123456" and "2048-1167".
func (r *Reader) readPattern(text string) Reading {
	text = strings.TrimSpace(text)
	if len(text) <= maxRunes*4 && r.pattern.MatchString(text) {
		return Reading{Value: bounded(text)}
	}
	words := strings.Fields(text)
	words = words[:min(len(words), maxScannedWords)]
	for _, words := range [][]string{words, apart(words)} {
		if value, rest := eachSpan(words, maxWords, r.asWritten); value != "" {
			return Reading{Value: value, Rest: rest}
		}
		if value, rest := eachSpan(words, maxSpelt, r.tidied); value != "" {
			return Reading{Value: value, Rest: rest}
		}
	}
	if strings.IndexFunc(text, unicode.IsNumber) >= 0 || len(words) == 1 {
		return Reading{Refused: Format, Rest: len(words)}
	}
	return Reading{}
}

// apart takes words apart where a script without spaces begins or ends, as at the number in
// "注文AB123456を"; nil: there is none.
func apart(words []string) []string {
	var all []string
	for _, word := range words {
		start, was := 0, false
		for i, r := range word {
			is := unspaced(r)
			if i > 0 && is != was {
				all, start = append(all, word[start:i]), i
			}
			was = is
		}
		all = append(all, word[start:])
	}
	if len(all) == len(words) {
		return nil
	}
	return all[:min(len(all), maxScannedWords)]
}

// maxSpelt is how many words a value may be written in that has no spaces.
const maxSpelt = 8

// eachSpan tries neighbouring words, the longest spans first.
func eachSpan(words []string, longest int, try func(candidate string) string) (value string, rest int) {
	for span := min(longest, len(words)); span > 0; span-- {
		for i := 0; i+span <= len(words); i++ {
			if value := try(strings.Join(words[i:i+span], " ")); value != "" {
				return bounded(value), len(words) - span
			}
		}
	}
	return "", 0
}

// asWritten matches "It is AB123456.", "(AB123456)", and "#42" where the sign belongs to the
// value.
func (r *Reader) asWritten(candidate string) string {
	for _, c := range []string{
		candidate, strings.TrimRightFunc(candidate, unicode.IsPunct), strings.TrimFunc(candidate, unicode.IsPunct),
	} {
		if r.pattern.MatchString(c) {
			return c
		}
	}
	return ""
}

// tidied matches a candidate without spaces and signs, as written and in capitals. It needs a
// digit: "please" in capitals would be a value of many patterns, and so would "for 2048".
func (r *Reader) tidied(candidate string) string {
	if strings.IndexFunc(candidate, unicode.IsNumber) < 0 || slices.ContainsFunc(strings.Fields(candidate), isLittleWord) {
		return ""
	}
	upper := strings.ToUpper(candidate)
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, candidate)
	spaceless := strings.TrimFunc(strings.Join(strings.Fields(candidate), ""), unicode.IsPunct)
	for _, c := range []string{
		strings.TrimFunc(upper, unicode.IsPunct), spaceless, strings.ToUpper(spaceless), strings.ToLower(spaceless),
		bare, strings.ToUpper(bare), strings.ToLower(bare),
	} {
		if r.pattern.MatchString(c) {
			return c
		}
	}
	for _, c := range []string{bare, strings.ToUpper(bare), strings.ToLower(bare)} {
		if value := r.signed.complete(c); value != "" && r.pattern.MatchString(value) {
			return value
		}
	}
	return ""
}

// minLittleWord is the fewest letters of a little word: "ab" and "de" are often letters of a number.
const minLittleWord = 3

// isLittleWord tells whether a word is one of the most used ones, and not in capitals as the letters of a number are.
func isLittleWord(word string) bool {
	return utf8.RuneCountInString(word) >= minLittleWord && word != strings.ToUpper(word) && signals.IsFrequent(word)
}

// All are the values that a text holds, each once and in order, where they are distinguishable from
// ordinary words.
func (r *Reader) All(text string) []string {
	if !r.Distinct || r.pattern == nil {
		return nil
	}
	words := strings.Fields(chars.Fold(text))
	if spaced := apart(words); spaced != nil {
		words = spaced
	}
	words = words[:min(len(words), maxScannedWords)]
	var all []string
	for i := 0; i < len(words); {
		value, used := "", 1
		for span := min(maxWords, len(words)-i); span > 0 && value == ""; span-- {
			candidate := strings.Join(words[i:i+span], " ")
			if value = r.asWritten(candidate); value == "" {
				value = r.tidied(candidate)
			}
			used = span
		}
		if value != "" && !slices.Contains(all, bounded(value)) {
			all = append(all, bounded(value))
		}
		i += used
	}
	return all
}
