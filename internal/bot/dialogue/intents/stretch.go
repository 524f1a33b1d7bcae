// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// The last day of a stretch of time is not before its first: "from 1 April" and then "until the 15th", "for three months"
// or "a month later".

// beginning is the first day of the stretch of which a field asks for the last; false: it does not, or it is not known.
func (in *Intent) beginning(f *Field, given map[string]string, m Message) (day time.Time, ok bool) {
	if f.Type != release.FieldDate || len(given) == 0 {
		return day, false
	}
	if asked, state := in.directionAsked(f, m); asked != toIt || state {
		return day, false
	}
	for i := range in.Fields {
		first := &in.Fields[i]
		if asked, state := in.directionAsked(first, m); first.Type != release.FieldDate || asked != fromIt || state {
			continue
		}
		day, err := time.Parse(time.DateOnly, given[first.Name])
		return day, err == nil
	}
	return day, false
}

// ReadBeside reads the answer for a field where the values of others are known.
func (in *Intent) ReadBeside(f *Field, text string, given map[string]string, m Message) values.Reading {
	reading := in.Read(f, text, m)
	begins, ok := in.beginning(f, given, m)
	if !ok {
		return reading
	}
	if day := in.endByLength(f, text, begins, m); day != "" && (reading.Value == "" || in.saysLength(f, text, m)) {
		return values.Reading{Value: day}
	}
	if reading.Value == "" || reading.Value >= begins.Format(time.DateOnly) && !in.saysLength(f, text, m) {
		return reading
	}
	from := m
	from.Now = begins
	if reading = in.Read(f, text, from); reading.Value != "" && reading.Value < begins.Format(time.DateOnly) {
		return values.Reading{Refused: values.TooSmall, Rest: reading.Rest}
	}
	return reading
}

// readStretch reads a text with the first and the last day of a stretch. Neither is the one day that a field asks for.
func (in *Intent) readStretch(f *Field, text string, m Message) values.Reading {
	if day, _ := in.directed(f, text, m); day != "" {
		return values.Reading{Value: day}
	}
	return values.Reading{Refused: values.Unclear, Rest: wording.WordCount(text)}
}

// saysLength tells whether a text counts days, weeks or the like.
func (in *Intent) saysLength(f *Field, text string, m Message) bool {
	c := in.counting(f, text, m)
	return slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		return c.days(t.Word) > 0 || c.words.UnitOf(t.Word) == "unit-month" || c.words.UnitOf(t.Word) == "unit-year"
	})
}

// endsBefore tells whether a day is before the first of the stretch of which it is to be the last.
func (in *Intent) endsBefore(f *Field, day string, given map[string]string, m Message) bool {
	begins, ok := in.beginning(f, given, m)
	return ok && day < begins.Format(time.DateOnly)
}

// EndsBeforeItBegins is the last day of a stretch that is before the first one; nil: none is.
func (in *Intent) EndsBeforeItBegins(given map[string]string) (last *Field) {
	first := ""
	for i := range in.Fields {
		switch f := &in.Fields[i]; f.edge {
		case fromIt:
			first = given[f.Name]
		case toIt:
			last = f
		}
	}
	if last == nil || given[last.Name] == "" || given[last.Name] >= first {
		return nil
	}
	return last
}
