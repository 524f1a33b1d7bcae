// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
)

// andThen decides an answer to "shall I" that comes with another wish: "yes, and then cancel my gym pass". The answer
// counts, and the wish is offered. What may change what is asked about is left to others.
func (s Side) andThen(state *conversation.State, m said) (decision, bool) {
	c := state.Confirming
	if c == nil || s.intents[c.Intent] == nil || m.AsksForHuman {
		return decision{}, false
	}
	answer, wish := m.cutAtWish()
	if answer.isLimited() || wish.isLimited() {
		return decision{}, false
	}
	in := s.intents[c.Intent]
	d := decision{intent: in, confidence: state.Confidence, fields: valuesOf(state), given: state.Given}
	if in.missing(d.fields) != nil || s.changesBy(state, m) {
		return d, false
	}
	other := s.wished(in, wish, d.fields)
	if other == nil || s.changesBeside(state, other, wish) {
		return d, false
	}
	later := &conversation.Offered{Intents: []string{other.Name}, Text: wish.Text, Queued: true}
	switch {
	case s.agreed(in, answer, nil, d.fields):
		d.kind = Reply
		return d.then(later, false), true
	case answer.No && !answer.Agrees:
		d.kind, d.given = Withdraw, nil
		return d.then(later, true), true
	case answer.thanksOnly():
		d.kind, d.asked = Confirm, c.Asked
		return d.then(later, false), true
	}
	return d, false
}

// isLimited tells whether what a message says is asked, may depend on something, or may not be all that is meant. "Sí"
// is written like "if".
func (m said) isLimited() bool {
	return m.Question || m.Proviso || m.Waits || m.Excepts || m.Instead || m.Conditional && !m.Agrees
}

// cutAtWish is what stands in a message before the first word such as "and" or "then", and what stands behind it; the
// latter is empty where there is none.
func (m said) cutAtWish() (answer, wish said) {
	read := func(text string) said {
		own := m
		own.Text, own.Signals = text, signals.Read(text, m.locale)
		return own
	}
	before, behind := cutAtWord(m.Text, m.locale)
	if behind == "" {
		return m, said{}
	}
	return read(before), read(behind)
}

// wished is the intent that a wish is about which stands beside the answer to a question about another, or about
// another time of the same; nil: it is not sure.
func (s Side) wished(asking *intent, wish said, given map[string]string) *intent {
	if wish.Text == "" || wish.No || wish.Withdrawn || wish.Refuses || wish.Negates {
		return nil
	}
	var d decision
	in, _ := s.best(&d)
	if in == nil {
		in = s.likeliestOf(asking, wish, given)
	}
	if in == nil || in.denied(wish.Text, wish.Signals) || in.contrary(wish.Text) {
		return nil
	}
	if in == asking {
		if another := saysOther(signals.Words(wish.Text)); !another || !in.isAskedFor(wish) {
			return nil
		}
		return in
	}
	if s.mayChange(asking, in, wish, given) {
		return nil // "yes, and change the account"
	}
	mayEndThat := in.undo(asking) || in.ends && slices.ContainsFunc(in.fields, func(f field) bool { return f.tellsThings() })
	if !in.hasOwn(wish.Text) || in.isBareEnd(wish) || mayEndThat && !in.namesAThing(wish, given) {
		return nil // "yes, and cancel it" may speak of what is asked about
	}
	return in
}

// mayChange tells whether a wish that resembles another intent may change what is asked about: it names one of the values
// asked for, speaks of "it", or has nothing of the other intent but what is done. One that names a thing does not.
func (s Side) mayChange(asking, other *intent, wish said, given map[string]string) bool {
	a := amendment{in: asking, m: wish, given: given}
	if slices.ContainsFunc(asking.fields, func(f field) bool { return a.names(&f, wish.Text) > 0 }) {
		return true
	}
	if other.namesAThing(wish, given) {
		return false
	}
	return wish.speaksOfIt() || !other.namesOwn(wish)
}

