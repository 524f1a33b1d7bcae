// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"github.com/intentops/intentops/internal/contract/utterances"
)

// Signals are what a message says apart from its intent.
//
// They come from word lists for English. In other languages only emoji,
// shouting and piled up question marks are seen, and everything else is
// neutral. Irony is not seen at all.
type Signals struct {
	// Sentiment is -1 (furious) to 1 (delighted); 0 when nothing is known.
	// A plain report of a problem is mildly negative.
	Sentiment float64
	// AsksForHuman is true when the customer wants a person instead of the bot.
	AsksForHuman bool
	// Resolved is true when the customer says that the matter is settled.
	Resolved bool
	// Unresolved is true when the customer says that the answer did not help.
	Unresolved bool
}

// Read finds the signals of a message. It reads at most MaxTextBytes, never
// fails, and always gives the same answer for the same text.
func Read(text string) Signals {
	text = normal(text)
	clauses := splitClauses(text)
	s := Signals{Sentiment: sentiment(text, clauses), AsksForHuman: asksForHuman(clauses)}
	for _, c := range clauses {
		s.Resolved = s.Resolved || resolved(c)
		s.Unresolved = s.Unresolved || unresolved(c)
	}
	// "It works now, but it did not help with the other one" is not settled.
	s.Resolved = s.Resolved && !s.Unresolved
	return s
}

// token is one word of a message.
type token struct {
	word  string // small letters, straight apostrophes
	shout bool   // two letters or more, all of them capitals
}

// clause is the words between two marks of punctuation or a "but". Negation
// does not reach beyond it.
type clause []token

// splitClauses reads a text in its normal form.
func splitClauses(text string) []clause {
	var clauses []clause
	var current clause
	end := func() {
		if len(current) > 0 {
			clauses = append(clauses, current)
			current = nil
		}
	}
	for it := words.FromString(text); it.Next(); {
		value := it.Value()
		lower := strings.ToLower(value)
		switch {
		case lower == "but":
			end()
		case utterances.IsWord(lower):
			current = append(current, token{word: lower, shout: isShout(value)})
		case strings.ContainsAny(value, ".,;:!?()\n") || strings.ContainsAny(value, "—–…"):
			end()
		}
	}
	end()
	return clauses
}

func isShout(word string) bool {
	if utf8.RuneCountInString(word) < 2 {
		return false
	}
	for _, r := range word {
		if unicode.IsLetter(r) && !unicode.IsUpper(r) || unicode.IsNumber(r) {
			return false
		}
	}
	return strings.ToLower(word) != word
}

// at returns the word at position i, or "" outside the clause.
func (c clause) at(i int) string {
	if i < 0 || i >= len(c) {
		return ""
	}
	return c[i].word
}

// has tells whether the phrase's words stand in the clause from position i on.
func (c clause) has(i int, phrase []string) bool {
	if i+len(phrase) > len(c) {
		return false
	}
	for k, word := range phrase {
		if c[i+k].word != word {
			return false
		}
	}
	return true
}

// set is a list of words for looking up.
type set map[string]bool

// list makes a set of the words in the strings, separated by spaces.
func list(lines ...string) set {
	s := set{}
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			s[word] = true
		}
	}
	return s
}

// phrases makes a list of phrases from strings, one phrase each.
func phrases(lines ...string) [][]string {
	all := make([][]string, len(lines))
	for i, line := range lines {
		all[i] = strings.Fields(line)
	}
	return all
}

var (
	settled = phrases("that worked", "it worked", "works now", "working now", "that works", "it works", "that helped", "that helps",
		"this helped", "that solved it", "that fixed it", "problem solved", "issue solved", "all sorted", "sorted now", "fixed now",
		"all good", "all set", "that's all", "thats all", "that is all", "that's everything", "nothing else", "got it thanks",
		"exactly what i needed", "what i needed", "answers my question", "answered my question", "perfect thanks", "perfect thank you")

	unsettled = phrases("still broken", "same problem", "same error", "same issue", "no luck", "that's not what i", "thats not what i",
		"that is not what i", "not what i asked", "not what i meant", "not what i want", "wrong answer", "you don't understand",
		"you dont understand", "you didn't understand", "you do not understand", "you misunderstood", "makes no sense",
		"still doesn't", "still isn't", "still won't", "still can't", "still not", "tried that already", "already tried that",
		"didn't answer my question", "try again that")

	// success denied is failure.
	success = list("work works worked working help helps helped helping solve solved fix fixed resolve resolved")
)

// resolved finds a phrase that settles the matter, not denied and not asked.
func resolved(c clause) bool {
	for i := range c {
		for _, phrase := range settled {
			if c.has(i, phrase) && !c.denied(i) && !c.denied(i+len(phrase)-1) && !conditional[c.at(0)] {
				return true
			}
		}
	}
	return false
}

// conditional words at the start of a clause make it no statement.
var conditional = list("if when once whether unless how what until does did is")

// unresolved finds a phrase that says so, or a success denied.
func unresolved(c clause) bool {
	for i := range c {
		for _, phrase := range unsettled {
			if c.has(i, phrase) {
				return true
			}
		}
		if success[c.at(i)] && c.about(i) && c.denied(i) {
			return true
		}
	}
	return false
}

// about tells whether the clause speaks of the answer itself: "that didn't
// help", and not "my card doesn't work", which is a first report.
func (c clause) about(i int) bool {
	for k := range i {
		switch c[k].word {
		case "that", "this", "it", "you", "still", "your":
			return true
		}
	}
	return false
}
