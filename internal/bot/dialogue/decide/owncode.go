// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// Of several codes in a message each has what stands in its own clause: its values, and what is to be done to it.

// possessing are words that tell what the customer has, and ask for nothing.
var possessing = signals.ListOf("possessing")

// toldByActs are the parts of a message that name a code as the intent has it that does to it what the part says, where no
// other intent does and the words alone do not tell: "and move AB123457 to Friday".
func (s Side) toldByActs(m intents.Message) Side {
	cloned := false
	for i := range s.Parts {
		part := s.Parts[i]
		if !wording.HasNumber(part.Text) || s.Choose(part.Predictions) != "" {
			continue
		}
		var only *intents.Intent
		n := 0
		for _, in := range s.Intents {
			if namesCode(in, part.Text, m) && doesOwn(in, part.Text) {
				only = in
				n++
			}
		}
		if n != 1 || only.Denied(part.Text, part.Signals) || s.namesElse(only, part.Text) {
			continue
		}
		if !cloned {
			s.Parts, cloned = slices.Clone(s.Parts), true
		}
		s.Parts[i].Predictions, s.Parts[i].ByValues = []understanding.Prediction{{Intent: only.Name, Confidence: 1}}, true
	}
	return s
}

// doesOwn tells whether a text has an act of an intent, or a verb of its utterances and a word that no other intent has.
func doesOwn(in *intents.Intent, text string) bool {
	return signals.ReadActs(text).Asked&in.Spoken != 0 ||
		in.HasOwn(text) && slices.ContainsFunc(signals.Words(text), func(word string) bool { return wording.IsDoing(word) && in.SpeaksOf(word) })
}

// namesCode tells whether a text has a code that an intent takes.
func namesCode(in *intents.Intent, text string, m intents.Message) bool {
	f := in.DistinctField()
	return f != nil && f.Pattern != "" && f.InPassing(text, m.Now, m.Locale) != ""
}

// mayGoOn tells whether a part with another code may want for it what the part before asks for: it has no verb but those of
// the intent and of that part, and does not only tell what the customer has. What stands before the part without a code
// belongs to it: "I have" of "I have also AB123457".
func mayGoOn(in *intents.Intent, f *intents.Field, part wording.Part, before, asking, locale string) bool {
	acts := signals.ReadActs(part.Text).Asked
	if acts&^(in.Spoken|signals.ActsOf(asking)) != 0 {
		return false
	}
	asked := signals.Words(asking)
	if in.BeginsOtherwise(f, part.Text, locale) || slices.ContainsFunc(signals.Words(part.Text), func(word string) bool {
		return wording.IsDoing(word) && !in.SpeaksOf(word) && !slices.Contains(asked, word)
	}) {
		return false
	}
	if acts != 0 || part.Signals.Wishes {
		return true
	}
	tells := part.Text
	if clauses := wording.ClausesOf(before); len(clauses) > 0 && len(f.All(clauses[len(clauses)-1])) == 0 {
		tells = clauses[len(clauses)-1] + " " + tells
	}
	return !possessing.For(locale).In(tells)
}

// withOwn goes on with several codes of which more than one has a value of its own: the first is confirmed, and the others
// wait with theirs. What is given for each is shared with none. ok is false where nothing is given twice.
func (s Side) withOwn(d Decision, f *intents.Field, more []string, m intents.Message) (all Decision, ok bool) {
	each := make([]map[string]string, len(more)+1)
	for i, value := range append([]string{d.Fields[f.Name]}, more...) {
		each[i] = map[string]string{f.Name: value}
		for _, part := range s.Parts {
			own := m
			own.Text, own.Signals = part.Text, part.Signals
			if given := d.Intent.Given(own); given[f.Name] == value {
				each[i] = given
				break
			}
		}
	}
	if !slices.ContainsFunc(d.Intent.Fields, func(of intents.Field) bool { return of.Name != f.Name && times(of.Name, each) > 1 }) {
		return d, false
	}
	return d.withEach(f, each, false), true
}

// times is in how many of several a value is given.
func times(name string, each []map[string]string) int {
	n := 0
	for _, own := range each {
		if own[name] != "" {
			n++
		}
	}
	return n
}
