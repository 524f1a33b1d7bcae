// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// understand decides without the rules: what is the message about, and is there all that
// the answer needs? A message that answers the bot's own question is read as that first.
func (s Side) understand(state *conversation.State, m intents.Message) Decision {
	m.Confirms = state.Confirming != nil
	d, answered := s.answer(state, m)
	if own, rest, gives := s.valueAfterLettingGo(state, m); gives && (!answered || d.Kind == Withdraw) {
		if set, ok := own.answer(state, rest); ok {
			set.careful()
			return set
		}
	}
	if answered {
		return d
	}
	heard, own, nothing := s.withoutIdleLettingGo(state, m)
	d = heard.fresh(state, own)
	if nothing {
		d.careful() // nor is it sure what is asked for
	}
	return s.offerAgain(state, own, s.onceMore(state, own, d))
}

// answer reads a message as one to the bot's question, or as one that goes on with what it did; false: it is neither.
func (s Side) answer(state *conversation.State, m intents.Message) (Decision, bool) {
	for _, read := range []func(*conversation.State, intents.Message) (Decision, bool){s.choosesByName, s.choice, s.takesUp, s.exchanges, s.notForAnother, s.andThen, s.andAnother, s.andBeside, s.amends, s.correction, s.confirmation, s.collect} {
		if d, ok := read(state, m); ok {
			return s.offerLater(state, m, s.onceMore(state, m, d)), true
		}
	}
	return Decision{}, false
}

