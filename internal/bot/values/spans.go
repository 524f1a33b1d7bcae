// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Who is asked for nights may say a week, and who is asked for months a year: one unit is written in the other.

const (
	daysOfWeek   = 7
	monthsOfYear = 12
	maxSpans     = 1000
)

var (
	spanWord = regexp.MustCompile(`[\pL\pM]+(?:-[\pL\pM]+)*|[0-9]+(?:[.,][0-9]+)?`)
	// wholes stand between a number and its unit, and say that it is no less: "a whole week".
	wholes = setOf("whole full ganze ganzes ganzen volle volles entera entero entier entiere intera intero inteira inteiro tam")
	// halfSpans are half a unit, and oneAndHalf one and a half.
	halfSpans  = setOf("half halbes halbe halben medio media demi demie mezzo mezza meio meia yarim نصف")
	oneAndHalf = setOf("anderthalb eineinhalb bircuk")
	oneSpan    = setOf("a an one ein eine einen un una uno une um uma bir")
	// andHalf ends a span that is half a unit longer: "un año y medio".
	andHalf = setOf("and y et e und")
)

// spansOf writes weeks as days, or years as months, where those are asked for.
func (r *Reader) spansOf(text string) string {
	to, times, asked := r.unitsAsked()
	if to == 0 || strings.ContainsFunc(text, unspaced) {
		return r.hanSpans(text, to)
	}
	at := spanWord.FindAllStringIndex(text, maxScannedWords)
	word := func(i int) string {
		if i < 0 || i >= len(at) {
			return ""
		}
		return plainWord(text[at[i][0]:at[i][1]])
	}
	for i := len(at) - 1; i >= 0; i-- {
		if times[spanUnit(word(i))] == 0 || word(i) == "an" && halfSpans[word(i-1)] {
			continue // "half an hour"
		}
		n, unit := 0.0, spanUnit(word(i))
		first, last := i-1, i
		if wholes[word(first)] {
			first--
		}
		if word(first) == "a" && halfSpans[word(first-1)] {
			first--
		}
		var ok bool
		if n, ok = spanNumber(word(first)); !ok {
			if first, n = i, 1; !oneByItself[word(i)] {
				continue
			}
		}
		if oneSpan[word(first-1)] && halfSpans[word(first)] {
			first-- // "ein halbes Jahr"
		}
		if andHalf[word(i+1)] && halfSpans[word(i+2)] {
			n, last = n+half, i+2
		}
		if n *= float64(times[unit]); n != float64(int(n)) || n > maxSpans || n < 1 {
			continue
		}
		text = text[:at[first][0]] + strconv.Itoa(int(n)) + " " + asked + text[at[last][1]:]
		at = slices.Delete(at, max(first, 0), len(at))
	}
	return text
}

const half = 0.5

// unitsAsked is the unit that the field asks for, how many of it the others are, and its word; 0: none that is
// known.
func (r *Reader) unitsAsked() (to byte, times map[byte]int, asked string) {
	for _, word := range append(signals.Words(r.field.Name), signals.Words(r.field.Prompt)...) {
		switch spanUnit(word) {
		case 'n', 'd':
			return 'd', map[byte]int{'w': daysOfWeek, 'f': 2 * daysOfWeek}, word
		case 'm':
			return 'm', map[byte]int{'y': monthsOfYear}, word
		}
	}
	return 0, nil, ""
}

// spanUnit is the unit that a word names; 0: none.
func spanUnit(word string) byte {
	if unit, known := units[word]; known {
		return unit
	}
	switch {
	case yearWords[word]:
		return 'y'
	case nightWords[word]:
		return 'n'
	}
	return 0
}

var (
	yearWords  = setOf("year years yr yrs jahr jahre jahren ano anos anito anitos annee annees an ans anno anni aninho yil sene سنه سنوات سنين")
	nightWords = setOf("night nights nacht nachte nachten noche noches nuit nuits notte notti noite noites gece gecelik ليله ليالي")
	// oneByItself are units that are one where no number stands before them.
	oneByItself = setOf("سنه اسبوع")
)

// spanNumber is how many units a word says.
func spanNumber(word string) (float64, bool) {
	switch {
	case halfSpans[word]:
		return half, true
	case oneAndHalf[word]:
		return 1 + half, true
	case oneSpan[word]:
		return 1, true
	}
	if n, ok := parseFigures(word); ok {
		return n, true
	}
	return numberWord(word)
}

// hanYears are years in Chinese and Japanese.
var hanYears = regexp.MustCompile(`(半|[0-9]+|[一二两三四五六七八九十]+)年間?`)

// hanSpans does the same in scripts without spaces.
func (r *Reader) hanSpans(text string, to byte) string {
	if to == 0 && strings.Contains(r.field.Prompt, "月") {
		to = 'm'
	}
	if to != 'm' {
		return text
	}
	return hanYears.ReplaceAllStringFunc(text, func(s string) string {
		said := hanYears.FindStringSubmatch(s)[1]
		if said == "半" {
			return strconv.Itoa(monthsOfYear/2) + "个月"
		}
		n := hanNumber(said)
		if n == 0 || n > maxSpans {
			return s
		}
		return strconv.Itoa(n*monthsOfYear) + "个月"
	})
}
