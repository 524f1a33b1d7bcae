// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"maps"
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
)

const (
	// maxLikewise is the most words of a message that wants the same for another thing.
	maxLikewise = 8
	// maxBesideOther is how many words may stand beside the value of that.
	maxBesideOther = 5
	// maxOnceMoreFor is the most words of a message that says outright that it wants the same again, with whatever it says of
	// the other thing: "same again for the flat upstairs, HC40489, same day and phone".
	maxOnceMoreFor = 18
)

// onceMoreFor is how such a message begins, in words of plain letters.
var onceMoreFor = regexp.MustCompile(`^(?:` + signals.Expressions("same-again") + `)`)

// saysOnceMoreFor tells whether a message begins like that.
func saysOnceMoreFor(m intents.Message) bool { return onceMoreFor.MatchString(plainWords(m.Text)) }

// likewiseWords are those by which customers want the same for another thing.
var likewiseWords = signals.ListOf("likewise")

// saysLikewise tells whether a message goes on with "and", or has such a word.
func saysLikewise(m intents.Message) bool {
	return m.FollowsUp || likewiseWords.For(m.Locale).In(m.Text)
}

// asksWithMark tells whether a message has a question mark.
func asksWithMark(m intents.Message) bool { return strings.ContainsAny(m.Text, "?？؟") }

// likewise decides a message that wants what was just done for another thing: "and AB123457 too", "the same for room 4".
// The values that it does not give are those of before, and it is always confirmed.
func (s Side) likewise(state *conversation.State, d Decision, understood *intents.Intent, m intents.Message) (Decision, bool) {
	in := s.done(state)
	most, beside := maxLikewise, maxBesideOther
	if in != nil && saysOnceMoreFor(m) {
		most, beside = maxOnceMoreFor, maxOnceMoreFor
	}
	switch {
	case in == nil || understood == in && len(in.Given(m)) > 0 || understood != nil && understood != in && understood.HasOwn(m.Text):
		return d, false
	case m.Withdrawn || m.Question && !m.FollowsUp || asksWithMark(m) || m.Corrects && !saysAlso(m) || m.Conditional || wording.WordCount(m.Text) > most:
		return d, false
	case !saysLikewise(m):
		return d, false
	}
	given := in.GivesAnother(m, beside)
	if len(given) == 0 { // "and" may be a part of the value's word
		m.Text, _ = wording.CutJoint(m.Text, m.Locale)
		given = in.GivesAnother(m, beside)
	}
	values := intents.Joined(given, state.Fields)
	if len(given) == 0 || maps.Equal(values, state.Fields) {
		return d, false
	}
	d.Intent, d.Scored, d.Fields = in, in.Name, values
	for _, f := range in.Fields { // the last one, in one order
		if given[f.Name] != "" {
			d.Given = &conversation.Given{Intent: in.Name, Field: f.Name}
		}
	}
	d.complete(0)
	d.careful()
	return d, true
}
