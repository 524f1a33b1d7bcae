// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Token is a word of a text, a number, or a sign of money or per cent. A run of a script without spaces
// is one, too.
type Token struct {
	Word     string // as signals.Words writes it; a number in figures as it stands
	From, To int    // in the text
	Clause   int    // which clause it stands in
	// Figures is true for a number in figures, and Number for one in words as well.
	Figures, Number bool
	// Joined is true for a word with an apostrophe: "we're" is not "were".
	Joined bool
	// Marked is true for a word with an umlaut: "hätte" is not "hatte".
	Marked bool
}

// IsSign tells whether a token is a sign of money or per cent.
func (t Token) IsSign() bool { return charOf([]rune(t.Word)[0]) == charSign }

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
	case IsUnspacedRune(r), r == 'ー':
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

// TokensOf takes a text apart, which has its figures as values.Figures writes them.
func TokensOf(text, locale string) []Token {
	var all []Token
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
		t := Token{From: at, To: end, Clause: clause}
		switch kind {
		case charDigit:
			t.Word, t.Figures, t.Number = text[at:end], true, true
			all = append(all, t)
		case charSign:
			t.Word = text[at:end]
			all = append(all, t)
		default:
			t.Joined, t.Marked = strings.ContainsAny(text[at:end], "'’"), strings.ContainsAny(text[at:end], "äöüÄÖÜ")
			for _, word := range signals.Words(text[at:end]) {
				t.Word, t.Number = word, values.IsNumber(word, locale)
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
