// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
)

const (
	// minStory is the fewest sentences of a message that tells a story around what it asks for, and
	// maxOrder the most words of one that may ask for something without a word for it.
	minStory = 3
	maxOrder = 3
)

// story decides a message that tells a story and asks for something in it: the whole is about many
// things, and only what is asked for counts. What is told of has words of other intents. What may do
// harm needs a yes.
func (s Side) story(whole Decision, m intents.Message) (Decision, bool) {
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
		case wording.WordCount(r.part.Text) <= maxOrder:
			return whole, false // "Cancel AB123456." asks for it, too
		}
	}
	if len(wished) != 1 || s.depends(wished[0].part) {
		return whole, false
	}
	if s.takenBack(wished[0].part) {
		whole.Kind, whole.Scored, whole.Offered, whole.About = Offer, "", []string{wished[0].Name}, wished[0].part.Text
		return whole, true
	}
	if letGo > slices.IndexFunc(asked, wished[0].same) {
		whole.Kind, whole.Scored = Withdraw, ""
		return whole, letGo == len(asked)
	}
	whole.Scored, whole.Confidence = wished[0].Name, wished[0].confidence
	d := s.on(wished[0], whole, m)
	d.careful()
	return d, true
}

// takenBack tells whether a part behind another refuses something, which may be the same: "but now I want to
// keep it".
func (s Side) takenBack(part wording.Part) bool {
	at := slices.IndexFunc(s.Parts, func(p wording.Part) bool { return p.Text == part.Text })
	return slices.ContainsFunc(s.Parts[at+1:], func(p wording.Part) bool { return p.Signals.Refuses || p.Signals.No })
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
func (s Side) depends(of wording.Part) bool {
	at := slices.IndexFunc(s.Parts, func(p wording.Part) bool { return p.Text == of.Text })
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
