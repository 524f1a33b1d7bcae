// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/values"
)

// request is what a part of a message asks for.
type request struct {
	*intent
	part       Part
	confidence float64
	// unsure is true for a request that is plausible and no more: it is only offered.
	unsure bool
}

// requests are what the parts of a message ask for, each intent once, but for what another part
// denies. letGo says from which of them on the customer has let go of something; -1: they have not.
func (s Side) requests() (asked []request, letGo int, conditional bool) {
	letGo = -1
	var denied []*intent
	for _, part := range s.Parts {
		alone := s
		alone.Predictions, alone.Parts = part.Predictions, nil
		var ignored decision
		in, confidence := alone.best(&ignored)
		switch {
		case in == nil:
			conditional = conditional || part.Signals.Conditional
			if part.Signals.Withdrawn || part.Signals.No {
				letGo = len(asked)
			} else if r, plausible := alone.added(part); plausible && !slices.ContainsFunc(asked, r.same) {
				asked = append(asked, r)
			}
		case in.denied(part.Text, part.Signals):
			denied = append(denied, in)
		default:
			r := request{intent: in, part: part, confidence: confidence}
			if i := slices.IndexFunc(asked, r.same); i < 0 {
				asked = append(asked, r)
			} else if asked[i].unsure {
				asked[i] = r
			}
		}
	}
	asked = slices.DeleteFunc(asked, func(r request) bool { return slices.Contains(denied, r.intent) })
	return asked, letGo, conditional
}

func (r request) same(other request) bool { return r.intent == other.intent }

// plausibleBeside is the least confidence with which a request is offered beside one that was
// understood.
const plausibleBeside = 0.35

// rank puts what is only offered last.
func (r request) rank() int {
	if r.unsure {
		return 1
	}
	return 0
}

// added is what a part that comes on top of others probably asks for.
func (s Side) added(part Part) (request, bool) {
	if !part.Added || len(part.Predictions) == 0 || part.Predictions[0].Confidence < plausibleBeside {
		return request{}, false
	}
	in := s.intents[part.Predictions[0].Intent]
	if in == nil || in.denied(part.Text, part.Signals) {
		return request{}, false
	}
	return request{intent: in, part: part, confidence: part.Predictions[0].Confidence, unsure: true}, true
}

// besideShare is the least share of the best intent's confidence that the whole message leaves to
// another intent when two requests are joined by no more than "and".
const besideShare = 0.1

// apart tells whether two parts ask for two things, and not for one in two halves as in "send it
// back and get my money back". Words or a question say so, or the whole message does: it is torn
// between both, or less clear than either. Then they may still be one; inOrder is false.
func (s Side) apart(asked []request, m said) (apart, inOrder bool) {
	if saysSo(asked, m) || len(s.Predictions) == 0 {
		return true, true
	}
	whole := s.Predictions[0]
	if !slices.ContainsFunc(asked, func(r request) bool {
		return r.Name != whole.Intent && s.confidenceOf(r.Name) < besideShare*whole.Confidence
	}) {
		return true, true
	}
	return !slices.ContainsFunc(asked, func(r request) bool { return r.confidence < whole.Confidence }), false
}

// saysSo tells whether words or a question say that there is more than one request.
func saysSo(asked []request, m said) bool {
	return slices.ContainsFunc(asked[1:], func(r request) bool { return r.part.Added || m.Question && r.part.Signals.Question })
}

