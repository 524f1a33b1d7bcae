// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"cmp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

// meetingUtterances is the share of an intent's utterances, in percent, that ask for a person from which on it is
// about nothing else: whoever asks for one then gets one.
const meetingUtterances = 60

// learnMeeting notes whether an intent arranges to meet somebody: some of its utterances ask for a person, and the
// others tell what for. An intent of the risk Low arranges nothing.
func (in *Intent) learnMeeting() {
	if in.Risk == LowRisk {
		return
	}
	all, persons := 0, 0
	in.meeting = map[string]bool{}
	learn := func(utterances []string, locale string) {
		written := cmp.Or(locale, signals.Language(strings.Join(utterances, ". ")))
		for _, utterance := range utterances {
			if all++; signals.Read(utterance, written).AsksForHuman {
				persons++
				continue
			}
			for _, term := range signals.Terms(utterance) {
				in.meeting[term] = true
			}
		}
	}
	learn(in.Utterances, in.Locale)
	for _, l := range in.Locales {
		learn(l.Utterances, l.Locale)
	}
	if persons == 0 || 100*persons >= meetingUtterances*all {
		in.meeting = nil
	}
}

// Meets tells whether a message asks for somebody to be met, as the intent arranges it: "an appointment with an
// adviser". That is no wish for a person now.
func (in *Intent) Meets(text string) bool {
	return slices.ContainsFunc(signals.Words(text), func(word string) bool {
		return !wording.IsDoing(word) && wording.HasTerm(in.meeting, []string{word}) && wording.HasTerm(in.own, []string{word})
	})
}
