// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"
)

// MaxTextBytes bounds how much of a text is read, here and in Read. The intent
// of a message is in its first sentences; a bound keeps the time for a turn
// bounded however long a text a customer pastes.
const MaxTextBytes = 4096

// bounded cuts text to MaxTextBytes without splitting a character.
func bounded(text string) string {
	if len(text) <= MaxTextBytes {
		return text
	}
	end := MaxTextBytes
	for end > MaxTextBytes-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// fold brings spellings of the same text together: invalid bytes become U+FFFD,
// compatibility forms (full width letters, ligatures) their plain form, and
// capitals small letters.
func fold(text string) string {
	return strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(bounded(text), "\uFFFD")))
}

// appendWords adds the words of a folded text to dst, by the rules of UAX #29.
// Punctuation and space are left out; emoji stay, because in chat a thumb is an
// answer.
func appendWords(dst []string, folded string) []string {
	for it := words.FromString(folded); it.Next(); {
		if word := it.Value(); isWord(word) {
			dst = append(dst, word)
		}
	}
	return dst
}

func isWord(token string) bool {
	for _, r := range token {
		if r < utf8.RuneSelf {
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
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

// Normalise returns the form under which two utterances count as the same one:
// the built-in classifier cannot tell them apart, so Train wants them in one
// intent. Empty means a text without words.
func Normalise(text string) string {
	return strings.Join(appendWords(nil, fold(text)), " ")
}
