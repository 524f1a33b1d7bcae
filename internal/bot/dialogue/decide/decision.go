// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Kind of a decision.
type Kind string

// The kinds of decisions.
const (
	// Reply answers the intent.
	Reply Kind = "reply"
	// Field asks for a value that the answer needs.
	Field Kind = "field"
	// Clarify asks the customer to say it in other words.
	Clarify Kind = "clarify"
	// Acknowledge answers thanks; it belongs to no intent.
	Acknowledge Kind = "acknowledge"
	// Confirm asks whether to answer the intent.
	Confirm Kind = "confirm"
	// Offer asks which intent is meant.
	Offer Kind = "offer"
	// Withdraw lets go of what the customer asked for.
	Withdraw Kind = "withdraw"
	// Chat answers small talk.
	Chat Kind = "chat"
	// Escalate hands the conversation to a person.
	Escalate Kind = "escalate"
)

// Decision is what one release does with a message.
type Decision struct {
	// Kind is what is done, and Intent what about; nil: no intent.
	Kind   Kind
	Intent *intents.Intent
	// Confidence of the best prediction, 0..1; Scored is the name of the intent predicted, empty: no prediction counted.
	Confidence float64
	Scored     string
	// Fields are the values so far by the names of the intent's fields, and Collecting is the field that is asked for;
	// nil: none.
	Fields     map[string]string
	Collecting *conversation.Collecting
	// Unresolved is how many messages in a row were not understood, this one included.
	Unresolved int
	// Asked is how often the customer was asked to confirm.
	Asked int
	// Refused says why a message is no value that was meant as one; empty: it was not.
	Refused values.Refusal
	// Given is the value that the message gave.
	Given *conversation.Given
	// Offered are the intents to choose from, and About the message that they are for, or Abouts
	// what each is for. Begun, Queued and Repeated are those of conversation.Offered.
	Offered          []string
	About            string
	Abouts           []string
	Begun            map[string]map[string]string
	Queued, Repeated bool
	// Undo is true for what is offered or asked of a customer who wants to undo what was done, or have it done otherwise.
	Undo bool
	// unsure is true for a request that is plausible and no more.
	unsure bool
	// TooMany is true when the message asked for more than is done about it.
	TooMany bool
	// Also are further decisions on the same message, in the order in which they are said. At most
	// the last one asks something.
	Also []Decision
	// Resumed is true for a question of the bot's that is asked once more after another answer.
	Resumed bool
	// Later are the intents that are offered when the bot's question is answered.
	Later *conversation.Offered
	// Proposed is the message that the customer's choice explains.
	Proposed *conversation.Proposed
	// Chat is what kind of small talk the message is.
	Chat signals.SmallTalk
	// choseAPerson is true when the customer chose to be handed over.
	choseAPerson bool
	// Failed is true when the decision is what it is because the engine failed, and EngineFailures is
	// how many of the unresolved messages were not understood for that reason.
	Failed         bool
	EngineFailures int

	// Reason is why the conversation is handed over, one of conversation's reasons, Match the rule that does so, and
	// PolicyRequired is true where that would be done whatever the bot could have done.
	Reason         string
	Match          Match
	PolicyRequired bool
}

// extract adds the values that a message gives in passing, and says which field was filled last; nil: none.
func extract(in *intents.Intent, given map[string]string, m intents.Message) (map[string]string, *conversation.Given) {
	given, last := in.FillFrom(given, m)
	if last == "" {
		return given, nil
	}
	return given, &conversation.Given{Intent: in.Name, Field: last}
}

// complete answers when every required field is there, and else asks for the next one. asked is
// how often that one was asked for already. An intent of a high risk is confirmed first.
func (d *Decision) complete(asked int) {
	d.withoutWrongEnd()
	if f := d.Intent.Missing(d.Fields); f != nil {
		d.Kind = Field
		d.Collecting = &conversation.Collecting{Intent: d.Intent.Name, Field: f.Name, Asked: asked + 1}
		return
	}
	if d.Intent.Risk == intents.HighRisk {
		d.Kind, d.Asked = Confirm, 1
		return
	}
	d.Kind = Reply
}

// withoutWrongEnd takes back the last day of a stretch that would end before it begins.
func (d *Decision) withoutWrongEnd() {
	if last := d.Intent.EndsBeforeItBegins(d.Fields); last != nil {
		d.Fields = maps.Clone(d.Fields)
		delete(d.Fields, last.Name)
	}
}

// Asks tells whether a decision is a question to the customer.
func (d *Decision) Asks() bool { return d.Kind == Field || d.Kind == Confirm || d.Kind == Offer }

// asksNothing tells whether all that is said besides is answers.
func (d *Decision) asksNothing() bool {
	return !slices.ContainsFunc(d.Also, func(also Decision) bool { return also.Kind != Reply })
}

// resumes is the question that is asked once more; nil: none.
func (d *Decision) resumes() *Decision {
	if last := len(d.Also) - 1; last >= 0 && d.Also[last].Resumed {
		return &d.Also[last]
	}
	return nil
}

// LaterIntents are the names of the intents that are offered later.
func (d *Decision) LaterIntents() []string {
	if d.Later == nil {
		return nil
	}
	return d.Later.Intents
}

// careful asks before it does what may do harm. The same for another value waits until that is answered.
func (d *Decision) careful() {
	if d.Kind != Reply || d.Intent.Risk == intents.LowRisk {
		return
	}
	for _, also := range d.Also {
		switch {
		case also.Kind == Reply && also.Intent == d.Intent:
			d.Later = d.Later.And(begun(also.Intent, also.Fields))
		case also.Kind == Offer && also.Queued:
			d.Later = d.Later.And(&conversation.Offered{Intents: also.Offered, Text: also.About, Texts: also.Abouts, Begun: also.Begun, Queued: true})
		}
	}
	d.Kind, d.Asked, d.Also = Confirm, 1, nil
}

// doubtful is careful where a value may not be meant, also after the values that are still asked for.
func (d *Decision) doubtful() {
	if d.careful(); d.Kind == Field {
		d.Collecting.Again = true
	}
}

// carry takes over values that were given for another intent's fields of the same name and form:
// "track it instead" is about the same order.
func (d *Decision) carry(from *intents.Intent, given map[string]string) {
	for i := range d.Intent.Fields {
		f := &d.Intent.Fields[i]
		other := from.Field(f.Name)
		if d.Fields[f.Name] != "" || other == nil || given[f.Name] == "" || f.Type != other.Type || f.Pattern != other.Pattern || f.AnyText() {
			continue
		}
		if f.Read(given[f.Name], time.Time{}, "").Value == given[f.Name] {
			d.Fields = intents.With(d.Fields, f.Name, given[f.Name])
			d.Given = &conversation.Given{Intent: d.Intent.Name, Field: f.Name}
		}
	}
	d.complete(0)
}

// maxAsked is how often the bot asks for one field.
const maxAsked = 3

// confirmAgain asks once more, and says what was not understood, or hands over when that led nowhere.
func (d Decision) confirmAgain() Decision {
	d.Refused = cmp.Or(d.Refused, values.YesOrNo)
	if d.Asked++; d.Asked > maxAsked {
		d.Asked = 0
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonLowConfidence))
	}
	return d
}

func (d *Decision) escalate(reason string) {
	d.Kind, d.Reason = Escalate, reason
}

// reasonOrEngineFailed gives the reason for a handoff, or that the engine failed if it did.
func (d *Decision) reasonOrEngineFailed(reason string) string {
	if d.Failed || d.EngineFailures > 0 {
		return conversation.ReasonEngineFailed
	}
	return reason
}
