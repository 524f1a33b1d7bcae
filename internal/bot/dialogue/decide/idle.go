// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// withoutIdleLettingGo is the side and the message without words that let go of something, where there is nothing: the
// bot waits for nothing and has answered nothing, nothing is asked for before those words, and something is behind them:
// "I've found my card, please unblock it". nothing is true where that is so.
func (s Side) withoutIdleLettingGo(state *conversation.State, m intents.Message) (heard Side, own intents.Message, nothing bool) {
	if !m.Withdrawn || state.Answered || pending(state) || m.No {
		return s, m, false
	}
	first, last := -1, -1
	pieces := wording.PiecesOf(m.Text, m.Locale)
	for i, piece := range pieces {
		switch says := signals.Read(piece, m.Locale); {
		case says.Withdrawn:
			if last = i; first < 0 {
				first = i
			}
		case first < 0 && s.mayAskFor(piece):
			return s, m, false // that is let go of
		}
	}
	if first < 0 || !slices.ContainsFunc(pieces[last+1:], s.mayAskFor) {
		return s, m, false
	}
	m.Withdrawn = false
	s.Parts = slices.Clone(s.Parts)
	for i := range s.Parts {
		s.Parts[i].Signals.Withdrawn = false
	}
	return s, m, true
}

// mayAskFor tells whether a piece of a message may ask for something that the bot does.
func (s Side) mayAskFor(piece string) bool {
	for _, in := range s.Intents {
		if in.KnowsOf(piece) {
			return true
		}
	}
	return false
}
