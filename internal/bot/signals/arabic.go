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
