// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
)

// moreValues reads values that a message gives after the one that was taken: a later one replaces
// it ("AB123456, sorry, AB123457"), or the same is asked for both ("AB123456 and AB123457").
func (s Side) moreValues(d decision, m said) decision {
	if d.intent == nil || len(s.Parts) < 2 {
		return d
	}
	for i := range d.intent.fields {
		f := &d.intent.fields[i]
		taken := d.fields[f.Name]
		if !f.Distinct || taken == "" {
			continue
		}
		right, more := s.valuesAfter(d.intent, f, taken, m)
		if right != "" {
			d.fields = with(d.fields, f.Name, right)
			d.given = &conversation.Given{Intent: d.intent.Name, Field: f.Name}
		}
		if len(more) == 0 {
			continue
		}
		for _, value := range more {
			again := d
			again.also, again.fields = nil, with(d.fields, f.Name, value)
			if d.kind == Reply {
				d.also = append(d.also, again)
			}
		}
		if d.kind != Reply && d.later == nil {
			d.later = &conversation.Offered{Text: more[0], Queued: true}
			for _, value := range more {
				d.later.Intents, d.later.Texts = append(d.later.Intents, d.intent.Name), append(d.later.Texts, value)
			}
		}
		return d
	}
	return d
}

// valuesAfter are the value that replaces the one that was taken, and those that stand beside it.
// Each is a part of the message, and all there is in it but for a few words.
func (s Side) valuesAfter(in *intent, f *field, taken string, m said) (right string, more []string) {
	begun, corrects := false, false
	withheld := signals.Taken(m.Text, m.locale, in.denies)
	for _, part := range s.Parts {
		if s.isAbout(part, in) {
			continue
		}
		own := m
		own.Signals, own.Text = part.Signals, part.Text
		granted := in.granted(own)
		reading := f.Read(granted, m.Now, m.locale)
		if reading.Value != "" && reading.Value != taken && f.InPassing(withheld, m.Now, m.locale) == reading.Value {
			continue // "AB123456 y no AB654321": the no is part of the whole
		}
		corrects = corrects || begun && granted == part.Text && (part.Signals.Corrects || part.Signals.No || part.Signals.Withdrawn)
		switch {
		case reading.Value == taken:
			begun = true
		case !begun, reading.Value == "", reading.Rest > maxBeside, right == reading.Value, slices.Contains(more, reading.Value):
		case corrects:
			right, more, corrects = reading.Value, nil, false
		default:
			more = append(more, reading.Value)
		}
	}
	return right, more
}

// isAbout tells whether a part of a message is a request of another intent, to which its values
// belong.
func (s Side) isAbout(part Part, other *intent) bool {
	alone := s
	alone.Predictions, alone.Parts = part.Predictions, nil
	var ignored decision
	in, _ := alone.best(&ignored)
	return in != nil && in != other
}

// putRight decides a message that lets go of a value only to give another one: "cancel AB123456, no
// wait, AB123457".
func (s Side) putRight(whole decision, m said) (decision, bool) {
	asked, letGo, conditional := s.requests()
	if len(asked) != 1 || letGo != 1 || conditional || asked[0].unsure {
		return whole, false
	}
	d := s.alone(asked[0], whole, m)
	before := d.fields
	d = s.moreValues(d, m)
	if maps.Equal(before, d.fields) || s.Parts[len(s.Parts)-1].Signals.Withdrawn {
		return whole, false
	}
	d.complete(0)
	return d, true
}

// givesOther tells whether a text gives another value than those for one of the intent's fields.
func (in *intent) givesOther(text string, than map[string]string, m said) bool {
	m.Text = text
	for name, value := range in.given(m) {
		if value != than[name] {
			return true
		}
	}
	return false
}

// isValue tells whether a text is nothing but numbers and the like: it is no utterance.
func isValue(text string) bool {
	return !slices.ContainsFunc(signals.Words(text), func(word string) bool {
		return strings.IndexFunc(word, unicode.IsNumber) < 0
	})
}
