// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode"
)

// clue is a kind of secret with the words that tell it.
type clue struct {
	words, after *lazy
	// with must be said too; nil: the words say enough.
	with *lazy
	// weak is true for words that things have too: the sentence names none.
	weak bool
	// fits tells whether a number or word may be one, given by a word or loosely.
	fits func(secret string, given bool) bool
}

// begun and ended are where a word of Latin letters is.
const (
	begun = `(?:^|[^\p{Latin}])`
	ended = `(?:$|[^\p{Latin}])`
)

func newClue(spaced, joined string, with *lazy, fits func(string, bool) bool) clue {
	words := begun + `(?:` + spaced + `)(?:[\s-](?:code|number|no|nummer|numara|kodu?m?))?` + ended + `|` + joined
	return clue{
		words: lazily(`(?i)` + words),
		after: lazily(`(?i)^["'”»)]?\s*(?:` + `(?:(?:` + nearGives + `|(?:\pL{3,12}\s+)?` + asOne + `)\s+|=\s*)` + the + `(?:` + spaced + `)` + ended + `|` +
			`(?:gelen\s+|benim\s+)?(?:` + afterwards + `)` + ended + `|` +
			`(?:هو|هي|是|は|が)?\s*(?:我的|我收到的|届いた|私の)?(?:` + joined + `))`),
		with: with, fits: fits,
	}
}

func (c clue) ofThingsToo() clue {
	c.weak = true
	return c
}

// undated fits what is no date.
func undated(fits func(string, bool) bool) func(string, bool) bool {
	return func(secret string, given bool) bool { return fits(secret, given) && !dated.MatchString(secret) }
}

// the are words that stand before the one that tells a secret: "4821 is my new pin".
const the = `(?:(?:the|that|my|our|new|old|six[ -]digit|der|die|das|mein|meine|el|la|mi|le|mon|ma|il|lo|mio|mia|o|a|meu|minha|benim|gelen)\s+){0,3}`

func anyOf(spaced string) *lazy { return lazily(`(?i)` + spaced) }

var (
	clues = []clue{
		newClue(nearChecks, joinedChecks, nil, digitsOf(3, 4, 4)),
		newClue(countedDigits, joinedCounted, anyOf(backs), digitsOf(3, 3, 3)),
		newClue(numberedBacks, joinedBacks, lazily(`(?i)`+begun+`(?:`+sides+`)`+ended+`|`+joinedSides), digitsOf(3, 3, 0)),
		newClue(nearPins, joinedPins, nil, digitsOf(4, 6, 5)),
		newClue(nearOnce, joinedOnce, nil, digitsOf(4, 8, 8)),
		newClue(nearSources, joinedSources, nil, digitsOf(6, 6, 6)),
		newClue(nearCodes, joinedCodeN, anyOf(came), undated(digitsOf(4, 8, 8))).ofThingsToo(),
		newClue(nearKeys, joinedKeys, nil, func(secret string, _ bool) bool { return isKey(secret) }),
	}
	// mayHide is a number, also one in groups, or a word with digits.
	mayHide = lazily(`[\p{Latin}\p{Nd}][\p{Latin}\p{Nd}_.\-+$%&!#@~]*(?: \p{Nd}+(?:[ \-]\p{Nd}+)*)?`)
	grouped = lazily(`^(?:\p{Nd}{3}[ .\-]\p{Nd}{3}|\p{Nd}{2}[ .\-]\p{Nd}{2}[ .\-]\p{Nd}{2}|\p{Nd}{4}[ \-]\p{Nd}{4}|\p{Nd}(?:[ \-]\p{Nd}){3,7}|\p{Nd}{3,8})$`)
	dated   = lazily(`^(?:[0-2]?\p{Nd}|3[01])[.\-](?:0?\p{Nd}|1[0-2])[.\-]\p{Nd}{2}$`)

	isThing   = lazily(`(?i)` + begun + `(?:` + things + `|(?:` + wholeThings + `)` + ended + `)|` + joinedThings)
	isPhone   = lazily(`(?i)` + begun + `(?:` + phones + `)`)
	isFailing = lazily(`(?i)` + begun + `(?:` + failing + `)` + ended + `|n't|不|没|沒|忘|ません|لا |لم `)
	isSince   = lazily(`(?i)` + begun + `(?:` + since + `)\s*$`)
	// goesOn begins a sentence about what the one before named: "My pin? It's 4821".
	goesOn = lazily(`(?i)^\s*(?:it'?s|it is|it was|this is|here it is:?|es ist|er lautet|sie lautet|er ist|sie ist|c'est|es|es el|è|é|هو|هي|是|それは)\s*$`)
	isUnit = lazily(`(?i)^\s?(?:` + units + `)` + ended + `|^\s?(?:元|块|円|桁|位|个|個|本|回|分|月|年|日|点)`)
	// gluedBefore and gluedAfter are what a secret is not a part of.
	gluedBefore = lazily(`(?:• ?|[#\-_@]|[$€£¥₺]\s?|\p{Nd}[./:,'’]|[.:][^\s]*/)$`)
	gluedAfter  = lazily(`^(?:[./:,'’\-]\p{Nd}|[@_])`)
	isGiven     = lazily(`(?i)(?:` + begun + `(?:` + nearGives + `)(?:\s+(?:` + adverbs + `|el|la|le|die|der|das|il|o|lo))?|[:=：＝,，→-]|是|为|為|は|が|هو|هي)\s*["'(„“«「『]*\s*$`)

	onBack    = lazily(`(?i)^\s*(?:is\s+|are\s+|ist\s+|sind\s+|\(\s*)?(?:on the back|at the back|on the rear|hinten|auf der rückseite|en el reverso|al reverso|por detr[aá]s|atr[aá]s|au dos|au verso|derrière|sul retro|dietro|no verso|atr[aá]s|arkas[ıi]nda|on the reverse)` + ended)
	arrived   = anyOf(came)
	fromThere = lazily(`(?i)^\s+(?:\pL+\s+)?(?:by|per|via|from|in|on|aus|par|por|dans|del|do|dal|nel|du)\s+(?:(?:the|an|a|der|dem|el|le|mon)\s+)?(?:` + nearSources + `)` + ended)
)

// digitsOf fits numbers of so many digits, and of up to loose ones when no word gives them.
func digitsOf(least, most, loose int) func(string, bool) bool {
	return func(secret string, given bool) bool {
		if !grouped.MatchString(secret) {
			return false
		}
		n := 0
		for _, r := range secret {
			if unicode.Is(unicode.Nd, r) {
				n++
			}
		}
		return n >= least && (n <= loose || given && n <= most)
	}
}

// counts are how many letters and digits a word has, and how many marks part it.
func counts(word string) (letters, digits, marks int) {
	for _, r := range word {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r == '-' || r == '_' || r == '.':
			marks++
		}
	}
	return letters, digits, marks
}

// isKey tells letters and digits in groups, as keys of programs are.
func isKey(word string) bool {
	letters, digits, marks := counts(word)
	return letters >= 3 && digits >= 2 && len(word) >= shortestKey && (marks >= 2 || letters+digits >= 16) && !strings.ContainsAny(word, "@/:")
}
