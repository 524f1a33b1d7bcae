// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package utterances says which words a text consists of, and with that which utterances are
// the same one. The operator refuses by it what two intents both claim, and the built-in
// classifier reads by it: the two must never disagree.
package utterances

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"

	"github.com/intentops/intentops/internal/chars"
)

// Normalise returns the words of a text, separated by single spaces. Texts of which it is
// the same are the same utterance. Empty means a text without words.
func Normalise(text string) string {
	return strings.Join(AppendWords(nil, text), " ")
}

// AppendWords appends the words of a text to dst, in small letters, by the word boundaries
// of Unicode Standard Annex 29. Punctuation and space are left out; emoji stay, because in
// chat a thumb is an answer.
func AppendWords(dst []string, text string) []string {
	return appendWords(dst, strings.ToLower(chars.Fold(text)))
}

// Served is Normalise as releases of version v1 were always judged by. It tells fewer texts to
// be the same: those of a kind of apostrophe differ. An operator that became stricter must
// still make the releases that customers have.
func Served(text string) string {
	plain := strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(text, "\uFFFD")))
	return strings.Join(appendWords(nil, plain), " ")
}

func appendWords(dst []string, folded string) []string {
	for it := words.FromString(folded); it.Next(); {
		if word := it.Value(); IsWord(word) {
			dst = append(dst, word)
		}
	}
	return dst
}

// IsWord says whether a token has a letter, a number or a symbol such as an emoji.
func IsWord(token string) bool {
	for _, r := range token {
		if r < utf8.RuneSelf {
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
				return true
			}
			continue
		}
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r)) {
			return true
		}
	}
	return false
}
