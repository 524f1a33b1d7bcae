// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// keepingWords are those with which customers say that a thing stays as it is.
var keepingWords = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + signals.Expressions("keeping") + `)(?:$|[^\pL])|` + signals.Expressions("keeping-anywhere"))

// betweenThings parts what is said of one thing from what is said of another.
var betweenThings = regexp.MustCompile(`[、，。；？！؛\n]|[,;:!?…،]+(?:\s|$)|\.(?:\s|$)|\s[–—-]\s|\s(?i:` + signals.Expressions("between-things") + `)\s|` + signals.Expressions("between-things-anywhere"))

// withoutKept is a text without what it says of things that stay as they are, where that names one of the
// intent's values: "keep AB123456, cancel AB654321". An intent that is about keeping a thing is another
// matter.
func (in *intent) withoutKept(text string) string {
	f := in.distinctField()
	if f == nil || in.Risk == lowRisk || in.keeps || !keepingWords.MatchString(text) {
		return text
	}
	clauses := betweenThings.Split(text, -1)
	left := slices.DeleteFunc(slices.Clone(clauses), func(clause string) bool {
		return keepingWords.MatchString(clause) && len(f.All(clause)) > 0 && !in.actsIn(clause)
	})
	if len(left) == len(clauses) {
		return text
	}
	return strings.Join(left, ", ")
}

// actsIn tells whether a clause asks for the intent itself: "cancel AB123456 and leave it at that".
func (in *intent) actsIn(clause string) bool {
	return in.harm != 0 && signals.ActsOf(clause)&in.harm != 0
}
