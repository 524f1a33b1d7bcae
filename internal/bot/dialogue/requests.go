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
)

// request is what a part of a message asks for.
type request struct {
	*intent
	part       Part
	confidence float64
	// unsure is true for a request that is plausible and no more: it is only offered.
	unsure bool
	// despite is true when another part denies the same, of another value: "don't cancel AB123456,
	// cancel AB654321".
	despite bool
}

// maxRequests is how many requests of a message are answered, asked about or offered: more answers
// than fit on a telephone's screen are not read. Beyond it the customer is told to ask again.
const maxRequests = 6

// maxInterjection is the most words of a part that may only be an interjection.
const maxInterjection = 2

// requests are what the parts of a message ask for, each intent once, but for what another part
// denies. letGo says from which of them on the customer has let go of something; -1: they have not.
func (s Side) requests() (asked []request, letGo int, conditional bool) {
	letGo = -1
	denied := map[*intent]string{}
	for _, part := range s.Parts {
		alone := s
		alone.Predictions, alone.Parts = part.Predictions, nil
		var ignored decision
		in, confidence := alone.best(&ignored)
		switch {
		case in != nil && in.Risk != lowRisk && wordsOf(part.Text) <= maxInterjection && !in.hasOwn(part.Text):
			// "hang on" asks for nothing
		case in == nil:
			conditional = conditional || part.Signals.Conditional
			if part.Signals.Withdrawn || part.Signals.No {
				letGo = len(asked)
			} else if r, plausible := alone.perhaps(part); plausible && !slices.ContainsFunc(asked, r.same) {
				asked = append(asked, r)
			}
		case part.Signals.Withdrawn && !part.Signals.Question && wordsOf(part.Text) <= maxWithdrawn:
			letGo = len(asked) // "no, leave it open" asks for no opening hours
		case in.denied(part.Text, part.Signals):
			denied[in] += " " + part.Text
		default:
			r := request{intent: in, part: part, confidence: confidence, unsure: in.contrary(part.Text)}
			if i := slices.IndexFunc(asked, r.same); i < 0 {
				asked = append(asked, r)
			} else if asked[i].unsure || r.part.Signals.Wishes && !asked[i].part.Signals.Wishes {
				asked[i] = r
			}
		}
	}
	sure := 0
	for _, r := range asked {
		if !r.unsure {
			sure++
		}
	}
	asked = slices.DeleteFunc(asked, func(r request) bool { return r.unsure && !r.part.Added && sure < minSureBeside })
	for i := range asked {
		text, isDenied := denied[asked[i].intent]
		asked[i].despite = isDenied && asked[i].givesAnother(text)
	}
	asked = slices.DeleteFunc(asked, func(r request) bool {
		_, isDenied := denied[r.intent]
		return isDenied && !r.despite
	})
	return asked, letGo, conditional
}

// asksBesides tells whether a part of the message surely asks for something, whatever another lets go
// of: "don't cancel it, just change the address".
func (s Side) asksBesides() bool {
	asked, letGo, conditional := s.requests()
	return len(s.Parts) == 2 && len(asked) == 1 && !conditional && !asked[0].unsure && letGo <= 0
}

