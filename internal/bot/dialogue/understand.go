// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"cmp"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// understand decides without the rules: what is the message about, and is there all that
// the answer needs? A message that answers the bot's own question is read as that first.
func (s Side) understand(state *conversation.State, m said) decision {
	m.confirms = state.Confirming != nil
	for _, read := range []func(*conversation.State, said) (decision, bool){s.choice, s.andThen, s.amends, s.correction, s.confirmation, s.collect} {
		if d, ok := read(state, m); ok {
			return s.offerLater(state, m, s.onceMore(state, m, d))
		}
	}
	return s.offerAgain(state, m, s.onceMore(state, m, s.fresh(state, m)))
}

// fresh reads a message that answers nothing.
func (s Side) fresh(state *conversation.State, m said) decision {
	d := decision{fields: state.Fields}
	in, confidence, guessed := s.meant(&d, m)
	if in == nil && NeedsBare(*state) {
		if bare, ok := s.bare(m); ok {
			s = bare
			in, confidence, _ = s.meant(&d, m)
			guessed = true
		}
	}
	d.confidence = confidence
	denied := in != nil && s.refused(in, m)
	if in == nil && m.ThanksFor && m.thanksOnly() {
		d.kind = Acknowledge
		return d
	}
	if in != nil && s.saysOnlyYes(m) {
		s.Predictions, in, denied = nil, nil, false // nothing was asked to which it could be said
		d.scored, d.confidence = "", 0
	}
	if right, ok := s.putRight(d, m); ok {
		return right
	}
	if part, ok := s.partly(state, d, in, m); ok {
		return part
	}
	if told, ok := s.story(d, m); ok {
		return told
	}
	if turned, ok := s.changesMind(d, m); ok {
		return turned
	}
	if undone, ok := s.undoes(state, d, in, denied, m); ok {
		return undone
	}
	switch {
	case (state.Answered || in == nil) && s.isAcknowledgement(in, m, state.Answered) && (in == nil || !in.wishesAfterThanks(m)),
		in == nil && state.Answered && !pending(state) && (isAssent(m.Text) || only(m.Text, pleased)):
		d.kind = Acknowledge
		return d
	case in == nil && only(m.Text, "👋"):
		d.kind, d.chat, d.scored = Chat, signals.Greeting, ""
		return d
	case m.SmallTalk != "" && (in == nil || !in.chats[m.SmallTalk]):
		d.kind, d.chat, d.scored = Chat, m.SmallTalk, ""
		return d
	case m.Withdrawn && (in == nil || denied) && !s.asksBesides() && !s.mayEnd(state) && (pending(state) || !m.Question && (len(m.Denied) == 0 || wordsOf(m.Text) <= maxWithdrawn || s.letsGoLast())):
		d.kind, d.scored = Withdraw, ""
		return d
	}
	if all, ok := s.several(d, in, m); ok {
		return all
	}
	if denied {
		unsure := s.unsure(state, m, d, in)
		if m.Refuses && !m.Question && (len(s.Parts) == 0 || len(unsure.offered) <= 1) {
			// To ask whether that is meant would be to ask for what was just refused.
			d.kind, d.scored = Withdraw, ""
			return d
		}
		return unsure
	}
	if in != nil && in.contrary(m.Text) {
		return s.unsure(state, m, d, in)
	}
	var kept map[string]string
	if (in == nil || in.namesNothingOf(s.intents[state.GoesOn], m)) && s.goesOn(state, m) {
		in = s.intents[state.GoesOn]
		kept, guessed = s.kept(state, in, m), true
	}
	subject := s.subject(in, m)
	if len(subject) == 0 {
		subject = s.endedBy(state, in, m)
	}
	if len(subject) > 0 {
		unsure := s.unsure(state, m, d, nil)
		unsure.kind, unsure.offered, unsure.about = Offer, subject, m.Text
		return unsure
	}
	if in == nil {
		return s.unsure(state, m, d, nil)
	}
	d.intent = in
	d.fields, d.given = extract(in, kept, m)
	d.complete(0)
	d = s.moreValues(d, m)
	if d.kind == Field && !in.withheld(m) {
		d.carryOn(s.intents[state.GoesOn], state.Fields, m)
	}
	if d.kind == Field && !in.withheld(m) {
		d = s.carryNamed(state, d, m)
	}
	if guessed || s.drops || in.showsLate(d.fields, m.locale) || in.ends && len(m.Unwanted) > 0 || in.unasked(m) || m.Corrects && len(d.fields) > 0 {
		// What is not wanted may be another thing than the one that the intent ends, what is only spoken of
		// may not be wanted at all, and of a value that the message corrects the other one may be taken.
		d.careful()
	}
	return d
}

