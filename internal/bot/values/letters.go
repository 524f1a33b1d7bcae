// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// asIn is a letter with the word that tells it from others: "A as in Alpha".
	asIn = regexp.MustCompile(`(?i)(^|[^\pL\pN])(\pL)\s+(?:as in|like in|for|like|wie in|wie|comme|como|come)\s+(\pL{2,})`)
	// hundreds are figures that are said together, as in "nine hundred": 900.
	hundreds = regexp.MustCompile(`(?i)\b([1-9]|one|two|three|four|five|six|seven|eight|nine)[ -]hundred\b`)
	// pairs are figures that are said two by two: "forty-two".
	pairs = regexp.MustCompile(`(?i)\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?\b`)
	plus  = regexp.MustCompile(`(?i)\bplus\s+`)
)

// minLetters is how many letters and digits must be said one by one to be taken together.
const minLetters = 3

// alphabet is that of radio and telephone, by the word for each letter.
var alphabet = func() map[string]string {
	all := map[string]string{}
	for word := range strings.FieldsSeq("alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango " +
		"uniform victor whiskey whisky xray yankee zulu anton berta casar dora emil friedrich gustav heinrich ida julius kaufmann ludwig martha nordpol otto paula quelle richard samuel siegfried theodor ulrich viktor wilhelm xanthippe ypsilon zacharias") {
		all[word] = strings.ToUpper(word[:1])
	}
	return all
}()

// signsSaid are signs within a value.
var signsSaid = map[string]string{"dash": "-", "hyphen": "-", "minus": "-", "bindestrich": "-", "tiret": "-", "guion": "-", "trattino": "-", "hifen": "-", "slash": "/", "dot": ".", "underscore": "_"}

// spelled returns a text in which letters, digits and signs that are said one by one stand
// together: "K seven papa Q" is "K7PQ".
func spelled(text string) string {
	if !spells(text) {
		return text
	}
	text = asIn.ReplaceAllStringFunc(text, func(s string) string {
		m := asIn.FindStringSubmatch(s)
		if !strings.EqualFold(m[2], m[3][:utf8.RuneLen(firstRune(m[3]))]) {
			return s
		}
		return m[1] + strings.ToUpper(m[2])
	})
	text = strings.NewReplacer("X-ray", "xray", "x-ray", "xray", "X-Ray", "xray").Replace(text)
	var out, run strings.Builder
	count, times, done, start := 0, 1, 0, 0
	flush := func(until int) {
		if count >= minLetters {
			out.WriteString(run.String())
		} else {
			out.WriteString(text[start:until])
		}
		run.Reset()
		count, times = 0, 1
	}
	for _, at := range speltWord.FindAllStringSubmatchIndex(text, -1) {
		between, word := text[at[2]:at[3]], text[at[4]:at[5]]
		unit := unitSaid(word)
		repeat, repeated := repeats[plainWord(word)]
		if unit == "" && !repeated || at[0] > done {
			flush(done)
			out.WriteString(text[done:at[4]])
			start = at[4]
		} else if run.Len() == 0 && times == 1 && start < at[4] {
			out.WriteString(text[start:at[4]])
			start = at[4]
		}
		done = at[1]
		switch {
		case repeated:
			times = repeat
		case unit == "":
			out.WriteString(word)
			start = at[1]
		default:
			if times == 1 && count > 0 && strings.Trim(between, " ,") != "" && signsSaid[plainWord(word)] == "" {
				run.WriteString(strings.TrimSpace(between))
			}
			run.WriteString(strings.Repeat(unit, times))
			count += times
			times = 1
		}
	}
	flush(done)
	return out.String() + text[done:]
}

// spells tells whether enough is said one by one, in less time than it takes to read it.
func spells(text string) bool {
	units := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if unitSaid(word) != "" || repeats[plainWord(word)] > 0 {
			units++
		}
	}
	return units > 1
}

// unitSaid is the letter, the figures or the sign that a word stands for; empty: it is a word.
func unitSaid(word string) string {
	if digits, _ := digitsOf(word); digits != "" {
		return digits
	}
	plain := plainWord(word)
	if letter, known := alphabet[plain]; known {
		return letter
	}
	if sign, known := signsSaid[plain]; known {
		return sign
	}
	// Some letters stand together: "AB double one".
	if n := utf8.RuneCountInString(word); n == 1 || n <= 3 && strings.ToUpper(word) == word && strings.IndexFunc(word, unicode.IsDigit) < 0 {
		return word
	}
	return ""
}

// saidTogether returns a text with figures for numbers that stand for two or three digits, as in
// telephone numbers: "nine hundred" is 900, and "plus four four" begins with a sign.
func saidTogether(text string) string {
	if lower := strings.ToLower(text); !strings.Contains(lower, "plus") && !strings.Contains(lower, "hundred") && !strings.Contains(lower, "ty") {
		return text
	}
	text = plus.ReplaceAllString(text, "+")
	text = hundreds.ReplaceAllStringFunc(text, func(s string) string {
		digits, _ := digitsOf(hundreds.FindStringSubmatch(s)[1])
		return digits + "00"
	})
	return pairs.ReplaceAllStringFunc(text, func(s string) string {
		m := pairs.FindStringSubmatch(s)
		return strconv.Itoa(int(spoken[strings.ToLower(m[1])] + spoken[strings.ToLower(m[2])]))
	})
}

func firstRune(text string) rune {
	first, _ := utf8.DecodeRuneInString(text)
	return first
}