// fresh reads a message that answers nothing.
func (s Side) fresh(state *conversation.State, m intents.Message) Decision {
	d := Decision{Fields: state.Fields}
	m.Confirms = false
	in, confidence, guessed := s.meant(&d, m)
	if in == nil && NeedsBare(*state) {
		if bare, ok := s.bare(m); ok {
			s = bare
			in, confidence, _ = s.meant(&d, m)
			guessed = true
		}
	}
	if in == nil && s.turned != nil {
		if turned, ok := s.afterOpening(state, d, m); ok {
			return turned
		}
	}
	d.Confidence = confidence
	denied := in != nil && s.refused(in, m)
	if in == nil && m.ThanksFor && m.ThanksOnly() {
		d.Kind = Acknowledge
		return d
	}
	if s.saysOnlyYes(m) {
		s.Predictions, in, denied = nil, nil, false // nothing was asked to which it could be said
		d.Scored, d.Confidence = "", 0
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
	case (state.Answered || in == nil) && s.isAcknowledgement(in, m, state.Answered) && (in == nil || !in.WishesAfterThanks(m)),
		in == nil && state.Answered && !pending(state) && (wording.IsAssent(m.Text) || wording.OnlySigns(m.Text, wording.Pleased)):
		d.Kind = Acknowledge
		return d
	case in == nil && wording.OnlySigns(m.Text, "👋"):
		d.Kind, d.Chat, d.Scored = Chat, signals.Greeting, ""
		return d
	case m.SmallTalk != "" && (in == nil || !in.Chats[m.SmallTalk]):
		d.Kind, d.Chat, d.Scored = Chat, m.SmallTalk, ""
		return d
	case m.Withdrawn && (in == nil || denied) && !s.asksBesides() && !s.mayEnd(state) &&
		(pending(state) || !m.Question && (len(m.Denied) == 0 || wording.WordCount(m.Text) <= intents.MaxWithdrawn || s.letsGoLast())):
		d.Kind, d.Scored = Withdraw, ""
		return d
	}
	if all, ok := s.several(d, in, m); ok {
		return all
	}
	if denied {
		unsure := s.unsure(state, m, d, in)
		if m.Refuses && !m.Question && (len(s.Parts) == 0 || len(unsure.Offered) <= 1) {
			// To ask whether that is meant would be to ask for what was just refused.
			d.Kind, d.Scored = Withdraw, ""
			return d
		}
		return unsure
	}
	if in != nil && (in.Contrary(m.Text) || in.WantsOtherThanDone(m)) {
		return s.unsure(state, m, d, in)
	}
	if again, ok := s.likewise(state, d, in, m); ok {
		return again
	}
	var kept map[string]string
	if (in == nil || in.NamesNothingOf(s.Intents[state.GoesOn], m)) && s.goesOn(state, m) {
		in = s.Intents[state.GoesOn]
		kept, guessed = s.kept(state, in, m), true
	}
	subject := s.subject(in, m)
	if len(subject) == 0 {
		subject = s.endedBy(state, in, m)
	}
	if len(subject) > 0 {
		unsure := s.unsure(state, m, d, nil)
		unsure.Kind, unsure.Offered, unsure.About = Offer, subject, m.Text
		return unsure
	}
	if in == nil {
		if only, ok := s.besideRemarks(d, m); ok {
			return only
		}
		return s.unsure(state, m, d, nil)
	}
	d.Intent = in
	d.Fields, d.Given = extract(in, kept, m)
	d.complete(0)
	d = s.moreValues(d, m)
	if d.Kind == Field && !in.Withheld(m) {
		d.carryOn(s.Intents[state.GoesOn], state.Fields, m)
	}
	if d.Kind == Field && !in.Withheld(m) {
		d = s.carryNamed(state, d, m)
	}
	if guessed || s.byValues || s.drops || in.ShowsLate(d.Fields, m.Locale) || in.Ends && len(m.Unwanted) > 0 || in.Unasked(m) || in.AsksBothWays(m) || m.Corrects && len(d.Fields) > 0 {
		// What is not wanted may be another thing than the one that the intent ends, what is only spoken of
		// may not be wanted at all, and of a value that the message corrects the other one may be taken.
		d.careful()
	}
	if in.StatesSome(d.Fields, m) || in.RemarksSome(d.Fields, m) || in.NamesInPart(d.Fields, m) || in.OnlySpoken(m) || in.CannotWait(m) {
		d.doubtful()
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
	return !state.Answered && !pending(state) && s.likely() && s.Intents[s.Predictions[0].Intent].Ends
}

// letsGoLast tells whether the last part of a message lets go and says little else: "oh never mind".
func (s Side) letsGoLast() bool {
	if len(s.Parts) == 0 {
		return false
	}
	last := s.Parts[len(s.Parts)-1]
	return last.Signals.LetsGo && !last.Signals.Question && wording.WordCount(last.Text) <= intents.MaxWithdrawn
}

// unsure offers what the message may mean, or asks for other words. What the customer denied is
// offered last.
func (s Side) unsure(state *conversation.State, m intents.Message, d Decision, denied *intents.Intent) Decision {
	d.Unresolved, d.EngineFailures = state.UnresolvedTurns+1, state.UnreadTurns
	if d.Failed {
		d.EngineFailures++
	}
	d.Kind = Clarify
	d.Offered = s.offered()
	if denied != nil {
		d.Scored = ""
		d.Offered = slices.DeleteFunc(d.Offered, func(name string) bool { return name == denied.Name })
		d.Offered = append(d.Offered[:min(len(d.Offered), understanding.MaxOffered-1)], denied.Name)
	}
	if len(s.errands) > 0 {
		d.Offered = s.errands
	} else if denied == nil && !m.Question {
		if taking := s.taking(m); len(taking) > 0 {
			d.Offered = taking
		}
	}
	if len(d.Offered) > 0 {
		d.Kind, d.About = Offer, m.Text
	}
	return d
}

// taking are the intents that ask for what the message is, such as the number of an order and
// little else, or several values; the likeliest first.
func (s Side) taking(m intents.Message) []string {
	var names []string
	onlyValues := s.onlyValues(m)
	for name, in := range s.Intents {
		if onlyValues && in.TakesSome(m) || slices.ContainsFunc(in.Fields, func(f intents.Field) bool {
			if !f.Distinct {
				return false
			}
			reading := f.Read(m.Text, m.Now, m.Locale)
			return reading.Value != "" && reading.Rest <= maxBeside
		}) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, s.likelier)
	return names[:min(len(names), understanding.MaxOffered)]
}
