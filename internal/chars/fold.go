// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package chars handles the characters of text that others wrote. Fold gives the one form in
// which texts are compared, Clean drops what must not reach another system, Clip keeps a text
// within a bound. The package is pure.
package chars

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/rangetable"
)

// Fold returns the normal form of a text: texts that read the same have the same one.
// Whatever looks for words, names or values in what customers write looks in this form; what
// is kept and shown is what they wrote.
//
// It is Unicode's NFKC without characters that nobody sees (Default_Ignorable_Code_Point and
// controls), without vowel marks of Arabic and Hebrew and without skin tones of emoji, with
// one apostrophe (') and one hyphen (-). Invalid bytes become U+FFFD. Letter case stays.
// Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	// Everything is taken apart first: a mark may hide in a compatibility form, and what is
	// left out may stand between a letter and its accent.
	s = norm.NFKD.String(strings.Map(spacingApostrophe, strings.ToValidUTF8(s, "\uFFFD")))
	return norm.NFC.String(strings.Map(fold, s))
}

// SameText tells whether two texts are the same but for case, spaces around them and forms of characters.
func SameText(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(Fold(a)), strings.TrimSpace(Fold(b)))
}

// isFolded finds the many texts with which there is nothing to do.
func isFolded(s string) bool {
	ascii := true
	for i := range len(s) {
		switch b := s[i]; {
		case b >= utf8.RuneSelf:
			ascii = false
		case b == '`' || b < ' ' && !unicode.IsSpace(rune(b)) || b == 0x7f:
			return false
		}
	}
	if ascii {
		return true
	}
	if !utf8.ValidString(s) || !norm.NFKC.IsNormalString(s) {
		return false
	}
	for _, r := range s {
		if fold(r) != r {
			return false
		}
	}
	return true
}

// fold is the folded form of a character that stands alone; negative: none.
func fold(r rune) rune {
	switch {
	case r < 0xAD && !unicode.IsControl(r) && r != '`':
		return r
	case unicode.Is(apostrophes, r):
		return '\''
	case unicode.Is(hyphens, r):
		return '-'
	case r == brailleBlank:
		return ' '
	case unicode.Is(unseen, r), unicode.Is(marks, r), unicode.IsControl(r) && !unicode.IsSpace(r):
		return -1
	}
	return r
}

// spacingApostrophe folds apostrophes that NFKD would take for a space and an accent.
func spacingApostrophe(r rune) rune {
	switch r {
	case '\u00B4', '\u0384', '\u1FBD', '\u1FBF', '\u1FFD', '\u1FFE':
		return '\''
	}
	return r
}

// brailleBlank is a symbol by its category, and looks like a space.
const brailleBlank = '\u2800'

var (
	// apostrophes are typed, or put in by a keyboard, where ' is meant: quotation marks,
	// primes, accents that stand alone, and modifier letters of transliteration.
	apostrophes = rangetable.New(
		'`', '\u00B4', '\u02B9', '\u02BB', '\u02BC', '\u02BD', '\u02BE', '\u02BF', '\u02CA', '\u02CB', '\u0384',
		'\u055A', '\u05F3', '\u07F4', '\u07F5', '\u1FBD', '\u1FBF', '\u1FEF', '\u1FFD', '\u1FFE',
		'\u2018', '\u2019', '\u201B', '\u2032', '\u2035', '\u275B', '\u275C', '\uA78B', '\uA78C', '\uFF07', '\uFF40',
	)

	// hyphens are HYPHEN, to which NFKC brings NON-BREAKING HYPHEN, and MINUS SIGN. Dashes end
	// a clause, and stay.
	hyphens = rangetable.New('\u2010', '\u2011', '\u2212')

	// marks may be written or left out: vowels of Arabic and its stretching of a word, points
	// of Hebrew, skin tones of emoji. Hamza and madda (U+0653 to U+0655) make another letter.
	marks = &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x0591, Hi: 0x05BD, Stride: 1}, {Lo: 0x05BF, Hi: 0x05BF, Stride: 1}, {Lo: 0x05C1, Hi: 0x05C2, Stride: 1},
			{Lo: 0x05C4, Hi: 0x05C5, Stride: 1}, {Lo: 0x05C7, Hi: 0x05C7, Stride: 1},
			{Lo: 0x0610, Hi: 0x061A, Stride: 1}, {Lo: 0x0640, Hi: 0x0640, Stride: 1}, {Lo: 0x064B, Hi: 0x0652, Stride: 1},
			{Lo: 0x0656, Hi: 0x065F, Stride: 1}, {Lo: 0x0670, Hi: 0x0670, Stride: 1}, {Lo: 0x06D6, Hi: 0x06DC, Stride: 1},
			{Lo: 0x06DF, Hi: 0x06E4, Stride: 1}, {Lo: 0x06E7, Hi: 0x06E8, Stride: 1}, {Lo: 0x06EA, Hi: 0x06ED, Stride: 1},
			{Lo: 0x08CA, Hi: 0x08E1, Stride: 1}, {Lo: 0x08E3, Hi: 0x08FF, Stride: 1},
		},
		R32: []unicode.Range32{{Lo: 0x1F3FB, Hi: 0x1F3FF, Stride: 1}},
	}

	// unseen is Default_Ignorable_Code_Point, and what stands for an object that was not
	// copied along.
	unseen = rangetable.Merge(defaultIgnorable(), rangetable.New('\uFFFC'))
)

// defaultIgnorable derives Default_Ignorable_Code_Point as Unicode's DerivedCoreProperties
// does: it is not among the tables of package unicode.
func defaultIgnorable() *unicode.RangeTable {
	var all []rune
	rangetable.Visit(rangetable.Merge(
		unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Variation_Selector,
	), func(r rune) {
		switch {
		case unicode.In(r, unicode.White_Space, unicode.Prepended_Concatenation_Mark):
		case 0xFFF9 <= r && r <= 0xFFFB, 0x13430 <= r && r <= 0x13440: // annotations, hieroglyphs: they are seen
		default:
			all = append(all, r)
		}
	})
	return rangetable.New(all...)
}
