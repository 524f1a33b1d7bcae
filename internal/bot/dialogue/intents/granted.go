// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Granted is a message without what it denies or excepts of the intent, or asks for as the opposite: values there are not
// meant.
func (in *Intent) Granted(m Message) string {
	text := in.withoutOpposite(in.withoutKept(m.Text), m.Locale)
	if len(in.Fields) == 0 || len(m.Denials) == 0 && !m.Excepts && !m.Instead {
		return text
	}
	return signals.Granted(text, m.Locale, in.Denies)
}

// Withheld tells whether a message denies or excepts a value that it would else give.
func (in *Intent) Withheld(m Message) bool {
	granted := in.Granted(m)
	if granted == m.Text {
		return false
	}
	for i := range in.Fields {
		f := &in.Fields[i]
		if value := f.InPassing(m.Text, m.Now, m.Locale); value != "" && f.InPassing(granted, m.Now, m.Locale) != value {
			return true
		}
		if f.InPassing(signals.Taken(m.Text, m.Locale, in.Denies), m.Now, m.Locale) != "" {
			return true
		}
	}
	return false
}

// keepingWords are those with which customers say that a thing stays as it is.
var keepingWords = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + signals.Expressions("keeping") + `)(?:$|[^\pL])|` + signals.Expressions("keeping-anywhere"))

// betweenThings parts what is said of one thing from what is said of another.
var betweenThings = regexp.MustCompile(`[、，。；？！؛\n]|[,;:!?…،]+(?:\s|$)|\.(?:\s|$)|\s[–—-]\s|\s(?i:` + signals.Expressions("between-things") + `)\s|` + signals.Expressions("between-things-anywhere"))

// withoutKept is a text without what it says of things that stay as they are, where that names one of the
// intent's values: "keep AB123456, cancel AB654321". An intent that is about keeping a thing is another
// matter.
func (in *Intent) withoutKept(text string) string {
	f := in.DistinctField()
	if f == nil || in.Risk == LowRisk || in.keeps || !keepingWords.MatchString(text) {
		return text
	}
	clauses := betweenThings.Split(text, -1)
	left := slices.DeleteFunc(slices.Clone(clauses), func(clause string) bool {
		return keepingWords.MatchString(clause) && len(f.All(clause)) > 0 && !in.actsIn(clause)
	})
	if len(left) == len(clauses) || len(left) == 0 && in.harm == 0 {
		return text // where nothing else is asked for, that is
	}
	return strings.Join(left, ", ")
}

// actsIn tells whether a clause asks for the intent itself: "cancel AB123456 and leave it at that".
func (in *Intent) actsIn(clause string) bool {
	return in.harm != 0 && signals.ActsOf(clause)&in.harm != 0
}