// speaksOfIt tells whether a message has a word for what was spoken of before. In German and Portuguese such words are
// also a form of address, and articles.
func (m said) speaksOfIt() bool {
	language := languageOf(m.locale)
	return language != "de" && language != "pt" && refersTo.For(m.locale).In(m.Text)
}

// namesOwn tells whether a text names something of the intent and of no other, beside what is done to it.
func (in *intent) namesOwn(m said) bool {
	left := strings.Join(slices.DeleteFunc(signals.Words(m.Text), func(word string) bool {
		return isDoing(word) && !knows(in.things, []string{word})
	}), " ")
	for verbs := doingVerbs.For(m.locale); verbs.PartIn(left) != ""; {
		left = strings.ReplaceAll(left, verbs.PartIn(left), " ")
	}
	return in.hasOwn(left)
}

// likeliestOf is the intent that a wish is about by its words, where the yes before it keeps the whole message from being
// understood; nil: it has none of a single one, or gives another value of what is asked about.
func (s Side) likeliestOf(asking *intent, wish said, given map[string]string) *intent {
	var found *intent
	for _, in := range s.intents {
		switch {
		case !in.hasOwn(wish.Text):
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
	if sure < leastLikely || sure < surelyOther && !found.isAskedFor(wish) || asking.givesOther(wish.Text, given, wish) {
		return nil
	}
	return found
}

// namesAThing tells whether a text has a value by which a thing is told from all others, and that is not among those
// given: "cancel AB123456".
func (in *intent) namesAThing(m said, given map[string]string) bool {
	return slices.ContainsFunc(in.fields, func(f field) bool {
		value := f.InPassing(m.Text, m.Now, m.locale)
		return f.tellsThings() && value != "" && !isOneOf(strings.ToLower(value), given)
	})
}

// tellsThings tells whether a field's values tell one thing from all others.
func (f *field) tellsThings() bool { return f.Distinct || f.Pattern != "" }

// changesBy tells whether a message changes a value by a number: "yes, and add another night".
func (s Side) changesBy(state *conversation.State, m said) bool {
	a, ok := s.amendment(state, m)
	return ok && slices.ContainsFunc(a.in.fields, func(f field) bool {
		if a.given[f.Name] == "" {
			return false
		}
		_, differs := a.differs(&f)
		return differs
	})
}

// changesBeside tells whether a clause of a wish that names nothing of its intent gives another value of what is asked
// about: "yes, also I need a racket, and make it 5 players".
func (s Side) changesBeside(state *conversation.State, wished *intent, wish said) bool {
	return slices.ContainsFunc(piecesOf(wish.Text, wish.locale), func(piece string) bool {
		own := wish
		own.Text, own.Signals = piece, signals.Read(piece, wish.locale)
		a, ok := s.amendment(state, own)
		if !ok || wished.hasOwn(piece) {
			return false
		}
		changed, refused, _ := a.changes()
		return len(changed) > 0 || refused != nil || a.in.givesOther(piece, a.given, own)
	})
}

// isAskedFor tells whether a text asks for an intent to be done, by its verb or in words of a wish.
func (in *intent) isAskedFor(m said) bool {
	words := signals.Words(m.Text)
	if len(words) == 0 {
		return false
	}
	return (len(words) > 1 || isUnspacedWord(words[0])) && (m.Wishes || isDoing(words[0]) || doingVerbs.For(m.locale).PartIn(m.Text) != "" || signals.ActsOf(m.Text)&in.spoken != 0) && !signals.ReadActs(m.Text).Reports && !m.ThanksFor
}

// wishesAfterThanks tells whether a message thanks and then asks for an intent: "thanks, and book another one".
func (in *intent) wishesAfterThanks(m said) bool {
	thanking, wish := m.cutAtWish()
	return wish.Text != "" && thanking.thanksOnly() && in.isAskedFor(wish) && in.knowsOf(wish.Text)
}

// knowsOf tells whether a text has a term of the intent's utterances.
func (in *intent) knowsOf(text string) bool { return knows(in.terms, signals.Words(text)) }
