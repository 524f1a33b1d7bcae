// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// token is a word of a text, a number, or a sign of money or per cent. A run of a script without spaces
// is one, too.
type token struct {
	word     string // as signals.Words writes it; a number in figures as it stands
	from, to int    // in the text
	clause   int    // which clause it stands in
	// figures is true for a number in figures, and number for one in words as well.
	figures, number bool
	// joined is true for a word with an apostrophe: "we're" is not "were".
	joined bool
	// marked is true for a word with an umlaut: "hätte" is not "hatte".
	marked bool
}

// isSign tells whether a token is a sign of money or per cent.
func (t token) isSign() bool { return charOf([]rune(t.word)[0]) == charSign }

// Kinds of characters.
const (
	charOther = iota
	charDigit
	charLetter
	charUnspaced
	charSign
	charMark
)

func charOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return charDigit
	case isUnspaced(r), r == 'ー':
		return charUnspaced
	case unicode.IsLetter(r):
		return charLetter
	case unicode.Is(unicode.M, r):
		return charMark
	case strings.ContainsRune("€$£¥%٪", r):
		return charSign
	}
	return charOther
}

// tokensOf takes a text apart, which has its figures as values.Figures writes them.
func tokensOf(text, locale string) []token {
	var all []token
	ends := endsOfClauses(text)
	clause := 0
	for at := 0; at < len(text); {
		for clause < len(ends) && at >= ends[clause] {
			clause++
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		kind := charOf(r)
		if kind == charOther || kind == charMark {
			at += size
			continue
		}
		end := endOfToken(text, at+size, kind)
		t := token{from: at, to: end, clause: clause}
		switch kind {
		case charDigit:
			t.word, t.figures, t.number = text[at:end], true, true
			all = append(all, t)
		case charSign:
			t.word = text[at:end]
			all = append(all, t)
		default:
			t.joined, t.marked = strings.ContainsAny(text[at:end], "'’"), strings.ContainsAny(text[at:end], "äöüÄÖÜ")
			for _, word := range signals.Words(text[at:end]) {
				t.word, t.number = word, values.IsNumber(word, locale)
				all = append(all, t)
			}
		}
		at = end
	}
	return all
}

// endOfToken is where a token ends that goes on at a place of a text.
func endOfToken(text string, at, kind int) int {
	for at < len(text) && kind != charSign {
		r, size := utf8.DecodeRuneInString(text[at:])
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		switch {
		case charOf(r) == kind, kind == charLetter && charOf(r) == charMark:
		case kind == charDigit && strings.ContainsRune(".,'’", r) && charOf(next) == charDigit:
		case kind == charDigit && r == ' ' && isThousands(text[at+size:]):
		case kind == charLetter && strings.ContainsRune("'’", r) && charOf(next) == charLetter:
		default:
			return at
		}
		at += size
	}
	return at
}

// isThousands tells whether a text begins with three digits and no more.
func isThousands(text string) bool {
	const group = 3
	digits := 0
	for _, r := range text {
		if charOf(r) != charDigit {
			break
		}
		digits++
	}
	return digits == group
}

// endsOfClauses are where the clauses of a text end, in bytes. What stands after a colon belongs to what
// stands before it: "rent: 300".
func endsOfClauses(text string) []int {
	var all []int
	for _, at := range clauseEnd.FindAllStringIndex(text, -1) {
		mark := strings.TrimRightFunc(text[at[0]:at[1]], func(r rune) bool { return unicode.IsSpace(r) || isUnspaced(r) })
		if mark != ":" {
			all = append(all, at[0]+len(mark))
		}
	}
	return all
}
