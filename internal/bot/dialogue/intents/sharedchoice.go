// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/signals"
)

// A choice that several fields have, such as an account, belongs to the one whose question has the word before it, or
// one like it: "from savings to current" to "From which account?" and "To which account?".

// into are words before what something goes to, besides goals.
var into = signals.ListOf("into")

// direction is what a choice, or a question, stands for.
type direction int

const (
	nowhere direction = iota
	fromIt
	toIt
)

func (d direction) opposite() direction {
	switch d {
	case fromIt:
		return toIt
	case toIt:
		return fromIt
	}
	return nowhere
}

// directed is the choice that a text has for a field; shared is true when another field has some of its choices, and
// nothing else in the text then tells which of them is meant.
func (in *Intent) directed(f *Field, text string, m Message) (value string, shared bool) {
	others := in.sharing(f)
	if len(others) == 0 {
		return "", false
	}
	asked := in.directionAsked(f, m)
	for i := 0; i < len(others) && asked == nowhere; i++ {
		asked = in.directionAsked(others[i], m).opposite() // "On which account?" beside "From which account?"
	}
	if asked == nowhere {
		return "", true
	}
	words := signals.Words(text)
	for at := range words {
		choice, n := choiceAt(f.Choices, words[at:])
		if n == 0 || directionBefore(words[:at], m.Locale) != asked {
			continue
		}
		if value != "" && value != choice {
			return "", true
		}
		value = choice
	}
	return value, true
}

// sharing are the other fields that have some of a field's choices.
func (in *Intent) sharing(f *Field) []*Field {
	var all []*Field
	for i := range in.Fields {
		other := &in.Fields[i]
		if other.Name != f.Name && slices.ContainsFunc(other.Choices, func(c string) bool { return slices.Contains(f.Choices, c) }) {
			all = append(all, other)
		}
	}
	return all
}

// directionAsked is what the question for a field, or its name, asks for.
func (in *Intent) directionAsked(f *Field, m Message) direction {
	for _, text := range []string{in.promptOf(f, m.Locale), f.Prompt, f.Name} {
		for _, word := range signals.Words(text) {
			if d := directionOf(word, m.Locale); d != nowhere {
				return d
			}
		}
	}
	return nowhere
}

// directionOf is that of a word in the customer's language, or of one in a field's name, which is English as a rule.
func directionOf(word, locale string) direction {
	switch {
	case origins.For(locale).Has(word), word == "from", word == "source":
		return fromIt
	case goals.For(locale).Has(word), into.For(locale).Has(word), word == "to", word == "target":
		return toIt
	}
	return nowhere
}

// maxOwning is the most words between "from" and a choice: "from my old savings".
const maxOwning = 2

// directionBefore is that of the nearest word before a choice.
func directionBefore(words []string, locale string) direction {
	for i := len(words) - 1; i >= max(0, len(words)-1-maxOwning); i-- {
		if d := directionOf(words[i], locale); d != nowhere {
			return d
		}
	}
	return nowhere
}

// choiceAt is the choice with which words begin, the longest first, and how many words it has; 0: they begin with none.
func choiceAt(choices, words []string) (choice string, n int) {
	for _, c := range choices {
		of := signals.Words(c)
		if len(of) > n && len(of) <= len(words) && slices.Equal(of, words[:len(of)]) {
			choice, n = c, len(of)
		}
	}
	return choice, n
}
