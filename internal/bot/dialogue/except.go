// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"github.com/intentops/intentops/internal/bot/conversation"
)

// partly decides a request of which something is taken out: "don't cancel AB123456, cancel AB654321",
// "cancel all but AB123456". Values that are denied or excepted are not acted upon; what is left is
// done only after a yes, and an exception that names no value is never done as if it were not there.
func (s Side) partly(state *conversation.State, d decision, understood *intent, m said) (decision, bool) {
	asked, _, conditional := s.requests()
	in, confidence := understood, d.confidence
	if len(asked) == 1 && !asked[0].unsure {
		in, confidence = asked[0].intent, asked[0].confidence
	}
	if in == nil && len(asked) == 0 && len(s.Predictions) > 0 && s.Predictions[0].Confidence >= plausibleBeside {
		in = s.intents[s.Predictions[0].Intent] // enough to ask with the value that is left
	}
	if in == nil || conditional || len(asked) > 1 || understood == nil && in.Risk == lowRisk {
		return d, false
	}
	withheld := in.withheld(m)
	if !withheld && (!m.Excepts || in.Risk == lowRisk) {
		return d, false
	}
	left := s.on(request{intent: in, part: Part{Text: m.Text}, confidence: confidence}, d, m)
	switch {
	case withheld && len(in.given(m)) > 0 && !s.asksElse(in, in.granted(m)):
		left.careful()
		return left, true
	case !m.Excepts || in.Risk == lowRisk:
		return d, false
	case left.kind == Field:
		return left, true
	}
	return s.unsure(state, m, d, in), true
}

// asksElse tells whether a text has a word that tells of another intent alone, and none of this one.
func (s Side) asksElse(in *intent, text string) bool {
	return !in.knowsOf(text) && s.namesElse(in, text)
}
