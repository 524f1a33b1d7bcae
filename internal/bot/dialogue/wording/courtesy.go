// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Courtesies are words of messages that want no answer: thanks, praise and goodbyes.
var Courtesies = signals.ListOf("courtesy")

// thanks are the words that are enough by themselves; the others only accompany them.
var thanks = signals.ListOf("thanking")

// IsCourteous reports whether a text is nothing but thanks, praise or a goodbye.
func IsCourteous(text string) bool {
	kind := false
	for _, word := range signals.Words(text) {
		if isLetters := strings.ContainsFunc(word, unicode.IsLetter); isLetters && !Courtesies.Has(word) {
			return false
		}
		kind = kind || thanks.Has(word)
	}
	return kind
}

// Assents are words that agree, or only say that the message was read.
var Assents = signals.ListOf("assent")

// Pleased are pictures of customers who are content with an answer.
const Pleased = "👍👌✅🙂😊😀😃😄😁🤗😍🥰❤💕🙏🎉👏💪⭐"

// IsAssent tells whether a message is nothing but that.
func IsAssent(text string) bool {
	return Assents.Only(text) || OnlySigns(text, "👍👌✅")
}

// goodbyes are words with which customers leave.
var goodbyes = signals.ListOf("goodbye")

// LeavesWithAssent tells whether a message is a goodbye with no more than words of assent and thanks: "ok thanks bye". Who
// leaves like that may have read a question as the end of it.
func LeavesWithAssent(text string) bool {
	leaves := false
	for _, word := range signals.Words(text) {
		switch {
		case goodbyes.Has(word):
			leaves = true
		case !Assents.Has(word) && !Courtesies.Has(word):
			return false
		}
	}
	return leaves
}

// hesitations are sounds of customers who have not decided what to say.
var hesitations = signals.ListOf("hesitation")

// IsHesitation tells whether a message says nothing at all: a sound, a mark, or a picture that is
// neither a yes nor a no.
func IsHesitation(text string) bool {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return !OnlySigns(text, "👍👌✅👎❌")
	}
	return hesitations.Only(text)
}
