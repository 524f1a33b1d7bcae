// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
)

// notForIt is a message that names a thing, for which something is not to be done: "but not for xx".
var notForIt = regexp.MustCompile(`^(?:` + signals.Expressions("not-for-it") + `)$`)

// notForAnother decides a message that only says for which other thing that is not to be done which was just done, or which
// is asked about: "but not for AB654321". Nothing is done for it, nor asked.
func (s Side) notForAnother(state *conversation.State, m intents.Message) (Decision, bool) {
	in, given := s.done(state), state.Fields
	if c := state.Confirming; c != nil {
		in, given = s.Intents[c.Intent], valuesOf(state)
	}
	if in == nil || m.AsksForHuman || asksWithMark(m) {
		return Decision{}, false
	}
	f := onlyThing(in)
	if f == nil || given[f.Name] == "" {
		return Decision{}, false
	}
	value := f.InPassing(m.Text, m.Now, m.Locale)
	at := strings.Index(strings.ToLower(m.Text), strings.ToLower(value))
	if value == "" || value == given[f.Name] || at < 0 || strings.ContainsAny(m.Text[:at], ",.;:!،、，。！") || // "no, AB654321"
		!isAll(notForIt, m.Text[:at]+" xx "+m.Text[at+len(value):]) {
		return Decision{}, false
	}
	d := Decision{Kind: Withdraw, Fields: given, Confidence: state.Confidence}
	if c := state.Confirming; c != nil {
		d.Kind, d.Intent, d.Given, d.Asked = Confirm, in, state.Given, c.Asked
	}
	return d, true
}
