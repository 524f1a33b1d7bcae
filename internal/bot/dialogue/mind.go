// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
)

// onSecondThought are words with which customers take back what they have just asked for, before they ask
// for something else. A no alone needs a pause: "no replacement" denies one.
var onSecondThought = regexp.MustCompile(`(?i)^\W*(?:(?:` + signals.Expressions("second-thought-first") + `)[\s,.!…-]+)*(?:` +
	`(?:` + signals.Expressions("second-thought-no") + `)(?:[\s,.!…-]+(?:` + signals.Expressions("second-thought-after-no") + `))+(?:[\s,.!…-]+|$)|` +
	`(?:` + signals.Expressions("second-thought-no") + `)(?:\s*[,.!…-]+\s*|$)|` +
	`(?:` + signals.Expressions("second-thought") + `)(?:[\s,.!…-]+|$))+|` + signals.Expressions("second-thought-anyhow"))

// changesMind decides a message that takes back what it has asked for, and asks for something else: "cancel
// AB123456 … no wait, track it". Only the last counts.
func (s Side) changesMind(whole decision, m said) (decision, bool) {
	first, last := -1, -1
	var asked []request
	for i, part := range s.Parts {
		alone := s
		alone.Predictions, alone.Parts = part.Predictions, nil
		var ignored decision
		in, confidence := alone.best(&ignored)
		back := onSecondThought.FindString(part.Text)
		rest := strings.TrimSpace(part.Text[len(back):])
		heard := part.Signals
		if back != "" {
			heard = signals.Read(rest, m.locale)
		}
		if (back != "" || part.Signals.Withdrawn && wordsOf(part.Text) <= maxNo) && first >= 0 {
			last, asked = i, nil
		}
		switch {
		case in == nil || rest == "" || in.denied(rest, heard) || heard.Conditional:
		case first < 0:
			first = i
		case last >= 0:
			asked = append(asked, request{intent: in, part: Part{Text: rest, Signals: heard}, confidence: confidence})
		}
	}
	if last < 0 || len(asked) != 1 || asked[0].contrary(asked[0].part.Text) {
		return whole, false
	}
	whole.scored, whole.confidence = asked[0].Name, asked[0].confidence
	d := s.on(asked[0], whole, m)
	d.careful()
	return d, true
}
