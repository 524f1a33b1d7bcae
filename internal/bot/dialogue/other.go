// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
)

// maxOther is the most words of a message that means another one than was named.
const maxOther = 7

var (
	// notThatOne are words with which customers mean another one than was named, or say that it was the
	// wrong one.
	notThatOne = signals.ListOf("another")
	// somethingElse are words of customers who want none of it.
	somethingElse = signals.ListOf("something-else")
	// atTheEnd are words for the end of a number.
	atTheEnd = signals.ListOf("at-the-end")
	figures  = regexp.MustCompile(`[0-9]+`)
)

// meansAnother tells whether a few words mean another one than was named: "the other one, from May".
func meansAnother(m said) bool {
	if m.Withdrawn || m.thanksOnly() || strings.ContainsAny(m.Text, "?？؟") || m.SmallTalk != "" || len(signals.Words(m.Text)) > maxOther {
		return false
	}
	return notThatOne.In(m.Text) && !somethingElse.In(m.Text) && !saysNothingWrong(m.Text)
}

// askAgain asks once more for the value that was given last where the customer means another one and does
// not say which: a yes that follows must not be for the one that was not meant.
func (s Side) askAgain(state *conversation.State, in *intent, f *field, m said) (decision, bool) {
	asked := state.Confirming != nil && state.Confirming.Intent == in.Name
	answered := !pending(state) && state.GoesOn == in.Name && in.Risk == lowRisk
	value := state.Fields[f.Name]
	if len(picked(m, s.named(state, f))) > 0 {
		return decision{}, false // "the second one" of those that were named
	}
	// "Not AB123456" names no other one.
	notThat := value != "" && len(m.Denials) > 0 && !in.denied(m.Text, m.Signals) && f.InPassing(signals.Taken(m.Text, m.locale, in.denies), m.Now, m.locale) == value
	if !f.Required || !asked && !answered || !notThat && !meansAnother(m) || s.asksElse(in, m.Text) || len(in.given(m)) > 0 {
		return decision{}, false
	}
	d := decision{intent: in, confidence: state.Confidence, fields: with(valuesOf(state), f.Name, "")}
	delete(d.fields, f.Name)
	d.complete(0)
	return d, true
}

// endingIn is the value that was given with other figures at its end: "457 at the end"; empty: the message
// says nothing of it.
func (f *field) endingIn(given string, text string, m said) string {
	found := figures.FindAllString(text, 2)
	if !f.Distinct || !atTheEnd.In(text) || m.Question || len(found) != 1 || len(found[0]) >= len(given) || wordsOf(text) > maxAside {
		return ""
	}
	value := given[:len(given)-len(found[0])] + found[0]
	if !figures.MatchString(given[len(given)-len(found[0]):]) || f.Read(value, m.Now, m.locale).Value != value {
		return ""
	}
	return value
}
