// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// isAcknowledgement reports whether a message counts as thanks. It does not when it was understood
// as an intent of the release for such messages. Words that say in passing that the matter is
// resolved count only after an answer, and when nothing else was understood.
func (s Side) isAcknowledgement(understood *intents.Intent, m intents.Message, answered bool) bool {
	if understood != nil && understood.Courteous {
		return false
	}
	if !answered && !wording.IsCourteous(m.Text) && (wording.WordCount(m.Text) > maxBareThanks || strings.ContainsAny(m.Text, ",.;")) {
		return false // "Great, another bot" thanks for nothing
	}
	return m.ThanksOnly() || understood == nil && answered && m.Resolved
}

// maxBareThanks is the most words of thanks before there was an answer to thank for.
const maxBareThanks = 3

// withoutThanks is the side without the parts of a message that only thank for a thing: what the rest
// asks for counts, and no request is in "thanks for the refund".
func (s Side) withoutThanks(m intents.Message) Side {
	thanks := func(part wording.Part) bool { return part.Signals.ThanksFor }
	if m.ThanksFor || !slices.ContainsFunc(s.Parts, thanks) {
		return s
	}
	s.Parts = slices.DeleteFunc(slices.Clone(s.Parts), thanks)
	if len(s.Parts) == 1 {
		s.Predictions, s.Parts = s.Parts[0].Predictions, nil
	}
	return s
}

// saysOnlyYes tells whether a message is a yes and courtesies, and no utterance of an intent.
func (s Side) saysOnlyYes(m intents.Message) bool {
	return m.Yes && len(m.Beside) == 0 && !s.Said[strings.Join(signals.Words(m.Text), " ")]
}
