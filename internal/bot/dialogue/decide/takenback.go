// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
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
func (s Side) changesMind(whole Decision, m intents.Message) (Decision, bool) {
	first, last := -1, -1
	var asked []request
	for i, part := range s.Parts {
		alone := s
		alone.Predictions, alone.Parts = part.Predictions, nil
		var ignored Decision
		in, confidence := alone.best(&ignored)
		back := onSecondThought.FindString(part.Text)
		rest := strings.TrimSpace(part.Text[len(back):])
		heard := part.Signals
		if back != "" {
			heard = signals.Read(rest, m.Locale)
		}
		if (back != "" || part.Signals.Withdrawn && wording.WordCount(part.Text) <= maxNo) && first >= 0 {
			last, asked = i, nil
		}
		switch {
		case in == nil || rest == "" || in.Denied(rest, heard) || heard.Conditional:
		case first < 0:
			first = i
		case last >= 0:
			asked = append(asked, request{Intent: in, part: wording.Part{Text: rest, Signals: heard}, confidence: confidence})
		}
	}
	if last < 0 || len(asked) != 1 || asked[0].Contrary(asked[0].part.Text) {
		return whole, false
	}
	whole.Scored, whole.Confidence = asked[0].Name, asked[0].confidence
	d := s.on(asked[0], whole, m)
	d.careful()
	return d, true
}

// partly decides a request of which something is taken out: "don't cancel AB123456, cancel AB654321",
// "cancel all but AB123456". Values that are denied or excepted are not acted upon; what is left is
// done only after a yes, and an exception that names no value is never done as if it were not there.
func (s Side) partly(state *conversation.State, d Decision, understood *intents.Intent, m intents.Message) (Decision, bool) {
	asked, _, conditional := s.requests()
	in, confidence := understood, d.Confidence
	if len(asked) == 1 && !asked[0].unsure {
		in, confidence = asked[0].Intent, asked[0].confidence
	}
	if in == nil && len(asked) == 0 && len(s.Predictions) > 0 && s.Predictions[0].Confidence >= plausibleBeside {
		in = s.Intents[s.Predictions[0].Intent] // enough to ask with the value that is left
	}
	if in == nil || conditional || len(asked) > 1 || understood == nil && in.Risk == intents.LowRisk {
		return d, false
	}
	withheld := in.Withheld(m)
	if !withheld && (!m.Excepts || in.Risk == intents.LowRisk) {
		return d, false
	}
	left := s.on(request{Intent: in, part: wording.Part{Text: m.Text}, confidence: confidence}, d, m)
	switch {
	case withheld && len(in.Given(m)) > 0 && !s.asksElse(in, in.Granted(m)):
		left.careful()
		return left, true
	case !m.Excepts || in.Risk == intents.LowRisk:
		return d, false
	case left.Kind == Field:
		return left, true
	}
	return s.unsure(state, m, d, in), true
}
