// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// listen tells letting go of the conversation from asking to end a thing: in "drop the order" the thing
// is what an intent ends. Without such an intent the customer lets go. And it overhears what is only
// thanked for.
func (s Side) listen(m said) (Side, said) {
	s = s.withoutThanks(m)
	s.Predictions = withoutOpposites(s.Predictions, s.intents, m.Text)
	if s.errands = s.ending(m.Signals); len(s.errands) > 0 {
		s.drops, m.Withdrawn = m.Withdrawn || len(m.Dropped) > 0, false
	}
	cloned := false
	for i := range s.Parts {
		if len(s.ending(s.Parts[i].Signals)) == 0 || !s.Parts[i].Signals.Withdrawn {
			continue
		}
		if !cloned {
			s.Parts, cloned = slices.Clone(s.Parts), true
		}
		s.Parts[i].Signals.Withdrawn = false
	}
	return s, m
}

// ending are the intents that end what a message names beside a verb of stopping, the likeliest first.
func (s Side) ending(heard signals.Signals) []string {
	if heard.LetsGo {
		return nil
	}
	var names []string
	for _, things := range heard.Errands {
		for name, in := range s.intents {
			if in.ends && len(in.about(things)) > 0 && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, words := range heard.Dropped {
		for name, in := range s.intents {
			if in.ends && in.isDoneTo(words) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.SortFunc(names, s.likelier)
	return names[:min(len(names), understanding.MaxOffered)]
}

// meant is the intent that was understood, as best has it, or the only one that ends the thing that the
// message names, where the classifier is sure of none, or takes words that let go of a thing for
// something else. guessed is true for the latter.
func (s Side) meant(d *decision, m said) (in *intent, confidence float64, guessed bool) {
	in, confidence = s.best(d)
	if in != nil && !in.courteous && m.ThanksFor && m.thanksOnly() {
		d.scored = "" // "thanks for the refund" names what was asked for before
		return nil, confidence, false
	}
	if len(s.errands) == 0 || m.Question || in != nil && (!s.drops || slices.Contains(s.errands, in.Name)) {
		return in, confidence, false
	}
	d.scored = ""
	if len(s.errands) > 1 {
		return nil, confidence, false
	}
	return s.intents[s.errands[0]], confidence, true
}

// isDoneTo tells whether words name what the intent is done to. A word of a few of its utterances does not
// tell: who no longer needs a refund does not want the order cancelled.
func (in *intent) isDoneTo(words []string) bool {
	return slices.ContainsFunc(signals.TermsOf(words), func(term string) bool { return in.terms[term] && in.things[term] })
}

// refused tells whether a message denies an intent. Who no longer needs a thing does not deny what ends it.
func (s Side) refused(in *intent, m said) bool {
	return (!s.drops || !slices.Contains(s.errands, in.Name)) && in.denied(m.Text, m.Signals)
}

// ends decides a message that may end what the bot is asking about, or a thing of the same name: to drop
// the booking is to let go of one that is being made, or to cancel one that was made before. The first
// is done, as it harms nothing, and the other is offered.
func (s Side) ends(asking *intent, m said) (decision, bool) {
	if asking.ends || !s.drops {
		return decision{}, false
	}
	for _, things := range slices.Concat(m.Errands, m.Dropped) {
		if len(asking.about(things)) > 0 {
			offer := &conversation.Offered{Intents: s.errands, Text: m.Text}
			return decision{kind: Withdraw, also: []decision{*offering(offer)}}, true
		}
	}
	return decision{}, false
}
