// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
)

// askedBeside answers what a customer asks beside a value, before the bot asks its next question,
// and offers what needs more. What is no question, and not added, counts only if it surely stands
// beside the value.
func (s Side) askedBeside(d Decision, m intents.Message, surely bool) Decision {
	asked, letGo, conditional := s.requests()
	if letGo >= 0 || conditional {
		return d
	}
	var answers, rest []Decision
	for _, r := range asked {
		if r.unsure || r.Intent == d.Intent || !surely && !r.part.Added && !r.part.Signals.Question {
			continue
		}
		if a := s.on(r, Decision{Confidence: r.confidence, Scored: r.Name}, m); a.Kind == Reply {
			answers = append(answers, a)
		} else {
			rest = append(rest, a)
		}
	}
	offer := offerOf(rest, m)
	if d.Kind == Reply {
		d.Also = append(d.Also, answers...)
		if offer != nil {
			d.Also = append(d.Also, *offering(offer))
		}
		return d
	}
	d.Later = d.Later.And(offer)
	if len(answers) == 0 {
		return d
	}
	return saidInOrder(answers, &d)
}

// besideRequest is the value of a field that takes any text when the message asks for something
// else besides: "12 Oak Street, York, and what is shipping?". It holds a number, as addresses do;
// empty: there is none.
func (s Side) besideRequest(f *intents.Field, asking *intents.Intent, m intents.Message) string {
	asked, letGo, _ := s.requests()
	last := len(s.Parts) - 1
	if !f.AnyText() || len(asked) != 1 || asked[0].unsure || letGo >= 0 || asked[0].Intent == asking || asked[0].part.Text != s.Parts[last].Text {
		return ""
	}
	text := s.Parts[0].Text
	for _, part := range s.Parts[1:last] {
		text += part.Before + part.Text
	}
	if !strings.ContainsFunc(text, unicode.IsNumber) || s.Parts[0].Signals.Question {
		return ""
	}
	return f.Read(text, m.Now, m.Locale).Value
}
