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

// andThen decides an answer to "shall I" that comes with another wish: "yes, and then cancel my gym pass". The answer
// counts, and the wish is offered. What may change what is asked about is left to others.
func (s Side) andThen(state *conversation.State, m intents.Message) (Decision, bool) {
	c := state.Confirming
	if c == nil || s.Intents[c.Intent] == nil || m.AsksForHuman {
		return Decision{}, false
	}
	answer, wish := m.CutAtWish()
	if answer.IsLimited() || wish.IsLimited() {
		return Decision{}, false
	}
	in := s.Intents[c.Intent]
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: valuesOf(state), Given: state.Given}
	if in.Missing(d.Fields) != nil || s.changesBy(state, m) {
		return d, false
	}
	other := s.wished(in, wish, d.Fields)
	f, another := anotherIn(in, answer, wish, d.Fields)
	later := &conversation.Offered{Text: wish.Text, Queued: true}
	if other == nil && another != "" && !s.namesOtherThing(in, wish.Text) {
		other, later = in, begun(in, intents.With(d.Fields, f.Name, another))
	} else if other == nil || s.changesBeside(state, other, wish) {
		return d, false
	}
	later.Intents = []string{other.Name}
	switch {
	case s.agreed(in, answer, nil, d.Fields):
		d.Kind = Reply
		return d.then(later, false), true
	case answer.No && !answer.Agrees:
		d.Kind, d.Given = Withdraw, nil
		return d.then(later, true), true
	case answer.ThanksOnly(), other == in && another != "" && (answer.Agrees || answer.Yes): // "yes, both AB123456 and AB654321"
		d.Kind, d.Asked = Confirm, c.Asked
		return d.then(later, false), true
	}
	return d, false
}

// wished is the intent that a wish is about which stands beside the answer to a question about another, or about
// another time of the same; nil: it is not sure.
func (s Side) wished(asking *intents.Intent, wish intents.Message, given map[string]string) *intents.Intent {
	if wish.Text == "" || wish.No || wish.Withdrawn || wish.Refuses || wish.Negates {
		return nil
	}
	var d Decision
	in, _ := s.best(&d)
	if in == nil {
		in = s.likeliestOf(asking, wish, given)
	}
	if in == nil || in.Denied(wish.Text, wish.Signals) || in.Contrary(wish.Text) {
		return nil
	}
	if in == asking {
		if another := wording.NamesOther(signals.Words(wish.Text)); !another || !in.IsAskedFor(wish) {
			return nil
		}
		return in
	}
	if s.mayChange(asking, in, wish, given) {
		return nil // "yes, and change the account"
	}
	mayEndThat := in.Undoes(asking) || in.Ends && slices.ContainsFunc(in.Fields, func(f intents.Field) bool { return f.TellsThings() })
	if !s.isToldBy(wish.Text, in, asking) || in.IsBareEnd(wish) || mayEndThat && !in.NamesAThing(wish, given) {
		return nil // "yes, and cancel it" may speak of what is asked about
	}
	return in
}

// mayChange tells whether a wish that resembles another intent may change what is asked about: it names one of the values
// asked for, speaks of "it", or has nothing of the other intent but what is done. One that names a thing does not.
func (s Side) mayChange(asking, other *intents.Intent, wish intents.Message, given map[string]string) bool {
	a := intents.Amendment{Intent: asking, Message: wish, Given: given}
	if slices.ContainsFunc(asking.Fields, func(f intents.Field) bool { return a.Names(&f, wish.Text) > 0 }) {
		return true
	}
	if other.NamesAThing(wish, given) {
		return false
	}
	return wish.SpeaksOfIt() || !other.NamesOwn(wish) && !s.namesOtherThing(asking, wish.Text)
}

// likeliestOf is the intent that a wish is about by its words, where the yes before it keeps the whole message from being
// understood; nil: it has none of a single one, or gives another value of what is asked about.
func (s Side) likeliestOf(asking *intents.Intent, wish intents.Message, given map[string]string) *intents.Intent {
	var found *intents.Intent
	for _, in := range s.Intents {
		switch {
		case in.Contrary(wish.Text):
		case !s.isToldBy(wish.Text, in, asking):
		case in == asking, found != nil:
			return nil
		default:
			found = in
		}
	}
	if found == nil {
		return nil
	}
	sure := s.confidenceOf(found.Name)
	if sure < leastLikely || sure < surelyOther && !found.IsAskedFor(wish) || asking.GivesOther(wish.Text, given, wish) && !found.NamesAThing(wish, given) {
		return nil
	}
	return found
}

// isToldBy tells whether a text has a word that only one intent has, or asks for an act of it on what it is done to and the
// one that is asked about is not: "take the car off", where a ticket is to be cancelled and cars are also added.
func (s Side) isToldBy(text string, in, asking *intents.Intent) bool {
	return in.HasOwn(text) || signals.ActsOf(text)&in.Spoken != 0 && in.IsDoneTo(signals.Words(text)) && s.namesOtherThing(asking, text)
}

// changesBy tells whether a message changes a value by a number: "yes, and add another night".
func (s Side) changesBy(state *conversation.State, m intents.Message) bool {
	a, ok := s.amendment(state, m)
	return ok && slices.ContainsFunc(a.Intent.Fields, func(f intents.Field) bool {
		if a.Given[f.Name] == "" {
			return false
		}
		_, differs := a.Differs(&f)
		return differs
	})
}

// changesBeside tells whether a clause of a wish that names nothing of its intent gives another value of what is asked
// about: "yes, also I need a racket, and make it 5 players".
func (s Side) changesBeside(state *conversation.State, wished *intents.Intent, wish intents.Message) bool {
	return slices.ContainsFunc(wording.PiecesOf(wish.Text, wish.Locale), func(piece string) bool {
		own := wish
		own.Text, own.Signals = piece, signals.Read(piece, wish.Locale)
		a, ok := s.amendment(state, own)
		if !ok || wished.HasOwn(piece) {
			return false
		}
		changed, refused, _ := a.Changes()
		return len(changed) > 0 || refused != nil || a.Intent.GivesOther(piece, a.Given, own)
	})
}
