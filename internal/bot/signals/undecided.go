// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"regexp"
	"strings"
	"sync"
)

// Customers put things off, or have no time on a day, in words that people in distress use, too: "I'll sleep on it", "I
// won't be here next week". Where a message says nothing else, the lists say what it is, and no model is asked.

// undecidedIn are those expressions of each language, for a whole sentence.
var undecidedIn = sync.OnceValue(func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, language := range ExpressionLanguages() {
		if expression := ExpressionsIn("undecided", language); expression != "" {
			all[language] = regexp.MustCompile(`^(?:` + expression + `)$`)
		}
	}
	return all
})

// isUndecided tells whether each sentence of a message does no more than put something off.
func (l *language) isUndecided(all []sentence) bool {
	own := undecidedIn()[l.name]
	if own == nil || len(all) == 0 {
		return false
	}
	for _, s := range all {
		space := " "
		if l.unspaced {
			space = ""
		}
		if !own.MatchString(strings.Join(s.words, space)) {
			return false
		}
	}
	return true
}
