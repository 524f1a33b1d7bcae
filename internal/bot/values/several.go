// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/contract/release"
)

// each reads a text clause by clause: what is corrected or excluded is no value, of several that are
// left none is taken, and what limits a value only ("not before Friday") is none either.
func (r *Reader) each(text, locale string, today time.Time, read func(text string) Reading) Reading {
	if r.Distinct || r.pattern != nil {
		// What stands in no part of the text does not stand in the whole either.
		if whole := read(text); whole.Value == "" {
			return whole
		}
	}
	all := r.clauses(text, locale)
	if len(all) == 1 {
		return read(text)
	}
	var found []Reading
	var replaced, before string
	unclear := false
	gone, excludedAny := map[string]bool{}, false
	exclude := func(value string) {
		gone[value], excludedAny = true, true
	}
	for _, c := range all {
		said, rest := c.text, ""
		if c.relation == postfix && len(found) == 0 {
			c.relation = exclusion // "no puedo el lunes"
		}
		if c.relation == exclusion {
			if at := endOfExclusion.FindStringIndex(said); at != nil {
				said, rest = said[:at[0]], said[at[1]-len(lastOf(said[at[0]:at[1]])):]
			}
		}
		if c.relation == postfix {
			for _, f := range found {
				exclude(f.Value)
			}
			found = nil
		}
		reading := readIfAny(said, read)
		switch value := reading.Value; {
		case value == "":
			if c.relation == exclusion && len(found) > 0 && !c.follows && endsInWord(before) {
				exclude(found[len(found)-1].Value) // "Freitag passt mir nicht"
			}
			unclear = unclear || c.relation == correction && r.pattern != nil && len(found) > 0 && putsRightPart(said)
			if c.relation == correction && (reading.Refused == Unclear || reading.Refused.IsOfOne()) {
				found = []Reading{reading}
			}
			if (c.relation == rangeEnd || c.relation == alternative) && len(found) > 0 && reading.Refused.IsOfOne() {
				found = append(found, reading)
			}
		case c.relation == alternative && len(found) == 0 && r.field.Type == release.FieldDate && endsInValue(before):
			unclear = true // "in two or three days"
		case c.relation == exclusion, c.relation == rangeEnd && len(found) == 0 && r.field.Type == release.FieldDate:
			exclude(value)
		case c.relation == correction:
			if len(found) > 0 {
				replaced = found[len(found)-1].Value
			}
			found = []Reading{r.completed(reading, said, replaced, today)}
		default:
			found = append(found, reading)
		}
		if after := readIfAny(rest, read); after.Value != "" {
			found = append(found, after)
		}
		before = c.text
	}
	if unclear {
		return Reading{Refused: Unclear}
	}
	var left []Reading
	for _, f := range found {
		if gone[f.Value] && f.Value != "" {
			continue
		}
		if len(left) > 0 && left[len(left)-1].Value == f.Value {
			continue
		}
		left = append(left, f)
	}
	switch {
	case len(left) == 1:
		return left[0]
	case len(left) > 1:
		return Reading{Refused: Unclear, Rest: left[0].Rest}
	case excludedAny:
		return Reading{Refused: Unclear}
	}
	return read(text)
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// endsInWord tells whether a text goes on without a pause.
func endsInWord(text string) bool {
	last := lastRune(strings.TrimSpace(text))
	return unicode.IsLetter(last) || unicode.IsNumber(last)
}

// partRight is a letter or figures that put right a part of a value: "sorry, M at the end".
var partRight = regexp.MustCompile(`(?:^|\s)(?:[b-hj-zB-HJ-Z]|[0-9]+)(?:[\s.,]|$)`)

// maxPartRight is the most words of such a correction.
const maxPartRight = 6

func putsRightPart(text string) bool {
	return len(strings.Fields(text)) <= maxPartRight && partRight.MatchString(text)
}

// lastOf is the character that a clause goes on with where scripts have no spaces; empty: it was a space.
func lastOf(end string) string {
	last := lastRune(end)
	if unicode.Is(unicode.Han, last) {
		return string(last)
	}
	return ""
}

func lastRune(text string) rune {
	last, _ := utf8.DecodeLastRuneInString(text)
	return last
}

func readIfAny(text string, read func(text string) Reading) Reading {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return Reading{}
	}
	return read(text)
}
