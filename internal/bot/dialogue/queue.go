// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// offering is the decision to offer something.
func offering(o *conversation.Offered) *decision {
	return &decision{kind: Offer, offered: o.Intents, about: o.Text, abouts: o.Texts, queued: o.Queued, repeated: o.Repeated}
}

// offerOf offers requests; nil: there are none.
func offerOf(rest []decision, m said) *conversation.Offered {
	if len(rest) == 0 {
		return nil
	}
	o := &conversation.Offered{Text: m.Text}
	var later *conversation.Offered
	for _, d := range rest {
		o.Intents, o.Texts = append(o.Intents, d.intent.Name), append(o.Texts, d.about)
		o.Queued = o.Queued || !d.unsure
		later = later.And(d.later)
	}
	if len(rest) == 1 {
		o.Text, o.Texts = rest[0].about, nil
	}
	return o.And(later)
}

// besideQuestion are the intents that were offered beside a question of the bot's.
func besideQuestion(state *conversation.State) *conversation.Offered {
	if state.Offered == nil || state.Collecting == nil && state.Confirming == nil {
		return nil
	}
	return state.Offered
}

// choiceBeside is which of the intents was chosen that were offered beside a question, by its number
// or by a value that it asks for; -1: none. What answers the question is no choice.
func (s Side) choiceBeside(state *conversation.State, m said, titles []string) (at int, given map[string]string) {
	n := 0
	if state.Confirming != nil {
		n = answersToConfirm
	} else if in := s.intents[state.Collecting.Intent]; in != nil {
		if f := in.field(state.Collecting.Field); f != nil && !f.AnyText() && f.Read(m.Text, m.Now, m.locale).Value != "" {
			return -1, nil
		}
	}
	if isFigure(m.Text) {
		if at := values.Position(m.Text, n+len(titles)) - n; at >= 0 {
			return at, nil
		}
	}
	if state.Confirming != nil {
		return -1, nil // it may be another value of what the bot asks about
	}
	return s.choiceByValue(state.Offered, m)
}

// offerLater goes on with what was offered beside the bot's question: it is offered again when the
// question is answered, and stays offered while it is not.
func (s Side) offerLater(state *conversation.State, m said, d decision) decision {
	later := besideQuestion(state)
	if later == nil || later.Repeated && !later.Queued {
		return d
	}
	later = later.Only(func(at int) bool {
		in := s.intents[later.Intents[at]]
		return in != nil && (d.intent != in || in.givesOther(later.TextOf(at), d.fields, m)) && !slices.ContainsFunc(d.also, func(also decision) bool {
			return also.intent == in && !also.resumed && len(also.fields) > 0 && !in.givesOther(later.TextOf(at), also.fields, m)
		})
	})
	return d.then(later, d.kind == Withdraw && !m.Withdrawn)
}

// then offers something when all else is said: beside a question, or after an answer or what else it
// may come after.
func (d decision) then(later *conversation.Offered, after bool) decision {
	last := &d
	if len(d.also) > 0 {
		last = &d.also[len(d.also)-1]
	}
	switch {
	case later == nil:
	case last.kind == Field, last.kind == Confirm:
		last.later = last.later.And(later)
	case last.kind == Offer && last.queued:
		*last = *offering((&conversation.Offered{Intents: last.offered, Text: last.about, Texts: last.abouts, Queued: true}).And(later))
	case last.kind == Reply, after:
		d.also = append(d.also, *offering(later))
	}
	return d
}

// offerAgain offers once more what was offered before the customer asked something else. What was
// queued is still wanted; what the bot only guessed is not when the customer said it in other words.
func (s Side) offerAgain(state *conversation.State, m said, d decision) decision {
	o := state.Offered
	if o == nil || besideQuestion(state) != nil || o.Repeated || m.None || m.No || m.Withdrawn || m.AsksForHuman {
		return d
	}
	chosen := d.intent != nil && slices.Contains(o.Intents, d.intent.Name)
	if !o.Queued && (chosen || m.Corrects || d.kind != Reply && d.kind != Chat || alikeIn(o.Text, m.Text)) {
		return d
	}
	again := o.Only(func(at int) bool {
		return s.intents[o.Intents[at]] != nil && (d.intent == nil || o.Intents[at] != d.intent.Name)
	})
	if again == nil {
		return d
	}
	again.Repeated = true
	if d.kind == Clarify && m.Question && len(d.offered) == 0 {
		d.unresolved = 0 // a question beside the bot's own, as aside has it
	}
	return d.then(again, d.kind == Chat || d.kind == Acknowledge || d.kind == Clarify && m.Question)
}

// alikeIn tells whether two texts share a word that says what they are about.
func alikeIn(a, b string) bool {
	terms := signals.Terms(a)
	return slices.ContainsFunc(signals.Terms(b), func(term string) bool { return slices.Contains(terms, term) })
}
