// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
)

// minSpelt is how many digits are read one by one: fewer are a number like any other, as in "one of
// the two".
const minSpelt = 3

// speltWord is a word, or figures, with what stands before it.
var speltWord = regexp.MustCompile(`([\s,.;:–-]*)([\pL\pM\pN]+)`)

// speltDigits are the digits as people say them one by one.
var speltDigits = func() map[string]string {
	all := map[string]string{
		"o": "0", "oh": "0", "nought": "0", "zwo": "2", "ein": "1", "une": "1", "meia": "6", "uma": "1", "duas": "2", "〇": "0", "两": "2", "幺": "1",
	}
	for word, n := range spoken {
		if n >= 0 && n <= 9 && !unspelt[word] {
			all[word] = strconv.Itoa(int(n))
		}
	}
	return all
}()

// unspelt are small numbers that nobody says for a digit.
var unspelt = map[string]bool{"couple": true, "pair": true, "fiver": true, "both": true, "zweit": true, "dritt": true, "viert": true, "funft": true, "sechst": true, "siebt": true, "beide": true, "单": true, "einen": true}

// repeats are words for a digit that stands several times.
var repeats = map[string]int{
	"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "doppel": 2, "dreifach": 3, "doble": 2, "doppio": 2, "triplo": 3, "dobro": 2, "cift": 2,
}

// Spelt returns a text with figures where it says digits one by one, as people do who
// speak instead of writing: "A B double four one" is "A B 441".
func Spelt(text string) string {
	text = strings.Map(western, text)
	if !saysDigits(text) {
		return text
	}
	var out, run, raw strings.Builder // raw is the run as it was written
	times, digits, words, done := 1, 0, 0, 0
	flush := func() {
		if words > 1 && digits >= minSpelt {
			out.WriteString(run.String())
		} else {
			out.WriteString(raw.String())
		}
		run.Reset()
		raw.Reset()
		times, digits, words = 1, 0, 0
	}
	for _, at := range speltWord.FindAllStringSubmatchIndex(text, -1) {
		between, word := text[at[2]:at[3]], text[at[4]:at[5]]
		if at[0] > done {
			flush()
			out.WriteString(text[done:at[0]])
		}
		done = at[1]
		said, spoken := digitsOf(word)
		repeat, repeated := repeats[plainWord(word)]
		begins := raw.Len() == 0
		switch {
		case repeated && times == 1:
			times = repeat
		case said != "":
			if spoken {
				words += len(said)
			}
			said = strings.Repeat(said, times)
			times = 1
			digits += len(said)
		default:
			flush()
			out.WriteString(between + word)
			continue
		}
		if begins {
			out.WriteString(between)
		} else {
			raw.WriteString(between)
		}
		raw.WriteString(word)
		run.WriteString(said)
	}
	flush()
	return out.String() + text[done:]
}

// saysDigits tells whether a digit is said at all, in less time than it takes to look for several.
func saysDigits(text string) bool {
	for word := range strings.FieldsFuncSeq(text, notLetter) {
		if _, spoken := digitsOf(word); spoken {
			return true
		}
	}
	return false
}

// digitsOf are the digits that a word stands for; spoken: it was said in words.
func digitsOf(word string) (digits string, spoken bool) {
	if isFigures(word) {
		return word, false
	}
	if digit, known := speltDigits[plainWord(word)]; known {
		return digit, true
	}
	var all strings.Builder
	for _, r := range word { // scripts without spaces
		digit, known := speltDigits[string(r)]
		if !known || r < 0x3000 {
			return "", false
		}
		all.WriteString(digit)
	}
	return all.String(), true
}

func plainWord(word string) string {
	if strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(word)
	}
	return strings.Join(signals.Words(word), "")
}

func isFigures(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}
