// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/plural"
)

// fewUtterances is how many a classifier needs to tell what an intent is about.
const fewUtterances = 5

// Doubts are what is probably not meant in an intent that a bot can serve, each with its field.
func Doubts(intent Intent) []string {
	differ, phrases := map[string]bool{}, false
	for _, utterance := range intent.Utterances {
		words := utterances.Normalise(utterance)
		differ[words] = true
		phrases = phrases || strings.Contains(words, " ")
	}
	var doubts []string
	if n := len(differ); n < fewUtterances {
		doubts = append(doubts, fmt.Sprintf("spec.utterances: with only %s the bot understands little else: give at least %d that differ",
			plural.Of(n, "example"), fewUtterances))
	}
	if !phrases {
		doubts = append(doubts, "spec.utterances: all are single words, so the bot takes nearly any message with such a word for this intent: write whole sentences")
	}
	return append(doubts, untranslated(intent)...)
}

// untranslated are the choices that a language does not name: customers would read those of another.
func untranslated(intent Intent) []string {
	var doubts []string
	for i, locale := range intent.Locales {
		if languageOf(locale.Locale) == languageOf(intent.Locale) {
			continue // such as en-GB and en
		}
		for _, field := range intent.Fields {
			if field.Type != FieldChoice || !slices.ContainsFunc(field.Choices, hasLetters) {
				continue
			}
			at := slices.IndexFunc(locale.Prompts, func(p Prompt) bool { return p.Field == field.Name })
			path := fmt.Sprintf("spec.locales[%d].prompts", i)
			switch {
			case at < 0 && field.Required: // which is a Problem already
				continue
			case at >= 0 && len(locale.Prompts[at].Choices) > 0:
				continue
			case at >= 0:
				path = fmt.Sprintf("%s[%d].choices", path, at)
			}
			doubts = append(doubts, fmt.Sprintf("%s: customers of the language %s read the choices of the field %q as spec.fields has them: "+
				"translate them in choices, in the same order, or repeat those that are names there", path, locale.Locale, field.Name))
		}
	}
	return doubts
}

func languageOf(locale string) string {
	language, _, _ := strings.Cut(locale, "-")
	return language
}

// hasLetters tells choices of words from numbers, which all languages read.
func hasLetters(choice string) bool { return strings.IndexFunc(choice, unicode.IsLetter) >= 0 }
