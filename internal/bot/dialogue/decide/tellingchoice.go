// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// anyLocale is the one of customers for whom no choice has a name in their language.
const anyLocale = ""

// tellingChoices are what the fields of a release offer, by the first word of what customers of a locale call it.
type tellingChoices map[string][]tellingChoice

// tellingChoice is one that a field offers, in words, and the intents that have such a field.
type tellingChoice struct {
	words []string
	of    map[string]bool
}

// tellingChoicesOf are the choices by each locale for which some have a name of their own.
func tellingChoicesOf(all intents.Set) map[string]tellingChoices {
	by := map[string]tellingChoices{anyLocale: {}}
	for _, in := range all.Intents {
		for _, l := range in.Locales {
			if slices.ContainsFunc(l.Prompts, func(p release.Prompt) bool { return len(p.Choices) > 0 }) {
				by[strings.ToLower(l.Locale)] = tellingChoices{}
			}
		}
	}
	for locale, choices := range by {
		for name, in := range all.Intents {
			for i := range in.Fields {
				for _, n := range in.Fields[i].ChoiceNames(locale) {
					choices.add(signals.Words(n.Name), name)
				}
			}
		}
	}
	return by
}

func (t tellingChoices) add(words []string, intent string) {
	if len(words) == 0 {
		return
	}
	first := words[0]
	i := slices.IndexFunc(t[first], func(c tellingChoice) bool { return slices.Equal(c.words, words) })
	if i < 0 {
		i = len(t[first])
		t[first] = append(t[first], tellingChoice{words: words, of: map[string]bool{}})
	}
	t[first][i].of[intent] = true
}

// choicesFor are the choices by what customers of a locale call them.
func (t *telling) choicesFor(locale string) tellingChoices {
	for tag := range release.Tags(strings.ToLower(locale)) {
		if choices, own := t.choices[tag]; own {
			return choices
		}
	}
	return t.choices[anyLocale]
}

// chosen are the choices that a text names, each once: where one begins with another it is the longer one.
func (t *telling) chosen(text, locale string) []tellingChoice {
	choices := t.choicesFor(locale)
	if len(choices) == 0 {
		return nil
	}
	var all []tellingChoice
	for words := values.WordsApart(understanding.WithoutAddresses(text)); len(words) > 0; {
		var named tellingChoice
		for _, c := range choices[words[0]] {
			if n := len(c.words); n > len(named.words) && n <= len(words) && slices.Equal(words[:n], c.words) {
				named = c
			}
		}
		if named.of != nil && tells(named.words, locale) && !slices.ContainsFunc(all, named.same) {
			all = append(all, named)
		}
		words = words[max(1, len(named.words)):]
	}
	return all
}

func (c tellingChoice) same(other tellingChoice) bool { return slices.Equal(c.words, other.words) }

// tells tells whether the words of a choice are said for little else: a letter, a figure, a day, or one of the most used
// words of the language is said for anything.
func tells(choice []string, locale string) bool {
	return slices.ContainsFunc(choice, func(word string) bool {
		return utf8.RuneCountInString(word) > 1 && !strings.ContainsFunc(word, unicode.IsNumber) &&
			!values.IsDay(word) && !values.IsNearDay(word) && !signals.IsMostUsed(word, locale)
	})
}
