// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// maxExchange is the most words of a message that has two values exchanged.
const maxExchange = 8

// theOtherWay says that two values are to be exchanged: "the other way round". It is of words in plain letters.
var theOtherWay = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("the-other-way") + `)(?:$|\s)|` + signals.Expressions("the-other-way-anywhere"))

// exchanges decides a message that says at a question that two values of the same kind are the wrong way round. They are
// exchanged, and it is asked again.
func (s Side) exchanges(state *conversation.State, m intents.Message) (Decision, bool) {
	var in *intents.Intent
	asked := 0
	switch c, f := state.Confirming, state.Collecting; {
	case c != nil:
		in = s.Intents[c.Intent]
	case f != nil:
		in, asked = s.Intents[f.Intent], f.Asked-1
	}
	if in == nil || m.AsksForHuman || strings.ContainsAny(m.Text, "?？؟") || wording.WordCount(m.Text) > maxExchange ||
		!saysTheOtherWay(in, m) {
		return Decision{}, false
	}
	d := Decision{Intent: in, Confidence: state.Confidence, Fields: valuesOf(state)}
	first, second := pairOf(in)
	if first == nil || d.Fields[first.Name] == "" || d.Fields[second.Name] == "" ||
		in.GivesOther(m.Text, d.Fields, m) {
		return d, false
	}
	before := d.Fields
	d.Fields = intents.With(intents.With(before, first.Name, before[second.Name]), second.Name, before[first.Name])
	d.Given = &conversation.Given{Intent: in.Name, Field: second.Name}
	d.complete(asked)
	d.careful()
	return d, true
}

// saysTheOtherWay tells whether a message says so. The verb of an intent that swaps things is the request once more: "yes,
// swap them".
func saysTheOtherWay(in *intents.Intent, m intents.Message) bool {
	found := theOtherWay.FindString(strings.Join(signals.Words(m.Text), " "))
	return found != "" && (m.No || !slices.ContainsFunc(strings.Fields(found), func(word string) bool { return !signals.IsFrequent(word) && in.SpeaksOf(word) }))
}

// pairOf are the only two fields of an intent that take the same values; nil: there are none, or more.
func pairOf(in *intents.Intent) (first, second *intents.Field) {
	for i := range in.Fields {
		for j := range in.Fields[:i] {
			a, b := &in.Fields[j], &in.Fields[i]
			if a.Type != b.Type || a.Pattern != b.Pattern || a.AnyText() || !slices.Equal(a.Choices, b.Choices) {
				continue
			}
			if first != nil {
				return nil, nil
			}
			first, second = a, b
		}
	}
	return first, second
}
