// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// minTakeUp is the fewest words with which a customer asks to go ahead with what was let go of: a yes alone may only say
// that this was read.
const minTakeUp = 2

// takesUp decides a message that asks to go ahead right after the customer let go of something: "ok then, do it". It is
// asked about once more, or for what is missing.
func (s Side) takesUp(state *conversation.State, m intents.Message) (Decision, bool) {
	last := len(state.Attempted) - 1
	if pending(state) || last < 0 || state.Attempted[last].Decision != string(Withdraw) || m.Question || m.No || m.AsksForHuman {
		return Decision{}, false
	}
	in := s.Intents[state.Attempted[last].Intent]
	if in == nil || in.Name != state.Intent || wording.WordCount(m.Text) < minTakeUp || !asksToGoAhead(m) {
		return Decision{}, false
	}
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: state.Fields}
	d.complete(0)
	d.careful()
	return d, true
}

// asksToGoAhead tells whether a message asks to go ahead and says nothing else but words of agreement and courtesies.
func asksToGoAhead(m intents.Message) bool {
	words := signals.Words(m.Text)
	for i := range words {
		if isAll(goAhead, strings.Join(words[i:], " ")) {
			return true
		}
		if !wording.Assents.Has(words[i]) && !wording.Courtesies.Has(words[i]) {
			return false
		}
	}
	return false
}
