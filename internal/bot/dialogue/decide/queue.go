// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values"
)

// offering is the decision to offer something.
func offering(o *conversation.Offered) *Decision {
	return &Decision{Kind: Offer, Offered: o.Intents, About: o.Text, Abouts: o.Texts, Begun: o.Begun, Queued: o.Queued, Repeated: o.Repeated}
}

// offerOf offers requests; nil: there are none.
func offerOf(rest []Decision, m intents.Message) *conversation.Offered {
	if len(rest) == 0 {
		return nil
	}
	o := &conversation.Offered{Text: m.Text}
	var later *conversation.Offered
	for _, d := range rest {
		o.Intents, o.Texts = append(o.Intents, d.Intent.Name), append(o.Texts, d.About)
		o.Queued = o.Queued || !d.unsure
		later = later.And(d.Later)
	}
	if len(rest) == 1 {
		o.Text, o.Texts = rest[0].About, nil
	}
	return o.And(later)
}

// choiceBeside is which of the intents was chosen that were offered beside a question, by its number
// or by a value that it asks for; -1: none. What answers the question is no choice.
func (s Side) choiceBeside(state *conversation.State, m intents.Message, titles []string) (at int, given map[string]string) {
	n := 0
	if state.Confirming != nil {
		n = answersToConfirm
	} else if in := s.Intents[state.Collecting.Intent]; in != nil {
		f := in.Field(state.Collecting.Field)
		if f != nil && !f.AnyText() && f.Read(m.Text, m.Now, m.Locale).Value != "" {
			return -1, nil
		}
		if f != nil {
			n = len(f.Choices) // they are the first buttons
		}
	}
	if wording.IsFigure(m.Text) {
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
func (s Side) offerLater(state *conversation.State, m intents.Message, d Decision) Decision {
	later := besideQuestion(state)
	if later == nil || later.Repeated && !later.Queued {
		return d
	}
	later = later.Only(func(at int) bool {
		in := s.Intents[later.Intents[at]]
		return in != nil && (d.Intent != in || isOther(in, later, at, d.Fields, m)) && !slices.ContainsFunc(d.Also, func(also Decision) bool {
			return also.Intent == in && !also.Resumed && len(also.Fields) > 0 && !isOther(in, later, at, also.Fields, m)
		})
	})
	return d.then(later, d.Kind == Withdraw && !m.Withdrawn)
}

// then offers something when all else is said: beside a question, or after an answer or what else it
// may come after.
func (d Decision) then(later *conversation.Offered, after bool) Decision {
	last := &d
	if len(d.Also) > 0 {
		last = &d.Also[len(d.Also)-1]
	}
	switch {
	case later == nil:
	case last.Kind == Field, last.Kind == Confirm:
		last.Later = last.Later.And(later)
	case last.Kind == Offer && last.Queued:
		*last = *offering((&conversation.Offered{Intents: last.Offered, Text: last.About, Texts: last.Abouts, Begun: last.Begun, Queued: true}).And(later))
	case last.Kind == Reply, after:
		d.Also = append(d.Also, *offering(later))
	}
	return d
}

// offerAgain offers once more what was offered before the customer asked something else. What was
// queued is still wanted; what the bot only guessed is not when the customer said it in other words.
func (s Side) offerAgain(state *conversation.State, m intents.Message, d Decision) Decision {
	o := state.Offered
	if o == nil || besideQuestion(state) != nil || o.Repeated || m.None || m.No || m.Withdrawn || m.AsksForHuman {
		return d
	}
	chosen := d.Intent != nil && slices.Contains(o.Intents, d.Intent.Name)
	if !o.Queued && (chosen || m.Corrects || d.Kind != Reply && d.Kind != Chat || wording.AlikeIn(o.Text, m.Text)) {
		return d
	}
	again := o.Only(func(at int) bool {
		return s.Intents[o.Intents[at]] != nil && (d.Intent == nil || o.Intents[at] != d.Intent.Name)
	})
	if again == nil {
		return d
	}
	again.Repeated = true
	if d.Kind == Clarify && m.Question && len(d.Offered) == 0 {
		d.Unresolved = 0 // a question beside the bot's own, as aside has it
	}
	return d.then(again, d.Kind == Chat || d.Kind == Acknowledge || d.Kind == Clarify && m.Question)
}
