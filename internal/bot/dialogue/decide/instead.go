// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
)

// minInstead is the fewest words of a message that asks for something instead.
const minInstead = 3

// instead decides what a customer asks for who lets go of what the bot waits for: "no, track it
// instead". What may do harm is not guessed, and what was let go of is not taken up.
func (s Side) instead(state *conversation.State, m intents.Message, asking, best *intents.Intent) (Decision, bool) {
	var d Decision
	d.Confidence = state.Confidence
	m.Confirms = false // that was asked of something else
	meant := request{part: wording.Part{Text: m.Text}}
	asked, letGo, conditional := s.requests()
	denied := letGo < 0 && len(m.Denials) > 0 && asking.Denied(m.Text, m.Signals)
	if denied {
		letGo = 0 // "don't cancel it, just move it"
	}
	if letGo >= 0 && !conditional && len(asked) == letGo+1 && !asked[letGo].unsure {
		meant = asked[letGo]
	} else if best != nil && !m.Withdrawn && wording.WordCount(m.Text) >= minInstead && !best.Denied(m.Text, m.Signals) {
		meant.Intent = best
	}
	if meant.Intent == nil {
		return s.offerInstead(asking, m)
	}
	if meant.Intent == asking || meant.Risk == intents.HighRisk {
		return d, false
	}
	if len(asked) == letGo+1 && meant.Risk != intents.LowRisk && !meant.isWished(m.Locale) {
		return d, false // "no, don't. We'll come after all"
	}
	d = s.on(meant, d, m)
	d.Scored = meant.Name
	d.carry(asking, valuesOf(state))
	if denied {
		d.careful()
	}
	return d, true
}

// offerInstead lets go, and offers what is probably asked for in the same breath: "leave it. do you
// ship to Norway?", "no sorry, I meant change it".
func (s Side) offerInstead(asking *intents.Intent, m intents.Message) (Decision, bool) {
	offer := Decision{Kind: Offer}
	parts := s.Parts
	if meant := (wording.Part{Text: m.Text, Signals: m.Signals, Predictions: s.Predictions}); len(parts) == 0 && m.Corrects && wording.WordCount(m.Text) > minInstead {
		parts = []wording.Part{meant}
	}
	for _, part := range parts {
		if part.Signals.No && wording.WordCount(part.Text) <= maxNo {
			continue // "no. I have to think about it" corrects nothing
		}
		if !part.Signals.Question && !part.Signals.Corrects || part.Signals.Withdrawn || len(part.Predictions) == 0 {
			continue
		}
		best := part.Predictions[0]
		in := s.Intents[best.Intent]
		if in == nil || in == asking || in.Risk == intents.HighRisk || best.Confidence < plausibleBeside || slices.Contains(offer.Offered, in.Name) {
			continue
		}
		offer.Offered, offer.About = append(offer.Offered, in.Name), part.Text
	}
	return Decision{Kind: Withdraw, Also: []Decision{offer}}, len(offer.Offered) > 0
}