// several decides a message with more than one request: all that can be answered is, then the bot
// asks what the first one needs, and offers the rest. understood is what the whole message is about;
// nil: that is not clear.
func (s Side) several(whole decision, understood *intent, m said) (decision, bool) {
	if len(s.Parts) < 2 {
		return whole, false
	}
	asked, _, conditional := s.requests()
	apart, inOrder := false, false
	if len(asked) > 1 {
		apart, inOrder = s.apart(asked, m)
	}
	switch {
	case conditional, !slices.ContainsFunc(asked, func(r request) bool { return !r.unsure }):
		return whole, false
	case apart:
	case len(asked) == 1 && len(s.Parts) == 2 && len(m.Denied) > 0:
		// "I don't need a refund, I need the parcel."
	default:
		return whole, false
	}
	slices.SortStableFunc(asked, func(a, b request) int { return cmp.Compare(a.rank(), b.rank()) })
	var answers, rest []decision
	for _, r := range asked {
		if d := s.on(r, whole, m); d.kind == Reply && !r.unsure {
			answers = append(answers, d)
		} else {
			rest = append(rest, d)
		}
	}
	var asks *decision
	if len(rest) > 0 && (len(answers) == 0 || rest[0].intent == asked[0].intent) {
		if i := slices.IndexFunc(rest, func(d decision) bool { return d.intent == understood }); i > 0 && len(answers) == 0 && !inOrder {
			// Of halves that may be one request, what the whole is about comes first.
			rest[0], rest[i] = rest[i], rest[0]
		}
		asks = &rest[0]
		if asks.later = offerOf(rest[1:], m); len(answers) == 0 {
			return *asks, true
		}
		return saidInOrder(answers, asks), true
	}
	if offer := offerOf(rest, m); offer != nil {
		asks = &decision{kind: Offer, offered: offer.Intents, about: offer.Text}
	}
	return saidInOrder(answers, asks), true
}

// saidInOrder puts answers and a question, which may be nil, into one decision.
func saidInOrder(answers []decision, asks *decision) decision {
	first := answers[0]
	first.also = append(first.also, answers[1:]...)
	if asks != nil {
		first.also = append(first.also, *asks)
	}
	return first
}

// on decides one of several requests. Its values are those of its part of the message, or else of
// the rest.
func (s Side) on(r request, whole decision, m said) decision {
	d := whole
	d.intent, d.about = r.intent, m.Text
	own := m
	own.Text = r.part.Text
	d.fields, d.given = r.extract(nil, own)
	if all, given := r.extract(d.fields, m); len(all) > len(d.fields) {
		d.fields, d.given = all, given
	} else {
		d.about = r.part.Text
	}
	d.complete(0)
	return d
}

// offerOf offers requests; nil: there are none.
func offerOf(rest []decision, m said) *conversation.Offered {
	if len(rest) == 0 {
		return nil
	}
	o := &conversation.Offered{Text: m.Text}
	for _, d := range rest {
		o.Intents = append(o.Intents, d.intent.Name)
	}
	if len(rest) == 1 {
		o.Text = rest[0].about
	}
	return o
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
	if later == nil {
		return d
	}
	later = &conversation.Offered{Text: later.Text, Intents: slices.DeleteFunc(slices.Clone(later.Intents), func(name string) bool {
		in := s.intents[name]
		return in == nil || d.intent == in && !in.givesOther(later.Text, d.fields, m)
	})}
	last := &d
	if len(d.also) > 0 {
		last = &d.also[len(d.also)-1]
	}
	switch {
	case len(later.Intents) == 0 || last.later != nil:
	case last.kind == Field, last.kind == Confirm:
		last.later = later
	case last.kind == Reply, d.kind == Withdraw && !m.Withdrawn:
		d.also = append(d.also, decision{kind: Offer, offered: later.Intents, about: later.Text})
	}
	return d
}

// minInstead is the fewest words of a message that asks for something instead.
const minInstead = 3

// instead decides what a customer asks for who lets go of what the bot waits for: "no, track it
// instead". What may do harm is not guessed, and what was let go of is not taken up.
func (s Side) instead(state *conversation.State, m said, asking, best *intent) (decision, bool) {
	var d decision
	d.confidence = state.Confidence
	meant := request{part: Part{Text: m.Text}}
	if asked, letGo, conditional := s.requests(); letGo >= 0 && !conditional && len(asked) == letGo+1 && !asked[letGo].unsure {
		meant = asked[letGo]
	} else if best != nil && !m.Withdrawn && wordsOf(m.Text) >= minInstead && !best.denied(m.Text, m.Signals) {
		meant.intent = best
	}
	if meant.intent == nil {
		return s.offerInstead(asking)
	}
	if meant.intent == asking || meant.Risk == highRisk {
		return d, false
	}
	d = s.on(meant, d, m)
	d.scored = meant.Name
	d.carry(asking, valuesOf(state))
	return d, true
}

