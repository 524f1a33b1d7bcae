// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// clauseEnd parts what is told from what is answered.
var clauseEnd = regexp.MustCompile(`[,;:!?…\n،、，。；？！]+(?:\s|$|[\p{Han}\p{Hiragana}\p{Katakana}])|\.(?:\s|$)|\s[–—-]\s|\s(?i:and|but|so|because|since|und|aber|also|weil|pero|porque|así que|mais|donc|quindi|perché|mas|então|ama|çünkü)\s`)

// clauseEnds are the places of what ends a clause. The point behind a number does not where a month follows: "8. Mai".
func clauseEnds(text string) [][]int {
	return slices.DeleteFunc(clauseEnd.FindAllStringIndex(text, -1), func(at []int) bool {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		if text[at[0]] != '.' || !unicode.IsDigit(before) {
			return false
		}
		word := text[at[1]:]
		if end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
			word = word[:end]
		}
		words := signals.Words(word)
		return len(words) == 1 && values.IsMonth(words[0])
	})
}

// ClausesOf are the clauses of a text.
func ClausesOf(text string) []string {
	var all []string
	from := 0
	for _, end := range append(clauseEnds(text), []int{len(text), len(text)}) {
		if clause := text[from:end[0]]; strings.TrimSpace(clause) != "" {
			all = append(all, clause)
		}
		if from = end[1]; from > end[0] && IsUnspacedRune(lastRune(text[:from])) {
			from -= utf8.RuneLen(lastRune(text[:from])) // it begins the next clause
		}
	}
	return all
}

// endsOfClauses are where the clauses of a text end, in bytes. What stands after a colon belongs to what
// stands before it: "rent: 300".
func endsOfClauses(text string) []int {
	var all []int
	for _, at := range clauseEnds(text) {
		mark := strings.TrimRightFunc(text[at[0]:at[1]], func(r rune) bool { return unicode.IsSpace(r) || IsUnspacedRune(r) })
		if mark != ":" {
			all = append(all, at[0]+len(mark))
		}
	}
	return all
}
