// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"cmp"
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
)

// besideShare is the least share of the best intent's confidence that the whole message leaves to
// another intent when two requests are joined by no more than "and".
const besideShare = 0.1

// apart tells whether two parts ask for two things, and not for one in two halves as in "send it
// back and get my money back". Words or a question say so, or the whole message does: it is torn
// between both, or less clear than either. Then they may still be one; inOrder is false.
func (s Side) apart(asked []request, m intents.Message) (apart, inOrder bool) {
	if saysSo(asked, m) || len(s.byWords) == 0 {
		return true, true
	}
	whole := s.byWords[0] // a value is of one half alone
	if !slices.ContainsFunc(asked, func(r request) bool {
		return r.Name != whole.Intent && confidenceOf(s.byWords, r.Name) < besideShare*whole.Confidence
	}) {
		return true, true
	}
	return !slices.ContainsFunc(asked, func(r request) bool { return r.confidence < whole.Confidence }), false
}

// saysSo tells whether words or a question say that there is more than one request.
func saysSo(asked []request, m intents.Message) bool {
	return slices.ContainsFunc(asked[1:], func(r request) bool {
		return r.part.Added || m.Question && r.part.Signals.Question ||
			(r.part.ByValues || asked[0].part.ByValues) && r.givesAnother(asked[0].part.Text)
	})
}

// several decides a message with more than one request: all that can be answered is, then the bot
// asks what the first one needs, and offers the rest. understood is what the whole message is about;
// nil: that is not clear.
func (s Side) several(whole Decision, understood *intents.Intent, m intents.Message) (Decision, bool) {
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
	var answers, rest []Decision
	for _, r := range asked[:min(len(asked), maxRequests)] {
		if d := s.on(r, whole, m); d.Kind == Reply && !r.unsure {
			answers = append(answers, d)
		} else {
			rest = append(rest, d)
		}
	}
	all := inOrderOf(asked, understood, answers, rest, inOrder, m)
	all.TooMany = tooMany
	return all, true
}

// inOrderOf says the answers, then asks what the first request needs, or offers the rest.
func inOrderOf(asked []request, understood *intents.Intent, answers, rest []Decision, inOrder bool, m intents.Message) Decision {
	var asks *Decision
	if len(rest) > 0 && (len(answers) == 0 || rest[0].Intent == asked[0].Intent) {
		if i := slices.IndexFunc(rest, func(d Decision) bool { return d.Intent == understood }); i > 0 && len(answers) == 0 && !inOrder {
			// Of halves that may be one request, what the whole is about comes first.
			rest[0], rest[i] = rest[i], rest[0]
		}
		asks = &rest[0]
		if asks.Later = asks.Later.And(offerOf(rest[1:], m)); len(answers) == 0 {
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
func saidInOrder(answers []Decision, asks *Decision) Decision {
	first := answers[0]
	for _, next := range answers[1:] {
		more := next.Also
		next.Also = nil
		first.Also = append(append(first.Also, next), more...)
	}
	if asks != nil {
		first.Also = append(first.Also, *asks)
	}
	return first
}

// on decides one of several requests, with all the values that its part of the message gives. What
// may do harm needs a yes where the same is denied of another value, or only values tell what is asked for.
func (s Side) on(r request, whole Decision, m intents.Message) Decision {
	d := s.moreValues(s.alone(r, whole, m), m)
	d.unsure = r.unsure
	if r.despite || r.part.ByValues || r.Withheld(m) || r.Ends && len(m.Unwanted) > 0 || r.Unasked(intents.Message{Signals: r.part.Signals, Text: r.part.Text, Locale: m.Locale}) || r.Negated(m) {
		d.careful()
	}
	return d
}

// alone decides one of several requests. Its values are those of its part of the message, or else of
// the rest.
func (s Side) alone(r request, whole Decision, m intents.Message) Decision {
	d := whole
	d.Intent, d.About = r.Intent, m.Text
	own := m
	own.Text = r.part.Text
	d.Fields, d.Given = extract(r.Intent, nil, own)
	if later := s.putRightBehind(r); later != "" && r.Replaces(later, d.Fields, m) {
		own.NoDates = true // "on Thursday, no sorry, Friday": which is meant is asked
		d.Fields, d.Given = extract(r.Intent, nil, own)
	}
	m.NoDates = own.Text != m.Text
	if all, given := extract(r.Intent, d.Fields, m); len(all) > len(d.Fields) {
		d.Fields, d.Given = all, given
	} else {
		d.About = r.part.Text
	}
	d.complete(0)
	return d
}

// putRightBehind is what stands behind the part of a request from the first part on that puts something right; empty:
// none does.
func (s Side) putRightBehind(r request) string {
	at := slices.IndexFunc(s.Parts, func(p wording.Part) bool { return p.Text == r.part.Text })
	text := ""
	for _, p := range s.Parts[at+1:] {
		if text != "" || p.Signals.Corrects || p.Signals.No || p.Signals.Withdrawn {
			text += p.Before + p.Text
		}
	}
	return text
}
