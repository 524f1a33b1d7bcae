// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"strings"
	"unicode/utf8"
)

// arabicPrefixes are written together with the word that they belong to, the longest first: and,
// so, with, for, as, the, on, will.
var arabicPrefixes = []string{"وال", "بال", "فال", "كال", "لل", "ال", "عال", "و", "ف", "ب", "ل", "ع", "ه", "ح", "س"}

// arabicSuffixes are written together with the word that they belong to: me, us, you, him, them,
// and the ending of an object.
var arabicSuffixes = []string{"ني", "نا", "كم", "كن", "هم", "ها", "ك", "ه", "ا"}

const (
	// minArabicStem is what must be left of a word without its prefix, and minArabicRoot without
	// its suffix: among the shorter ones too many are another word.
	minArabicStem = 2
	minArabicRoot = 3
)

// arabicTerm is what tells of an Arabic word what it is about: without the article, the letter that
// says whose doing a verb is, and the ending of what it is done to. "ألغ", "تلغي" and "الطلب", "طلبي"
// are one each.
func arabicTerm(word string) string {
	if rest, found := strings.CutPrefix(word, "ال"); found && utf8.RuneCountInString(rest) >= minArabicRoot {
		word = rest
	} else if n := utf8.RuneCountInString(word); n >= minArabicRoot && n <= termLetters+1 {
		for _, person := range []string{"ت", "ا", "ي", "ن"} {
			if rest, found := strings.CutPrefix(word, person); found {
				word = rest
				break
			}
		}
	}
	for _, suffix := range []string{"ي", "ك", "ه"} {
		if rest, found := strings.CutSuffix(word, suffix); found && utf8.RuneCountInString(rest) >= minArabicStem {
			word = rest
			break
		}
	}
	runes := []rune(word)
	return string(runes[:min(len(runes), termLetters)])
}

// arabicForms returns what a word may be without what is written together with it.
func arabicForms(word string) []string {
	var forms []string
	for _, prefix := range arabicPrefixes {
		if rest, found := strings.CutPrefix(word, prefix); found && utf8.RuneCountInString(rest) >= minArabicStem {
			forms = append(forms, rest)
		}
	}
	for _, form := range append([]string{word}, forms...) {
		for _, suffix := range arabicSuffixes {
			if rest, found := strings.CutSuffix(form, suffix); found && utf8.RuneCountInString(rest) >= minArabicRoot {
				forms = append(forms, rest)
			}
		}
	}
	return forms
}
