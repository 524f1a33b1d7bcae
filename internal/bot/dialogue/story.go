// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
)

const (
	// minStory is the fewest sentences of a message that tells a story around what it asks for, and
	// maxOrder the most words of one that may ask for something without a word for it.
	minStory = 3
	maxOrder = 3
	// maxStory is the longest story in characters of which the end is taken apart.
	maxStory = 2000
)

// story decides a message that tells a story and asks for something in it: the whole is about many
// things, and only what is asked for counts. What is told of has words of other intents. What may do
// harm needs a yes.
func (s Side) story(whole decision, m said) (decision, bool) {
	if s.sentences() < minStory {
		return whole, false
	}
	var wished []request
	asked, letGo, _ := s.requests()
	for _, r := range asked {
		switch {
		case r.unsure, r.part.Signals.Refuses:
		case r.part.Signals.Wishes, r.part.Signals.Question:
			wished = append(wished, r)
		case wordsOf(r.part.Text) <= maxOrder:
			return whole, false // "Cancel AB123456." asks for it, too
		}
	}
	if len(wished) != 1 || s.depends(wished[0].part) {
		return whole, false
	}
	if s.takenBack(wished[0].part) {
		whole.kind, whole.scored, whole.offered, whole.about = Offer, "", []string{wished[0].Name}, wished[0].part.Text
		return whole, true
	}
	if letGo > slices.IndexFunc(asked, wished[0].same) {
		whole.kind, whole.scored = Withdraw, ""
		return whole, letGo == len(asked)
	}
	whole.scored, whole.confidence = wished[0].Name, wished[0].confidence
	d := s.on(wished[0], whole, m)
	d.careful()
	return d, true
}

// takenBack tells whether a part behind another refuses something, which may be the same: "but now I want to
// keep it".
func (s Side) takenBack(part Part) bool {
	at := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Text == part.Text })
	return slices.ContainsFunc(s.Parts[at+1:], func(p Part) bool { return p.Signals.Refuses || p.Signals.No })
}

// sentences is how many sentences the parts are of.
func (s Side) sentences() int {
	n := min(1, len(s.Parts))
	for i := 1; i < len(s.Parts); i++ {
		if endsSentence(s.Parts[i].Before) {
			n++
		}
	}
	return n
}

// depends tells whether the sentence of a part speaks of what might be: "if it is not here by Friday,
// please cancel it".
func (s Side) depends(of Part) bool {
	at := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Text == of.Text })
	if at < 0 {
		return false
	}
	beside := func(i int) bool { return i > 0 && i < len(s.Parts) && !endsSentence(s.Parts[i].Before) }
	for i := at; ; i-- {
		if s.Parts[i].Signals.Conditional {
			return true
		}
		if !beside(i) {
			break
		}
	}
	for i := at + 1; beside(i); i++ {
		if s.Parts[i].Signals.Conditional {
			return true
		}
	}
	return false
}

func endsSentence(joint string) bool { return strings.ContainsAny(joint, ".?!;。？！；؟؛\n") }

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