// mayEnd tells whether words of letting go may ask for something to end: before anything was asked for,
// in the same message too, there is nothing to let go of, as in "I can't come, scrap it".
func (s Side) mayEnd(state *conversation.State) bool {
	asked, _, _ := s.requests()
	if slices.ContainsFunc(asked, func(r request) bool {
		return r.part.Signals.Wishes || r.part.Signals.Question || signals.ReadUtterance(r.part.Text, state.Speaks()).Ends
	}) {
		return false
	}
	return !state.Answered && !pending(state) && s.likely() && s.intents[s.Predictions[0].Intent].ends
}

// maxWithdrawn is the most words of a message that lets go of something and denies no other.
const maxWithdrawn = 5

// letsGoLast tells whether the last part of a message lets go and says little else: "oh never mind".
func (s Side) letsGoLast() bool {
	if len(s.Parts) == 0 {
		return false
	}
	last := s.Parts[len(s.Parts)-1]
	return last.Signals.LetsGo && !last.Signals.Question && wordsOf(last.Text) <= maxWithdrawn
}

// pending tells whether the bot waits for something that the customer can let go of.
func pending(state *conversation.State) bool {
	return state.Collecting != nil || state.Confirming != nil || state.Offered != nil
}

// unsure offers what the message may mean, or asks for other words. What the customer denied is
// offered last.
func (s Side) unsure(state *conversation.State, m said, d decision, denied *intent) decision {
	d.unresolved, d.engineFailures = state.UnresolvedTurns+1, state.UnreadTurns
	if d.failed {
		d.engineFailures++
	}
	d.kind = Clarify
	d.offered = s.offered()
	if denied != nil {
		d.scored = ""
		d.offered = slices.DeleteFunc(d.offered, func(name string) bool { return name == denied.Name })
		d.offered = append(d.offered[:min(len(d.offered), understanding.MaxOffered-1)], denied.Name)
	}
	if len(s.errands) > 0 {
		d.offered = s.errands
	} else if denied == nil && !m.Question {
		if taking := s.taking(m); len(taking) > 0 {
			d.offered = taking
		}
	}
	if len(d.offered) > 0 {
		d.kind, d.about = Offer, m.Text
	}
	return d
}

// taking are the intents that ask for what the message is, such as the number of an order and
// little else, or several values; the likeliest first.
func (s Side) taking(m said) []string {
	var names []string
	onlyValues := s.onlyValues(m)
	for name, in := range s.intents {
		if onlyValues && in.takesSome(m) || slices.ContainsFunc(in.fields, func(f field) bool {
			if !f.Distinct {
				return false
			}
			reading := f.Read(m.Text, m.Now, m.locale)
			return reading.Value != "" && reading.Rest <= maxBeside
		}) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, s.likelier)
	return names[:min(len(names), understanding.MaxOffered)]
}

// likelier orders intents by how likely the message is about them.
func (s Side) likelier(a, b string) int {
	return cmp.Or(cmp.Compare(s.confidenceOf(b), s.confidenceOf(a)), cmp.Compare(a, b))
}

func (s Side) confidenceOf(name string) float64 {
	for _, p := range s.Predictions {
		if p.Intent == name {
			return p.Confidence
		}
	}
	return 0
}

const (
	// maxBeside is how many words may stand beside a value in a message that is nothing else.
	maxBeside = 3
	// leastLikely is the least confidence with which a message is probably about an intent: below, it is
	// about something else more often than not.
	leastLikely = 0.12
)

// offered are the intents that the message may be about, the likeliest first.
func (s Side) offered() []string {
	return understanding.Offers(s.Predictions, func(name string) bool { return s.intents[name] != nil })
}

// likely tells whether the message is probably about one of the intents.
func (s Side) likely() bool {
	return len(s.Predictions) > 0 && s.Predictions[0].Confidence >= leastLikely && s.intents[s.Predictions[0].Intent] != nil
}
