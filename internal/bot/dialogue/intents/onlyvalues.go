// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// OnlyValues are the values of a message for an intent's fields. all tells whether the message has several, and is
// nothing but such.
func (in *Intent) OnlyValues(m Message) (given map[string]string, all bool) {
	given = map[string]string{}
	parts := slices.DeleteFunc(betweenValues.Split(m.Text, maxValues+1), func(part string) bool { return strings.TrimSpace(part) == "" })
	if len(parts) < leastValues || len(parts) > maxValues || slices.ContainsFunc(parts, func(part string) bool { return wording.WordCount(part) > maxOfValue }) {
		return given, false
	}
	all = true
	var twice []string
	for _, part := range parts {
		f, value, fits := in.valueOf(part, m)
		switch {
		case !fits:
			all = false
		case f == nil:
		case given[f.Name] != "":
			twice = append(twice, f.Name)
		default:
			given[f.Name] = value
		}
	}
	for _, name := range twice {
		delete(given, name)
	}
	return given, all
}

// TakesSome tells whether all of a message are values of the intent, or one that is told from ordinary words.
func (in *Intent) TakesSome(m Message) bool {
	given, all := in.OnlyValues(m)
	return all || slices.ContainsFunc(in.Fields, func(f Field) bool { return f.Distinct && given[f.Name] != "" })
}

// valueOf is the field for which a part is a value, and the value; nil: it fits several, or none.
func (in *Intent) valueOf(part string, m Message) (f *Field, value string, fits bool) {
	m.Text = part
	var of []*Field
	most := toOther
	for i := range in.Fields {
		f := &in.Fields[i]
		found, is := in.isOnly(f, m)
		switch {
		case is == toOther || is < most:
		case is > most:
			of, value, most = []*Field{f}, found, is
		default:
			of = append(of, f)
		}
	}
	if len(of) != 1 {
		return nil, "", len(of) > 0
	}
	return of[0], value, true
}

// isOnly is the value that a text is for a field, and how surely it belongs to that.
func (in *Intent) isOnly(f *Field, m Message) (string, belonging) {
	reading := in.Read(f, m.Text, m)
	switch {
	case reading.Value == "" || f.AnyText():
		return "", toOther
	case f.IsNumber():
		if sure, _ := in.withoutForeign(f, m.Text, m, toAsked); f.Read(sure, m.Now, m.Locale).Value == reading.Value {
			return reading.Value, toAsked
		}
		return reading.Value, alone(m.Text)
	case f.Type == release.FieldDate:
		if in.OnlyFigures(f, m.Text, m) || !m.namesDay(m.Text) && wording.HasNumber(m.Text) || !(Amendment{Intent: in, Message: m}).SaysOnlyThat(f, m.Text) {
			return "", toOther
		}
		return reading.Value, toAsked
	case f.Type == release.FieldChoice:
		reading = values.Reading{Value: f.InPassing(m.Text, m.Now, m.Locale), Rest: reading.Rest}
	}
	if reading.Value == "" || reading.Rest > 0 {
		return "", toOther
	}
	return reading.Value, toAsked
}

// alone is what a number in figures belongs to that counts nothing: it is a value where it stands alone.
func alone(text string) belonging {
	if slices.ContainsFunc(signals.Words(text), func(word string) bool { return !wording.HasNumber(word) }) {
		return toOther
	}
	return toNothing
}

// betweenValues stands between them: a comma within a number does not, nor the point of a day.
var betweenValues = regexp.MustCompile(`[;،、，；\n]+|,(?:\s|$)`)

// maxOfValue is the most words of one: "on the 5th of March".
const maxOfValue = 6

// A message may be nothing but values: "AB123456, 5 March, two people". The intents that ask for all of them are
// offered, and the one that is chosen gets each that fits one of its fields and no other of that kind.

// leastValues is the fewest values of such a message, since one alone may be anything, and maxValues the most that are
// looked at.
const leastValues, maxValues = 2, 12
