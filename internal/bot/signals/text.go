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
	if !repeats(text) {
		return text
	}
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

// repeats tells whether anything stands three times in a row.
func repeats(text string) bool {
	var last rune
	times := 0
	for _, r := range text {
		if r != last {
			last, times = r, 0
		}
		if times++; times > 2 {
			return true
		}
	}
	return false
}

// contractions are ends of English words that stay with them: "don't" is "dont".
var contractions = set{"t": true, "s": true, "m": true, "re": true, "ve": true, "ll": true, "d": true}

// sentence is the words between two marks of punctuation.
type sentence struct {
	words []string
	// spans are where the words stand in the text.
	spans []span
	// asked is true when it ends in a question mark.
	asked bool
}

// span of a text in bytes.
type span struct{ from, to int }

// sentences splits a text into its sentences, in plain letters. A comma ends one too: what is
// denied before it is not denied after it.
func sentences(text string) []sentence {
	var all []sentence
	var current sentence
	word := span{from: -1}
	add := func(s span) {
		if plainly := plain(strings.ReplaceAll(text[s.from:s.to], "'", "")); plainly != "" {
			current.words, current.spans = append(current.words, plainly), append(current.spans, s)
		}
	}
	endWord := func() {
		if word.from >= 0 {
			add(word)
			word.from = -1
		}
	}
	end := func(asked bool) {
		endWord()
		if len(current.words) > 0 {
			current.asked = asked
			all = append(all, current)
			current = sentence{}
		} else if asked && len(all) > 0 {
			all[len(all)-1].asked = true
		}
	}
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\'':
			if word.from < 0 || !contractions[beginsWithLetters(text[i+1:])] {
				endWord()
			} else {
				// "don't" is "dont": the word goes on after the sign, which plain leaves out.
				word.to = i + size
			}
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.M, r):
			if word.from < 0 {
				word.from = i
			}
			word.to = i + size
		case r == '?', r == '؟':
			end(true)
		case r == '-' && standsApart(text, i):
			end(false)
		case strings.ContainsRune(".,;:!()\n—–…。、，！；：¿¡،؛", r):
			if isInNumber(text, i, size) {
				continue
			}
			end(false)
		case unicode.In(r, unicode.So, unicode.Sk):
			endWord()
			add(span{i, i + size})
		default:
			endWord()
		}
	}
	end(false)
	return all
}

// beginsWithLetters is what a text begins with that is letters, in small ones.
func beginsWithLetters(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return strings.ToLower(text[:end])
}

// standsApart tells whether a sign stands between spaces: a hyphen there is a dash.
func standsApart(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return unicode.IsSpace(before) && unicode.IsSpace(after)
}

// isInNumber tells whether the mark of that size stands between two digits.
func isInNumber(text string, at, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	return unicode.IsNumber(before) && unicode.IsNumber(after)
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
