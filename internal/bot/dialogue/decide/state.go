// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
)

// pending tells whether the bot waits for something that the customer can let go of.
func pending(state *conversation.State) bool {
	return state.Collecting != nil || state.Confirming != nil || state.Offered != nil
}

// NeedsBare reports whether Turn uses predictions for Bare: not while the bot waits for an answer.
func NeedsBare(state conversation.State) bool { return !pending(&state) }

// valuesOf are the values given so far for what the bot asks about. Those of an answer in between are
// not among them.
func valuesOf(state *conversation.State) map[string]string {
	if c := state.Collecting; c != nil && (c.Values != nil || c.Intent != state.Intent) {
		return c.Values
	}
	if c := state.Confirming; c != nil && (c.Values != nil || c.Intent != state.Intent) {
		return c.Values
	}
	return state.Fields
}

// besideQuestion are the intents that were offered beside a question of the bot's.
func besideQuestion(state *conversation.State) *conversation.Offered {
	if state.Offered == nil || state.Collecting == nil && state.Confirming == nil {
		return nil
	}
	return state.Offered
}

// messageBefore is the customer's message before this one; empty: it is the first.
func messageBefore(state *conversation.State) string {
	ofCustomer := 0
	for _, turn := range slices.Backward(state.Turns) {
		if turn.Role != conversation.RoleCustomer {
			continue
		}
		if ofCustomer++; ofCustomer == 2 {
			return turn.Text
		}
	}
	return ""
}

// maxYes is the most words of a message that is a yes and nothing else.
const maxYes = 2

// saidYesBefore tells whether the customer's message before this one was a yes, too.
func saidYesBefore(state *conversation.State) bool {
	return signals.Read(messageBefore(state), state.Speaks()).Yes
}
