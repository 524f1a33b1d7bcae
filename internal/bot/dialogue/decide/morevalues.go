// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/signals"
)

// moreValues reads values that a message gives after the one that was taken: a later one replaces
// it ("AB123456, sorry, AB123457"), or the same is asked for both ("AB123456 and AB123457"). Of two addresses or telephone
// numbers it is asked which, and of the customer's own and somebody else's the former is taken.
func (s Side) moreValues(d Decision, m intents.Message) Decision {
	if d.Intent == nil {
		return d
	}
	if f := d.Intent.DistinctField(); f != nil && d.Fields[f.Name] != "" {
		if mine := d.Intent.Mine(f, m); mine != "" {
			d.Fields = intents.With(d.Fields, f.Name, mine)
			return d
		}
	}
	if one, ok := byPlace(d, m); ok {
		return one
	}
	if all, ok := s.forEach(d, m); ok {
		return all
	}
	if len(s.Parts) < 2 {
		return d
	}
	for i := range d.Intent.Fields {
		f := &d.Intent.Fields[i]
		taken := d.Fields[f.Name]
		if !f.Distinct || taken == "" {
			continue
		}
		right, more := s.valuesAfter(d.Intent, f, taken, m)
		if right != "" {
			d.Fields = intents.With(d.Fields, f.Name, right)
			d.Given = &conversation.Given{Intent: d.Intent.Name, Field: f.Name}
		}
		if len(more) == 0 {
			continue
		}
		if f.Pattern == "" {
			// One of two e-mail addresses is meant, as a rule: the other may be the old one, or somebody else's.
			d.Fields, d.Given = maps.Clone(d.Fields), nil
			delete(d.Fields, f.Name)
			d.complete(0)
			return d
		}
		if all, ok := s.withOwn(d, f, more, m); ok {
			return all
		}
		for _, value := range more {
			again := d
			again.Also, again.Fields = nil, intents.With(d.Fields, f.Name, value)
			if d.Kind == Reply {
				d.Also = append(d.Also, again)
			}
		}
		if d.Kind != Reply && d.Later == nil {
			d.Later = &conversation.Offered{Text: more[0], Queued: true}
			for _, value := range more {
				d.Later.Intents, d.Later.Texts = append(d.Later.Intents, d.Intent.Name), append(d.Later.Texts, value)
			}
		}
		return d
	}
	return d
}

// valuesAfter are the value that replaces the one that was taken, and those that stand beside it.
// Each is a part of the message, and all there is in it but for a few words.
func (s Side) valuesAfter(in *intents.Intent, f *intents.Field, taken string, m intents.Message) (right string, more []string) {
	begun, corrects, asking := false, false, ""
	withheld := signals.Taken(m.Text, m.Locale, in.Denies)
	for i, part := range s.Parts {
		if s.isAbout(part, in) || in.IsOpposite(part.Text, m) {
			continue
		}
		if begun && f.Pattern != "" && !mayGoOn(in, f, part, s.Parts[i-1].Text, asking, m.Locale) {
			continue
		}
		own := m
		own.Signals, own.Text = part.Signals, part.Text
		granted := in.Granted(own)
		reading := f.Read(granted, m.Now, m.Locale)
		if reading.Value != "" && reading.Value != taken && f.InPassing(withheld, m.Now, m.Locale) == reading.Value {
			continue // "AB123456 y no AB654321": the no is part of the whole
		}
		corrects = corrects || begun && granted == part.Text && (part.Signals.Corrects || part.Signals.No || part.Signals.Withdrawn)
		switch {
		case reading.Value == taken:
			begun, asking = true, part.Text
		case !begun, reading.Value == "", reading.Rest > maxBeside, right == reading.Value, slices.Contains(more, reading.Value):
		case corrects:
			right, more, corrects = reading.Value, nil, false
		default:
			more = append(more, reading.Value)
		}
	}
	return right, more
}

// putRight decides a message that lets go of a value only to give another one: "cancel AB123456, no
// wait, AB123457".
func (s Side) putRight(whole Decision, m intents.Message) (Decision, bool) {
	asked, letGo, conditional := s.requests()
	if len(asked) != 1 || letGo != 1 || conditional || asked[0].unsure {
		return whole, false
	}
	d := s.alone(asked[0], whole, m)
	before := d.Fields
	d = s.moreValues(d, m)
	if maps.Equal(before, d.Fields) || s.Parts[len(s.Parts)-1].Signals.Withdrawn {
		return whole, false
	}
	d.complete(0)
	return d, true
}
