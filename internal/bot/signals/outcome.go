// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

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
