// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// listen tells letting go of the conversation from asking to end a thing: in "drop the order" the thing
// is what an intent ends. Without such an intent the customer lets go. And it overhears what is only
// thanked for.
func (s Side) listen(m intents.Message) (Side, intents.Message) {
	s = s.withoutTurned()
	s = s.withoutThanks(m)
	s.Predictions = withoutOpposites(s.Predictions, s.Intents, m.Text)
	s.Predictions = without(s.Predictions, func(name string) bool { in := s.Intents[name]; return in != nil && in.IsOnlyOfSomebody(m) })
	s = s.weighed(m).toldByActs(m)
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
		for name, in := range s.Intents {
			if in.Ends && len(in.About(things)) > 0 && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, words := range heard.Dropped {
		for name, in := range s.Intents {
			if in.Ends && in.IsDoneTo(words) && !slices.Contains(names, name) {
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
func (s Side) meant(d *Decision, m intents.Message) (in *intents.Intent, confidence float64, guessed bool) {
	in, confidence = s.best(d)
	if in != nil && !in.Courteous && m.ThanksFor && m.ThanksOnly() {
		d.Scored = "" // "thanks for the refund" names what was asked for before
		return nil, confidence, false
	}
	if len(s.errands) == 0 || m.Question || in != nil && (!s.drops || slices.Contains(s.errands, in.Name)) {
		return in, confidence, false
	}
	d.Scored = ""
	if len(s.errands) > 1 {
		return nil, confidence, false
	}
	return s.Intents[s.errands[0]], confidence, true
}

// refused tells whether a message denies an intent. Who no longer needs a thing does not deny what ends it.
func (s Side) refused(in *intents.Intent, m intents.Message) bool {
	return (!s.drops || !slices.Contains(s.errands, in.Name)) && in.Denied(m.Text, m.Signals)
}

// ends decides a message that may end what the bot is asking about, or a thing of the same name: to drop
// the booking is to let go of one that is being made, or to cancel one that was made before. The first
// is done, as it harms nothing, and the other is offered.
func (s Side) ends(asking *intents.Intent, m intents.Message) (Decision, bool) {
	if asking.Ends || !s.drops {
		return Decision{}, false
	}
	for _, things := range slices.Concat(m.Errands, m.Dropped) {
		if len(asking.About(things)) > 0 {
			offer := &conversation.Offered{Intents: s.errands, Text: m.Text}
			return Decision{Kind: Withdraw, Also: []Decision{*offering(offer)}}, true
		}
	}
	return Decision{}, false
}

// withoutOpposites leaves out the intents that do the opposite of what a text wants, where one of the likeliest does
// that: "turn on reminders" is hardly ever meant to turn them off, however alike the utterances are. What they were
// likely to be is shared among the others.
func withoutOpposites(all []understanding.Prediction, known map[string]*intents.Intent, text string) []understanding.Prediction {
	const likeliest = 2
	if len(all) < likeliest {
		return all
	}
	first := all[:likeliest]
	if slices.ContainsFunc(first, func(p understanding.Prediction) bool {
		return known[p.Intent] == nil || known[p.Intent].Spoken == 0
	}) {
		return all // that one would have to do it, and the other the opposite
	}
	acts := signals.ActsOf(text)
	opposite := func(name string) bool {
		in := known[name]
		return in != nil && in.Spoken&acts == 0 && acts.Contradict(in.Spoken)
	}
	does := func(p understanding.Prediction) bool {
		in := known[p.Intent]
		return in != nil && in.Spoken&acts != 0
	}
	if !slices.ContainsFunc(first, does) || !opposite(first[0].Intent) && !opposite(first[1].Intent) {
		return all
	}
	return without(all, opposite)
}

// without leaves out some intents, and shares what they were likely to be among the others.
func without(all []understanding.Prediction, out func(name string) bool) []understanding.Prediction {
	if !slices.ContainsFunc(all, func(p understanding.Prediction) bool { return out(p.Intent) }) {
		return all
	}
	left := 1.0
	kept := make([]understanding.Prediction, 0, len(all))
	for _, p := range all {
		if out(p.Intent) {
			left -= p.Confidence
		} else {
			kept = append(kept, p)
		}
	}
	for i := range kept {
		kept[i].Confidence = min(1, kept[i].Confidence/max(left, kept[i].Confidence))
	}
	return kept
}
