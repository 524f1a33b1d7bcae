// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
)

// spokenIn reads a number in words, without those that are other words in the customer's language. A
// single word may have slipped.
func spokenIn(words []string, locale string) said {
	if locale != "" && len(words) > 1 {
		words = slices.Clone(words)
		for i, word := range words {
			if plain := plainWord(word); ordinary[plain] && foreign(plain, locale) {
				words[i] = ";"
			}
		}
	}
	s := spokenNumber(words)
	for s.used == 1 && len(words) > 1 && foreign(s.first, locale) {
		after := s.end
		if s = spokenNumber(words[after:]); s.used > 0 {
			s.end += after
		}
		words = words[after:]
	}
	if plain := plainWord(strings.Join(words, "")); len(words) == 1 && s.used == 0 && !s.unclear && len(plain) >= minSlip {
		for word, n := range spoken {
			if len(word) <= minSlip || !signals.Slip(plain, word) {
				continue
			}
			if s.used > 0 && s.n != n {
				return said{}
			}
			s = said{n: n, used: 1, end: 1, first: word}
		}
	}
	return s
}

// western is a digit, or a mark of numbers, of Arabic or Persian as the others write it.
func western(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r == '٫':
		return '.'
	case r == '٬':
		return ','
	}
	return r
}

// alone is a number without a mark that belongs to what stands before it: "A-5", "no.5".
func alone(before, number string) string {
	if r, _ := utf8.DecodeLastRuneInString(before); strings.ContainsAny(number[:1], "-.") && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		if number[0] == '-' && unicode.IsDigit(r) {
			return "" // a range, or a part of a date
		}
		return number[1:]
	}
	return number
}

// foreign says whether a number in words is mostly another word in other languages than its own: "on".
func foreign(word, locale string) bool {
	own, known := map[string]string{"on": "tr", "bin": "tr", "dort": "tr", "kirk": "tr", "once": "es", "dos": "es", "due": "it", "sei": "it"}[word]
	return known && !strings.HasPrefix(strings.ToLower(locale), own)
}

// ordinary are numbers that are among the most common words elsewhere, so that no number goes on with them.
var ordinary = setOf("on once due bin")

// said is a number in words, and how many words it took; unclear: they are more than one number, or a
// word of it is not known.
type said struct {
	n       float64
	used    int
	end     int // the place of the word after it
	first   string
	unclear bool
}

// spokenNumber reads a number in words.
func spokenNumber(words []string) said {
	var s said
	thousands, below, last, negative := 0, 0, "", false
	for i, word := range words {
		plain := signals.Words(word)
		if len(plain) != 1 {
			continue
		}
		word = plain[0]
		value, known := numberWord(word)
		if tens, joined := strings.CutPrefix(word, "و"); joined && s.used > 0 && below%100 < 10 && spoken[tens] >= 20 && spoken[tens] < 100 {
			below += int(spoken[tens]) // Arabic says "five and twenty"
			s.used, s.end = s.used+1, i+1
			continue
		}
		if word == "one" && len(words) > 1 && isPronoun(words, i) {
			known = false
		}
		switch {
		case dozens[word] && s.used == 1 && thousands+below == 1:
			below = int(value) // "une douzaine"
		case !known && s.used == 0:
			negative = part.MatchString(word) || negative && word == "a" || halves[word] // "half a dozen"
			continue
		case !known && between[word]:
			continue
		case !known:
			s.unclear = s.unclear || scale.MatchString(word) || halves[word]
			s.n = float64(thousands + below)
			return s
		case negative, !fits(thousands, below, int(value), word, last):
			s.unclear = true
			return s
		case value == 1000:
			thousands, below = max(below, 1)*1000, 0
		case value == 100:
			below = max(below, 1) * 100
		case isVingt(word) && below%100 == 4:
			below += 76
		default:
			below += int(value)
		}
		s.end = i + 1
		if s.used++; s.used == 1 {
			s.first = word
		}
		last = word
	}
	s.n = float64(thousands + below)
	return s
}

// isPronoun tells whether "one" stands for a thing and not for how many: "the first one", "one moment".
func isPronoun(words []string, i int) bool {
	if i > 1 && words[i-1] == "the" && (plainWord(words[i-2]) == "just" || plainWord(words[i-2]) == "only") {
		return false
	}
	return i > 0 && beforeOne[plainWord(words[i-1])] || i+1 < len(words) && afterOne[plainWord(words[i+1])]
}

var (
	beforeOne = setOf("the that this which first second last right other any no each every some blue red small large big good new old wrong same")
	afterOne  = setOf("of moment minute sec second thing question more last")
)

// fits says whether a number goes on with a word: "twenty" with "three", and not "two" with "three".
func fits(thousands, below, value int, word, last string) bool {
	rest := below % 100
	switch {
	case value == 1000:
		return thousands == 0
	case value == 100 && (word == "cent" || word == "cents"):
		return last == "" || french[last]
	case value == 100, value > 100:
		return below < 100 && (value == 100 || below == 0)
	case rest == 0:
		return value > 0 || thousands+below == 0
	case value < 10:
		return value > 0 && rest%10 == 0
	case value < 20:
		return rest == 60 || rest == 80 // soixante-dix, quatre-vingt-dix
	}
	return isVingt(word) && rest == 4
}

func isVingt(word string) bool { return word == "vingt" || word == "vingts" }
