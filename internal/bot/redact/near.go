// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How far a word may be from the secret that it tells. Each number of a text is looked at with so
// many bytes only, so that a text takes a time that grows as its length does.
const (
	maxBefore = 120
	maxAfter  = 64
	// maxBetween is how many words may stand between when one gives the secret, and maxLoose without.
	maxBetween = 9
	maxLoose   = 3
)

// near masks the secrets that words tell which stand some way before or after them.
func near(text string) string {
	said := &sayings{text: text}
	var out strings.Builder
	done := 0
	for _, at := range mayHide.FindAllStringIndex(text, -1) {
		from, to := at[0], at[0]+len(strings.TrimRight(text[at[0]:at[1]], ".!&+-"))
		for _, part := range parts(text[from:to]) {
			if said.tell(from+part[0], from+part[1]) {
				out.WriteString(text[done:from+part[0]] + Mask)
				done = from + part[1]
				break
			}
		}
	}
	return out.String() + text[done:]
}

// parts are where a secret may be in a word and the numbers after it: in all of it, or in either.
func parts(found string) [][2]int {
	space := strings.IndexByte(found, ' ')
	if space < 0 || grouped.MatchString(found) {
		return [][2]int{{0, len(found)}}
	}
	return [][2]int{{0, space}, {space + 1, len(found)}}
}

// sayings are where the words of each clue stand in a text: they are looked for once, and only when
// there is a number that one may tell.
type sayings struct {
	text  string
	found [][][]int // by clue
}

// last returns where the last words of a clue end between two places; negative: there are none.
func (s *sayings) last(clue, from, to int) int {
	if s.found == nil {
		s.found = make([][][]int, len(clues))
	}
	if s.found[clue] == nil {
		s.found[clue] = append([][]int{}, clues[clue].words.FindAllStringIndex(s.text, -1)...)
	}
	found := s.found[clue]
	after := sort.Search(len(found), func(i int) bool { return found[i][0] >= to })
	for i := after - 1; i >= 0 && found[i][0]+1 >= from; i-- {
		end := found[i][1]
		// The match may have the character after the word, such as a colon.
		if r, size := utf8.DecodeLastRuneInString(s.text[:end]); !unicode.IsLetter(r) {
			end -= size
		}
		if end <= to {
			return end
		}
	}
	return -1
}

// tell whether words around a place tell that what stands there is a secret.
func (s *sayings) tell(from, to int) bool {
	text, secret := s.text, s.text[from:to]
	if !hasDigit(secret) {
		return false
	}
	number, key, password := grouped.MatchString(secret), isKey(secret), isPassword(secret)
	if !number && !key && !password {
		return false
	}
	before, after := clause(text, from, to)
	if !mayTell(before) && !mayTell(after) {
		return false
	}
	if isUnit.MatchString(after) || glued(text[max(0, from-maxAfter):from], after) {
		return false
	}
	if password && givesPassword(before, secret, after) {
		return true
	}
	if !number && !key || isSince.MatchString(tail(before)) {
		return false
	}
	if onBack.MatchString(after) && !isThing.MatchString(before+after) && digitsOf(3, 3, 3)(secret, true) {
		return true
	}
	if fromThere.MatchString(after) && arrived.MatchString(before) && !isThing.MatchString(before) && digitsOf(6, 6, 6)(secret, true) {
		return true
	}
	for i, c := range clues {
		if !c.fits(secret, true) {
			continue
		}
		if last := s.last(i, from-len(before), from); last >= 0 && c.comesBefore(before, text[last:from], secret, after) || c.comesAfter(before, after) {
			return true
		}
	}
	return false
}

// comesBefore tells whether the clue's words, which end before between, are about the secret.
func (c clue) comesBefore(before, between, secret, after string) bool {
	given := isGiven.MatchString(between)
	count := len(strings.Fields(between))
	switch {
	case count > maxBetween, !given && count > maxLoose, !c.fits(secret, given):
		return false
	case isThing.MatchString(between), isPhone.MatchString(between), isFailing.MatchString(between), hasDigit(between):
		return false
	case strings.Contains(between, "\n") && withoutOne.MatchString(before):
		return false
	}
	said := before + " " + after
	return (c.with == nil || c.with.MatchString(said)) && (!c.weak || !isThing.MatchString(said))
}

// comesAfter tells whether the clue's words follow the secret at once.
func (c clue) comesAfter(before, after string) bool {
	if !c.after.MatchString(after) || isThing.MatchString(before) {
		return false
	}
	return (c.with == nil || c.with.MatchString(after)) && (!c.weak || !isThing.MatchString(after))
}

var sentenceEnds = []string{". ", "! ", "? ", "。", "！", "？", "؟", "•", ".\n", "!\n", "?\n"}

// tail is the end of what stands before a secret, with room for the longest word and spaces.
func tail(before string) string {
	at := max(0, len(before)-24)
	for at < len(before) && !utf8.RuneStart(before[at]) {
		at++
	}
	return before[at:]
}

// clause is what stands before and after a secret in its sentence. What is masked parts it.
func clause(text string, from, to int) (before, after string) {
	start := max(0, from-maxBefore)
	for start > 0 && start < from && !utf8.RuneStart(text[start]) {
		start++
	}
	before = text[start:from]
	for _, end := range sentenceEnds {
		if at := strings.LastIndex(before, end); at >= 0 {
			if goesOn.MatchString(before[at+len(end):]) && end != "•" {
				continue
			}
			before = before[at+len(end):]
		}
	}
	// A line before is of the same sentence when the secret is all that the next one has.
	if at := strings.LastIndexByte(before, '\n'); at >= 0 && strings.TrimSpace(before[at:]) != "" {
		before = before[at+1:]
	}
	stop := min(len(text), to+maxAfter)
	for stop > to && stop < len(text) && !utf8.RuneStart(text[stop]) {
		stop--
	}
	after = text[to:stop]
	if at := strings.IndexAny(after, ".!?\n•。！？؟"); at >= 0 {
		after = after[:at]
	}
	return before, after
}

// glued tells a part of something longer, such as a date, an amount or an address, and what is left of
// a card's number.
func glued(before, after string) bool {
	return gluedBefore.MatchString(before) || gluedAfter.MatchString(after)
}
