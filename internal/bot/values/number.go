// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	// figures is a number in figures with all of its marks; the part that counts is the first group.
	figures = regexp.MustCompile(`(-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?)(?:[^0-9]|$)|(-?(?:[0-9]+(?:[.,'][0-9]+)*|\.[0-9]+))`)
	// grouped is a number whose thousands are separated, by threes or as in India; what comes after
	// the last group is a fraction.
	grouped = regexp.MustCompile(`^(-?[1-9][0-9]{0,2}(?:(?:,[0-9]{2,3})*,[0-9]{3}|(?:\.[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+))(?:[.,]([0-9]+))?$`)
	// plain is a number without separated thousands.
	plain    = regexp.MustCompile(`^(-?[0-9]*)(?:[.,]([0-9]+))?$`)
	compound = regexp.MustCompile(`[\s-]+`)
	// part is what makes the figures after it a part of something else: "1/2", "10^3", "1e5", "3-".
	part = regexp.MustCompile(`[0-9](?:[-/^_:*]|\pL+)$|(?i:\b(?:minus|moins|menos|meno|eksi))\s*$`)
	// scale makes the number before it another one: "2k", "3 million".
	scale = regexp.MustCompile(`^\s*(?i:k|tsd|mio|mrd|mn|bn|hundreds?|thousands?|hundert|tausend|miles|mil|mille|mila|bin|milyon|milyar|lakhs?|crores?|dozen|dutzend|[mb]il+i\pL+|milhoes|milhões|dozens)(?:\PL|$)`)
)

// mostExact is the largest number of which all digits are kept.
const mostExact = 1 << 53

// readNumber finds a number in figures or words.
func (r *Reader) readNumber(text string, today time.Time, locale string) Reading {
	text = arabicCounts(hanCounts(strings.Map(western, text)))
	if onlyMe.MatchString(text) {
		return r.bounded(Reading{Value: "1"}, 1, today)
	}
	rest := len(strings.FieldsFunc(text, notLetter))
	all := figures.FindAllStringSubmatchIndex(text, -1)
	if len(all) > 0 {
		return r.inFigures(text, all, rest, today)
	}
	words := compound.Split(text, -1)
	said := spokenIn(words, locale)
	switch {
	case said.unclear, said.used == 0 && rest == 1:
		return Reading{Refused: Format, Rest: rest}
	case said.used > 0 && others.MatchString(text):
		return Reading{Refused: Unclear, Rest: rest}
	case said.used > 0:
		if more := spokenIn(words[said.end:], locale); more.used > 0 && more.n > 1 && more.n != said.n {
			return Reading{Refused: Unclear, Rest: rest}
		}
		return r.bounded(Reading{Value: writeNumber(said.n), Rest: max(rest-said.used, 0)}, said.n, today)
	}
	return Reading{}
}

// inFigures reads the only number, or the one of several that counts all.
func (r *Reader) inFigures(text string, found [][]int, rest int, today time.Time) Reading {
	if len(found) > maxMarks {
		return Reading{Refused: Unclear, Rest: rest}
	}
	var all []float64
	var at [][2]int
	for i, m := range found {
		from, until := max(m[2], m[4]), max(m[3], m[5])
		n, ok := parseFigures(alone(text[:from], text[from:until]))
		if !ok || math.Abs(n) > mostExact || part.MatchString(text[:from]) || scale.MatchString(text[until:]) {
			if i == len(found)-1 || !ok {
				return Reading{Refused: Format, Rest: rest}
			}
		}
		if roughly.MatchString(text[until:]) {
			return Reading{Refused: Unclear, Rest: rest}
		}
		all, at = append(all, n), append(at, [2]int{from, until})
	}
	n, ok := oneOfCounts(text, at, all)
	if !ok || figureRange.MatchString(text) || len(all) == 1 && others.MatchString(text) {
		return Reading{Refused: Unclear, Rest: rest}
	}
	return r.bounded(Reading{Value: writeNumber(n), Rest: rest}, n, today)
}

// parseFigures reads "1,250.50", "1.250,50", "1'250" and "23,4". A single mark before exactly
// three figures separates thousands.
func parseFigures(text string) (float64, bool) {
	parts := grouped.FindStringSubmatch(text)
	if parts == nil {
		parts = plain.FindStringSubmatch(text)
	}
	if parts == nil {
		return 0, false
	}
	if parts[1]+parts[2] == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", "", "'", "", " ", "").Replace(parts[1])+"."+parts[2], 64)
	return n, err == nil
}

// writeNumber writes a number so that it is read as the same one: where exactly three decimals
// would be taken for thousands, a fourth follows.
func writeNumber(n float64) string {
	written := strconv.FormatFloat(n, 'f', -1, 64)
	if grouped.MatchString(written) {
		written += "0"
	}
	return written
}
