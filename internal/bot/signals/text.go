// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/intentops/intentops/internal/chars"
)

// MaxTextBytes bounds how much of a text is read: what a message says of itself is in its
// first sentences, and the time for a turn must not depend on how much a customer pastes.
const MaxTextBytes = 4096

// normal is the form in which texts are read. What is not seen does not count towards the
// bound, within reason.
func normal(text string) string { return cut(chars.Fold(cut(text, 4*MaxTextBytes)), MaxTextBytes) }

func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	end := n
	for end > n-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// letters are written in more than one way, and in fewer keystrokes on a telephone. None is ASCII.
var letters = strings.NewReplacer(
	"ß", "ss", "ı", "i", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l",
	"أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ة", "ه", "ؤ", "و", "ئ", "ي", "ـ", "", "ی", "ي", "ک", "ك",
)

// plain returns a text in small letters, without accents, and with letters that are repeated
// for emphasis written once: "Grazieee" is "grazie".
func plain(text string) string {
	text = strings.ToLower(text)
	if !isASCII(text) {
		text = letters.Replace(text)
	}
	if isASCII(text) {
		return squeeze(text)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		// Marks of the kana change what a word says.
		if !unicode.Is(unicode.Mn, r) || r == '\u3099' || r == '\u309a' {
			b.WriteRune(r)
		}
	}
	return squeeze(norm.NFC.String(b.String()))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// squeeze writes a letter once that stands three times or more in a row.
func squeeze(text string) string {
	runes := []rune(text)
	out := runes[:0:len(runes)]
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && runes[end] == runes[i] {
			end++
		}
		times := end - i
		if times > 2 && unicode.IsLetter(runes[i]) {
			times = 1
		}
		for range times {
			out = append(out, runes[i])
		}
		i = end
	}
	return string(out)
}

// contractions are ends of English words that stay with them: "don't" is "dont".
var contractions = set{"t": true, "s": true, "m": true, "re": true, "ve": true, "ll": true, "d": true}

// sentence is the words between two marks of punctuation.
type sentence struct {
	words []string
	// asked is true when it ends in a question mark.
	asked bool
}

// sentences splits a text into its sentences, in plain letters. A comma ends one too: what is
// denied before it is not denied after it.
func sentences(text string) []sentence {
	var all []sentence
	var current []string
	var word strings.Builder
	endWord := func() {
		if word.Len() > 0 {
			current = append(current, word.String())
			word.Reset()
		}
	}
	end := func(asked bool) {
		endWord()
		if len(current) > 0 {
			all = append(all, sentence{words: current, asked: asked})
			current = nil
		} else if asked && len(all) > 0 {
			all[len(all)-1].asked = true
		}
	}
	runes := []rune(plain(text))
	for i, r := range runes {
		switch {
		case r == '\'':
			tail := i + 1
			for tail < len(runes) && unicode.IsLetter(runes[tail]) {
				tail++
			}
			if word.Len() == 0 || !contractions[string(runes[i+1:tail])] {
				endWord()
			}
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.M, r):
			word.WriteRune(r)
		case r == '?', r == '؟':
			end(true)
		case strings.ContainsRune(".,;:!()\n—–…。、，！；：¿¡،؛", r):
			if isInNumber(runes, i) {
				continue
			}
			end(false)
		case unicode.In(r, unicode.So, unicode.Sk):
			endWord()
			current = append(current, string(r))
		default:
			endWord()
		}
	}
	end(false)
	return all
}

func isInNumber(runes []rune, i int) bool {
	return i > 0 && i+1 < len(runes) && unicode.IsNumber(runes[i-1]) && unicode.IsNumber(runes[i+1])
}

// Words returns the words of a text as they are compared: in small letters and without
// accents.
func Words(text string) []string {
	var all []string
	for _, s := range sentences(normal(text)) {
		all = append(all, s.words...)
	}
	return all
}

// Contains tells whether the words of a phrase follow each other among words.
func Contains(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}
