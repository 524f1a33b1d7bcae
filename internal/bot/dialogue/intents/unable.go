// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// unable are the expressions with which customers say that they themselves cannot, or will not, do something: "I can't",
// "ich werde keinen". "Can't you" asks for it.
var unable = expressionsOf("unable")

// isNotDone tells whether a message only says that the customer cannot, or will not, do what the intent does: "I can't
// switch it on". None of its other clauses asks for that, as in "I can't come, switch it off". Of an intent that is taught
// with such words, as one for help is, it tells nothing.
func (in *Intent) isNotDone(m Message) bool {
	if in.unable || !unable.match(strings.ToLower(m.Text), m.Locale) {
		return false
	}
	told := false
	for _, clause := range wording.ClausesOf(strings.ToLower(m.Text)) {
		said := unable.find(clause, m.Locale)
		if _, what, _ := strings.Cut(clause, said); said != "" && strings.TrimSpace(what) != "" && !wording.IsUnspaced(clause) {
			clause = what // "without a technician I can't repair it" is not about the technician
		}
		switch about := wording.HasTerm(in.manner.terms, signals.Words(clause)) || signals.ActsOf(clause)&in.Spoken != 0; {
		case about && said == "":
			return false
		case about:
			told = true
		}
	}
	return told
}
