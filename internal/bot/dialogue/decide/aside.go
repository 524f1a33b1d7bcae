// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
)

// aside answers something else than the bot's question about an intent, which was asked that often,
// and says how often it is asked besides. The question stands last among what else is said; a
// request that needs a question of its own takes its place.
func (s Side) aside(state *conversation.State, m intents.Message, other, asking *intents.Intent, times int) (d Decision, asked int, ok bool) {
	var plausible []string
	d = s.fresh(besides(state), m)
	if (d.Kind == Reply || d.Kind == Confirm) && d.Intent != asking && d.Intent.Risk != intents.LowRisk && !d.Intent.HasOwn(m.Text) {
		return d, 0, false // "please do not" is an answer, whatever utterances it is in
	}
	switch {
	case d.Kind == Reply && d.Intent != asking && d.asksNothing():
		// Where it needs no more, the answer comes in between.
	case d.Kind == Chat, d.Kind == Acknowledge:
	case other != nil && other != asking && (d.Kind == Field || d.Kind == Confirm || d.Kind == Reply):
		return d, 0, true
	case (d.Kind == Clarify || d.Kind == Offer) && m.Question && !d.Failed && wording.WordCount(m.Text) > 1:
		if times >= maxAsked {
			return d, 0, false
		}
		plausible = slices.DeleteFunc(slices.Clone(d.Offered), func(name string) bool { return name == asking.Name })
		d.Kind, d.Offered, d.Unresolved, asked = Clarify, nil, 0, 1
	default:
		return d, 0, false
	}
	question := s.pendingQuestion(state)
	if len(plausible) > 0 {
		// Beside the question, and for one turn: the next message answers that, or says it in other words.
		question.Later = &conversation.Offered{Intents: plausible, Text: m.Text, Repeated: true}
	}
	d.Also = append(d.Also, question)
	return d, asked, true
}

// besides is a state in which the bot asks nothing, for what is said besides its question.
func besides(state *conversation.State) *conversation.State {
	return &conversation.State{Fields: state.Fields, Answered: true, UnresolvedTurns: state.UnresolvedTurns, UnreadTurns: state.UnreadTurns}
}

// pendingQuestion asks the bot's question once more.
func (s Side) pendingQuestion(state *conversation.State) Decision {
	d := Decision{Fields: valuesOf(state), Confidence: state.Confidence, Resumed: true}
	if c := state.Confirming; c != nil {
		d.Kind, d.Intent, d.Asked = Confirm, s.Intents[c.Intent], c.Asked
	} else {
		again := *state.Collecting
		again.Values = d.Fields
		d.Kind, d.Intent, d.Collecting = Field, s.Intents[again.Intent], &again
	}
	if g := state.Given; g != nil && g.Intent == d.Intent.Name {
		d.Given = g
	}
	return d
}
