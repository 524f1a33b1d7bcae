// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// meetingUtterances is the share of an intent's utterances, in percent, that ask for a person from which on it is
// about nothing else: whoever asks for one then gets one.
const meetingUtterances = 60

// meeting is how the utterances of an intent that asks for a day arrange to meet somebody: some ask for a person ("I
// want to see an adviser"), and others tell what for ("book an appointment").
type meeting struct {
	all, persons int
	// terms are those of the utterances that ask for no person.
	terms map[string]bool
}

func (t *meeting) learn(utterance, locale string) {
	if t.terms == nil {
		t.terms = map[string]bool{}
	}
	t.all++
	if signals.Read(utterance, locale).AsksForHuman {
		t.persons++
		return
	}
	for _, term := range signals.Terms(utterance) {
		t.terms[term] = true
	}
}

// arranges tells whether that is what the intent is about.
func (t *meeting) arranges() bool { return t.persons > 0 && 100*t.persons < meetingUtterances*t.all }

// Meets tells whether a message asks for somebody to be met, as the intent arranges it: "an appointment with an
// adviser". That is no wish for a person now.
func (in *Intent) Meets(text string) bool {
	return in.meeting.arranges() && slices.ContainsFunc(signals.Words(text), func(word string) bool {
		return !wording.IsDoing(word) && wording.HasTerm(in.meeting.terms, []string{word}) && wording.HasTerm(in.own, []string{word})
	})
}