// givesAnother tells whether a request gives a value and none of those in a text.
func (r request) givesAnother(text string) bool {
	own := r.given(said{Signals: r.part.Signals, Text: r.part.Text})
	others := r.given(said{Text: text})
	for name, value := range own {
		if value != others[name] {
			return true
		}
	}
	return false
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

const (
	// minSureBeside is beside how many requests that are understood another question is offered that
	// is only plausible.
	minSureBeside = 2
	// minPerhaps is the fewest words of such a question: "right?" asks nothing.
	minPerhaps = 3
)

// perhaps is what a part probably asks for that comes on top of others, or is a question of its own.
func (s Side) perhaps(part Part) (request, bool) {
	if !part.Added && (!part.Signals.Question || wordsOf(part.Text) < minPerhaps) || len(part.Predictions) == 0 || part.Predictions[0].Confidence < plausibleBeside {
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
	case len(asked) == 1 && len(m.Denied) > 0 && (len(s.Parts) == 2 || asked[0].despite):
		// "I don't need a refund, I need the parcel."
	default:
		return whole, false
	}
	slices.SortStableFunc(asked, func(a, b request) int { return cmp.Compare(a.rank(), b.rank()) })
	tooMany := len(asked) > maxRequests || s.Parts[len(s.Parts)-1].More
	var answers, rest []decision
	for _, r := range asked[:min(len(asked), maxRequests)] {
		if d := s.on(r, whole, m); d.kind == Reply && !r.unsure {
			answers = append(answers, d)
		} else {
			rest = append(rest, d)
		}
	}
	all := inOrderOf(asked, understood, answers, rest, inOrder, m)
	all.tooMany = tooMany
	return all, true
}

// inOrderOf says the answers, then asks what the first request needs, or offers the rest.
func inOrderOf(asked []request, understood *intent, answers, rest []decision, inOrder bool, m said) decision {
	var asks *decision
	if len(rest) > 0 && (len(answers) == 0 || rest[0].intent == asked[0].intent) {
		if i := slices.IndexFunc(rest, func(d decision) bool { return d.intent == understood }); i > 0 && len(answers) == 0 && !inOrder {
			// Of halves that may be one request, what the whole is about comes first.
			rest[0], rest[i] = rest[i], rest[0]
		}
		asks = &rest[0]
		if asks.later = asks.later.And(offerOf(rest[1:], m)); len(answers) == 0 {
			return *asks
		}
		return saidInOrder(answers, asks)
	}
	if offer := offerOf(rest, m); offer != nil {
		asks = offering(offer)
	}
	return saidInOrder(answers, asks)
}

// saidInOrder puts answers and a question, which may be nil, into one decision.
func saidInOrder(answers []decision, asks *decision) decision {
	first := answers[0]
	for _, next := range answers[1:] {
		more := next.also
		next.also = nil
		first.also = append(append(first.also, next), more...)
	}
	if asks != nil {
		first.also = append(first.also, *asks)
	}
	return first
}

// on decides one of several requests, with all the values that its part of the message gives. What
// may do harm needs a yes where the same is denied of another value.
func (s Side) on(r request, whole decision, m said) decision {
	d := s.moreValues(s.alone(r, whole, m), m)
	d.unsure = r.unsure
	if r.despite || r.withheld(m) || r.ends && len(m.Unwanted) > 0 || r.unasked(said{Signals: r.part.Signals, Text: r.part.Text, locale: m.locale}) || r.negated(m) {
		d.careful()
	}
	return d
}

// careful asks before it does what may do harm.
func (d *decision) careful() {
	if d.kind == Reply && d.intent.Risk != lowRisk {
		d.kind, d.asked, d.also = Confirm, 1, nil
	}
}

// alone decides one of several requests. Its values are those of its part of the message, or else of
// the rest.
func (s Side) alone(r request, whole decision, m said) decision {
	d := whole
	d.intent, d.about = r.intent, m.Text
	own := m
	own.Text = r.part.Text
	d.fields, d.given = extract(r.intent, nil, own)
	m.noDates = own.Text != m.Text
	if all, given := extract(r.intent, d.fields, m); len(all) > len(d.fields) {
		d.fields, d.given = all, given
	} else {
		d.about = r.part.Text
	}
	d.complete(0)
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
		return s.offerInstead(asking, m)
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
// ship to Norway?", "no sorry, I meant change it".
func (s Side) offerInstead(asking *intent, m said) (decision, bool) {
	offer := decision{kind: Offer}
	parts := s.Parts
	if meant := (Part{Text: m.Text, Signals: m.Signals, Predictions: s.Predictions}); len(parts) == 0 && m.Corrects && wordsOf(m.Text) > minInstead {
		parts = []Part{meant}
	}
	for _, part := range parts {
		if !part.Signals.Question && !part.Signals.Corrects || part.Signals.Withdrawn || len(part.Predictions) == 0 {
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
			d.also = append(d.also, *offering(offer))
		}
		return d
	}
	d.later = d.later.And(offer)
	if len(answers) == 0 {
		return d
	}
	return saidInOrder(answers, &d)
}
