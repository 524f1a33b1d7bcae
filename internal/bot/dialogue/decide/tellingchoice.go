// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
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

// tellingChoices are what the fields of a release offer.
type tellingChoices struct {
	// byFirst are the choices by the first word of what customers of a locale call them.
	byFirst map[string][]tellingChoice
	// own are those of several words by a word that no other choice of the release has, and no utterance.
	own map[string]tellingChoice
}

// tellingChoice is one that a field offers, in words, and the intents that have such a field.
type tellingChoice struct {
	words []string
	of    map[string]bool
}

// tellingChoicesOf are the choices by each locale for which some have a name of their own.
func tellingChoicesOf(all intents.Set) map[string]*tellingChoices {
	locales := map[string]bool{anyLocale: true}
	for _, in := range all.Intents {
		for _, l := range in.Locales {
			if slices.ContainsFunc(l.Prompts, func(p release.Prompt) bool { return len(p.Choices) > 0 }) {
				locales[strings.ToLower(l.Locale)] = true
			}
		}
	}
	by := map[string]*tellingChoices{}
	for locale := range locales {
		by[locale] = &tellingChoices{byFirst: map[string][]tellingChoice{}, own: map[string]tellingChoice{}}
		for name, in := range all.Intents {
			for i := range in.Fields {
				for _, n := range in.Fields[i].ChoiceNames(locale) {
					by[locale].add(signals.Words(n.Name), name)
				}
			}
		}
		by[locale].findOwn(all)
	}
	return by
}

func (t *tellingChoices) add(words []string, intent string) {
	if len(words) == 0 {
		return
	}
	first := words[0]
	i := slices.IndexFunc(t.byFirst[first], func(c tellingChoice) bool { return slices.Equal(c.words, words) })
	if i < 0 {
		i = len(t.byFirst[first])
		t.byFirst[first] = append(t.byFirst[first], tellingChoice{words: words, of: map[string]bool{}})
	}
	t.byFirst[first][i].of[intent] = true
}

// findOwn finds the words that only one choice has.
func (t *tellingChoices) findOwn(all intents.Set) {
	count := map[string]int{}
	for _, choices := range t.byFirst {
		for _, c := range choices {
			for _, word := range c.words {
				count[word]++
				t.own[word] = c
			}
		}
	}
	maps.DeleteFunc(t.own, func(word string, c tellingChoice) bool {
		if count[word] > 1 || len(c.words) == 1 || !values.MayTellChoice(word) {
			return true
		}
		for _, in := range all.Intents {
			if in.SpeaksOf(word) {
				return true
			}
		}
		return false
	})
}

// choicesFor are the choices by what customers of a locale call them.
func (t *telling) choicesFor(locale string) *tellingChoices {
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
	if len(choices.byFirst) == 0 {
		return nil
	}
	var all []tellingChoice
	for words := values.WordsApart(understanding.WithoutAddresses(text)); len(words) > 0; {
		var named tellingChoice
		for _, c := range choices.byFirst[words[0]] {
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

// inPart are the choices that a text names by a word of their own.
func (t *telling) inPart(text, locale string) []tellingChoice {
	choices := t.choicesFor(locale)
	if len(choices.own) == 0 {
		return nil
	}
	var all []tellingChoice
	for _, word := range values.WordsApart(understanding.WithoutAddresses(text)) {
		if c, known := choices.own[word]; known && !slices.ContainsFunc(all, c.same) {
			all = append(all, c)
		}
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
