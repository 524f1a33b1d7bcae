// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// Answers in whole sentences: more words stand beside a value, and tell why it is that one.

// dayByItsNumber reads the only day of an answer that is named by its number in the month, in words that say that it is
// one: "mejor el día 20, que ya estaré en casa".
func (in *Intent) dayByItsNumber(f *Field, text string, m Message) values.Reading {
	dated := values.InDaysAhead(values.InDate(text, m.Now), m.Now)
	at := written.FindAllStringIndex(dated, -1)
	if len(at) > 1 {
		return in.dayLeft(f, dated, m)
	}
	if len(at) != 1 || f.Read(text, m.Now, m.Locale).Refused == values.Unclear || in.countsThing(f.Figures(dated[at[0][1]:]), m) {
		return values.Reading{}
	}
	return f.Read(dated, m.Now, m.Locale)
}

// dayLeft is the day of an answer that is left where it says of all others that they are not: "el 17 no puedo, mejor el
// 18".
func (in *Intent) dayLeft(f *Field, dated string, m Message) values.Reading {
	reading := f.Read(dated, m.Now, m.Locale)
	if reading.Value == "" || f.Read(strings.ReplaceAll(dated, reading.Value, " "), m.Now, m.Locale).Value != "" {
		return values.Reading{}
	}
	return reading
}

// countsThing tells whether what stands behind such a number is a thing that has numbers or is counted: "the 2nd floor".
func (in *Intent) countsThing(after string, m Message) bool {
	tokens := wording.TokensOf(after, m.Locale)
	if len(tokens) == 0 || tokens[0].Clause > 0 {
		return false
	}
	word, words := tokens[0].Word, wording.LexisOf(m.Locale, in.Locale)
	return wording.IsUnspaced(word) && in.isOfThing(after, m) || words.Has("label", word) || words.UnitOf(word) != ""
}

// thatDay refers to a day that was named before.
var thatDay = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("that-day") + `)(?:$|\s)|` + signals.Expressions("that-day-anywhere"))

// meant is the reading of the only day of an answer, where the answer refers to it once more: that one is meant, however
// long the sentence is. "We are home again from the 24th, so let's take that day".
func meant(reading values.Reading, text string, m Message) values.Reading {
	if reading.Value == "" || reading.Rest <= MaxRest || m.Question || !thatDay.MatchString(strings.Join(signals.Words(text), " ")) {
		return reading
	}
	reading.Rest = MaxRest
	return reading
}

// shortened is the reading of a number that counts what the question asks for: however long the sentence is, it says
// that. "There will be seven of us altogether, counting the little one".
func (in *Intent) shortened(f *Field, reading values.Reading, text string, m Message) values.Reading {
	if reading.Value == "" || reading.Rest <= MaxRest {
		return reading
	}
	if sure, _ := in.withoutForeign(f, text, m, toAsked); f.Read(sure, m.Now, m.Locale).Value == reading.Value {
		reading.Rest = MaxRest
	}
	return reading
}
