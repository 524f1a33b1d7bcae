// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// maxDeferred is the most words of a message that puts an answer off.
const maxDeferred = 12

// deferring words put an answer off: "I'll tell you tomorrow", "need to look it up". A moment that is
// asked for in as many words is a signal of its own.
var deferring = regexp.MustCompile(`(?i)\b(?:` + signals.Expressions("deferring") + `)|` + signals.Expressions("deferring-anywhere"))

// defers tells whether a message puts an answer off and gives none. What has a number may be one.
func defers(m said) bool {
	return !strings.ContainsAny(m.Text, "?？؟") && !hasNumber(m.Text) && wordsOf(m.Text) <= maxDeferred && deferring.MatchString(m.Text)
}
