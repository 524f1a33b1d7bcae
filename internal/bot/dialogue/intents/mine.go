// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// mine is how a clause gives what is the customer's own.
var mine = expressionsOf("mine")

// Mine is the value of a text that is the customer's own, where another clause gives somebody else's: "my friend's is
// AB123456, mine is AB654321". Empty: there is none, or a word joins both, which may both be meant.
func (in *Intent) Mine(f *Field, m Message) string {
	clauses := slices.DeleteFunc(wording.ClausesOf(m.Text), func(clause string) bool { return len(f.All(clause)) == 0 })
	own := ""
	for i, clause := range clauses {
		words := signals.Words(clause)
		switch all := f.All(clause); {
		case len(all) > 1, i > 0 && len(words) > 0 && joiningNames.For(m.Locale).Has(words[0]):
			return ""
		case !mine.match(strings.Join(words, " "), m.Locale):
		case own != "":
			return ""
		default:
			own = all[0]
		}
	}
	const two = 2
	if len(clauses) < two {
		return ""
	}
	return own
}
