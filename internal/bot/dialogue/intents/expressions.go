// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"maps"
	"regexp"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// inLanguages are the regular expressions of a name by their languages.
type inLanguages map[string]*regexp.Regexp

// expressionsOf compiles those of a name that stand between spaces, and in languages without them those that stand
// anywhere.
func expressionsOf(name string) inLanguages {
	all := expressionsAt(name+"-anywhere", `(?:`, `)`)
	maps.Copy(all, expressionsAt(name, `(?:^|[^\pL])(?:`, `)(?:$|[^\pL])`))
	return all
}

// inAnyLanguage is one expression of those of a name in all languages, for what is only asked about once more: nobody needs
// to say in which one they write.
func inAnyLanguage(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + signals.Expressions(name) + `)(?:$|[^\pL])|(?:` + signals.Expressions(name+"-anywhere") + `)`)
}

// expressionsAt compiles those of a name, with what stands before and behind them.
func expressionsAt(name, before, behind string) inLanguages {
	all := inLanguages{}
	for _, language := range signals.ExpressionLanguages() {
		if words := signals.ExpressionsIn(name, language); words != "" {
			all[language] = regexp.MustCompile(before + words + behind)
		}
	}
	return all
}

// match tells whether a text has one of the customer's language.
func (all inLanguages) match(text, locale string) bool {
	own := all[wording.LanguageOf(locale)]
	return own != nil && own.MatchString(text)
}

// find is what a text has of one of the customer's language; empty: nothing.
func (all inLanguages) find(text, locale string) string {
	own := all[wording.LanguageOf(locale)]
	if own == nil {
		return ""
	}
	return own.FindString(text)
}
