// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/intentops/intentops/internal/bot/understanding/glossary"
)

const (
	// spoken is the least share of a bot's utterances from which on it speaks a language.
	spoken = 0.1
	// byScript is what a script that only one language has counts beside a function word.
	byScript = 100
)

// languagesOf are the languages of the glossary that utterances are in, the commonest first. Each utterance counts for
// the language of which it has the most function words, if that is only one.
func languagesOf(docs []document) []string {
	votes := make([]int, len(glossary.Languages))
	for i := range docs {
		if at := languageOf(docs[i].tokens); at >= 0 {
			votes[at]++
		}
	}
	var found []int
	for at, n := range votes {
		if n > 0 && float64(n) >= spoken*float64(len(docs)) {
			found = append(found, at)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return cmp.Compare(votes[b], votes[a]) })
	var names []string
	for _, at := range found {
		names = append(names, glossary.Languages[at])
	}
	return names
}

// languageOf is the place of a text's language in the glossary's; -1: it is English, or there is more than one that it
// may be in.
func languageOf(tokens []string) (at int) {
	counts, english := make([]int, len(glossary.Languages)), 0
	for _, token := range tokens {
		h := hash(wordSeed, token)
		if functionWords[h] {
			english++
		}
		bits := otherFunctionWords[h] >> 1
		for i := range counts {
			counts[i] += int(bits>>i) & 1
		}
		if name := languageOfScript(token); name != "" {
			counts[slices.Index(glossary.Languages, name)] += byScript
		}
	}
	most, second := english, 0
	at = -1
	for i, n := range counts {
		switch {
		case n > most:
			at, most, second = i, n, most
		default:
			second = max(second, n)
		}
	}
	if most == second {
		return -1
	}
	return at
}

// languageOfScript is the language that writes the script of a token; empty: many do. Han characters are Japanese beside
// kana, of which Japanese texts have more.
func languageOfScript(token string) string {
	for _, r := range token {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			return "ja"
		case unicode.Is(unicode.Arabic, r):
			return "ar"
		}
	}
	return ""
}
