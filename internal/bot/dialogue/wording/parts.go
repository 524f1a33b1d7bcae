// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"slices"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// Part of a message that may be a request of its own.
type Part struct {
	// Text is the part as written, and Signals what it says of the customer.
	Text    string
	Signals signals.Signals
	// Before is what joins the part to the one before, as written.
	Before string
	// Added is true when a word such as "also" or "then" says that the part comes on top of what
	// was said before it.
	Added bool
	// Turned is true for what stands behind the words with which the message turns to something else, and then for the
	// parts of that. They come after those of Split; Before of the first are those words.
	Turned bool
	// More is true for the last part when the message has more than were told apart.
	More bool
	// Predictions are what a release makes of the part, the most confident first. Split leaves them empty.
	Predictions []understanding.Prediction
	// ByValues is true where the values of the part tell which intent it is about, and its words do not.
	ByValues bool
}

const (
	// maxParts is how many parts are told apart: each is read by the classifier, and a message of
	// maxSplit characters hardly has more clauses than that.
	maxParts = 8
	// maxSplit is the longest text in characters that is split wherever requests may meet. Longer ones
	// tell a story.
	maxSplit = 400
	// minPartWords is the fewest words of a part that words join to another, and minPartLetters
	// the fewest letters of a single word, or of a text in a script without spaces.
	minPartWords    = 2
	minPartLetters  = 5
	minPartUnspaced = 3
	// maxStory is the longest story in characters of which the end is taken apart.
	maxStory = 2000
)

// Split returns the parts of a message that may be requests of their own, in order and without
// what joins them; none: it is one. What only looks like two, such as "salt and pepper", is for
// the classifier to tell.
func Split(text, locale string) []Part {
	if len(text) > utf8.UTFMax*maxStory || utf8.RuneCountInString(text) > maxStory {
		return nil
	}
	var parts []Part
	more := false
	if utf8.RuneCountInString(text) > maxSplit {
		parts = ofStory(text, locale)
	} else if parts, more = levels(text, locale); len(parts) > maxParts {
		parts = ofStory(text, locale)
	} else if more {
		parts = closing(parts, locale)
	}
	parts = parts[:min(len(parts), maxParts)]
	if len(parts) < 2 {
		return nil
	}
	whole := signals.Read(text, locale)
	for i := range parts {
		parts[i].Signals = signals.Read(parts[i].Text, locale)
		parts[i].deniedBy(whole)
	}
	parts[len(parts)-1].More = more
	return parts
}

// levels are the parts of a text by its weakest joints that leave not too many; more is true when there
// are weaker ones.
func levels(text, locale string) (parts []Part, more bool) {
	all := cutUp(text, locale)
	for _, least := range []joint{byComma, byWord, bySentence} {
		if parts = joined(all, least, locale); len(parts) <= maxParts {
			break
		}
		more = true
	}
	return parts, more
}

// deniedBy adds what another part of the message denies of this one: "a new router? certainly not".
func (p *Part) deniedBy(whole signals.Signals) {
	words := signals.Words(p.Text)
	for _, denial := range whole.Denials {
		if signals.Contains(words, denial) {
			p.Signals.Denials = append(p.Signals.Denials, denial)
		}
	}
}

// closing takes the last of too many parts apart once more: a story is told in sentences, and what it is
// told for may be half of the last one.
func closing(parts []Part, locale string) []Part {
	last := len(parts) - 1
	if last < 1 {
		return parts
	}
	for _, least := range []joint{byComma, byWord} {
		if again := joined(cutUp(parts[last].Text, locale), least, locale); len(again) > 1 && last+len(again) <= maxParts {
			again[0].Before, again[0].Added = parts[last].Before, parts[last].Added
			return append(parts[:last:last], again...)
		}
	}
	return parts
}

// ofStory are the sentences of a long text: the first one, and the last ones; what stands between them is
// told in between.
func ofStory(text, locale string) []Part {
	parts := joined(cutUp(text, locale), bySentence, locale)
	for len(parts) > maxParts-1 {
		parts[2].Before = parts[1].Before + parts[1].Text + parts[2].Before
		parts = slices.Delete(parts, 1, 2)
	}
	return closing(parts, locale)
}