// carry takes over values that were given for another intent's fields of the same name and form:
// "track it instead" is about the same order.
func (d *decision) carry(from *intent, given map[string]string) {
	for i := range d.intent.fields {
		f := &d.intent.fields[i]
		other := from.field(f.Name)
		if d.fields[f.Name] != "" || other == nil || given[f.Name] == "" || f.Type != other.Type || f.Pattern != other.Pattern || f.AnyText() {
			continue
		}
		if f.Read(given[f.Name], time.Time{}, "").Value == given[f.Name] {
			d.fields = with(d.fields, f.Name, given[f.Name])
			d.given = &conversation.Given{Intent: d.intent.Name, Field: f.Name}
		}
	}
	d.complete(0)
}

// offerInstead lets go, and offers what is probably asked for in the same breath: "leave it. do you
// ship to Norway?".
func (s Side) offerInstead(asking *intent) (decision, bool) {
	offer := decision{kind: Offer}
	for _, part := range s.Parts {
		if !part.Signals.Question || part.Signals.Withdrawn || len(part.Predictions) == 0 {
			continue
		}
		best := part.Predictions[0]
		in := s.intents[best.Intent]
		if in == nil || in == asking || in.Risk == highRisk || best.Confidence < plausibleBeside || slices.Contains(offer.offered, in.Name) {
			continue
		}
		offer.offered, offer.about = append(offer.offered, in.Name), part.Text
	}
	return decision{kind: Withdraw, also: []decision{offer}}, len(offer.offered) > 0
}

// besideRequest is the value of a field that takes any text when the message asks for something
// else besides: "12 Oak Street, York, and what is shipping?". It holds a number, as addresses do;
// empty: there is none.
func (s Side) besideRequest(f *field, asking *intent, m said) string {
	asked, letGo, _ := s.requests()
	last := len(s.Parts) - 1
	if !f.AnyText() || len(asked) != 1 || asked[0].unsure || letGo >= 0 || asked[0].intent == asking || asked[0].part.Text != s.Parts[last].Text {
		return ""
	}
	text := s.Parts[0].Text
	for _, part := range s.Parts[1:last] {
		text += part.Before + part.Text
	}
	if !strings.ContainsFunc(text, unicode.IsNumber) || s.Parts[0].Signals.Question {
		return ""
	}
	return f.Read(text, m.Now, m.locale).Value
}

// askedBeside answers what a customer asks beside a value, before the bot asks its next question,
// and offers what needs more. What is no question, and not added, counts only if it surely stands
// beside the value.
func (s Side) askedBeside(d decision, m said, surely bool) decision {
	asked, letGo, conditional := s.requests()
	if letGo >= 0 || conditional {
		return d
	}
	var answers, rest []decision
	for _, r := range asked {
		if r.unsure || r.intent == d.intent || !surely && !r.part.Added && !r.part.Signals.Question {
			continue
		}
		if a := s.on(r, decision{confidence: r.confidence, scored: r.Name}, m); a.kind == Reply {
			answers = append(answers, a)
		} else {
			rest = append(rest, a)
		}
	}
	offer := offerOf(rest, m)
	if d.kind == Reply {
		d.also = append(d.also, answers...)
		if offer != nil {
			d.also = append(d.also, decision{kind: Offer, offered: offer.Intents, about: offer.Text})
		}
		return d
	}
	if d.later == nil {
		d.later = offer
	}
	if len(answers) == 0 {
		return d
	}
	return saidInOrder(answers, &d)
}
