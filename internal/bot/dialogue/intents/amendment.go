// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// MayBeEither tells whether a message at "shall I" is a number that may be another day, or another count.
func (a Amendment) MayBeEither() bool {
	if a.Asked != nil || a.Intent.dates() == 0 {
		return false
	}
	n, ok := a.Intent.bareNumber(a.Intent.Granted(a.Message), a.Message)
	return ok && !IsOneOf(n, a.Given) && !slices.ContainsFunc(a.Intent.Fields, func(f Field) bool { return a.Names(&f, a.Message.Text) > 0 })
}

// InPlaceOfCount is the number that a message puts in the place of a count that was given, and names: "not 4, 6".
func (a Amendment) InPlaceOfCount() (f *Field, number string) {
	figures := slices.DeleteFunc(wording.TokensOf(anyNumber.Figures(a.Message.Text), a.Message.Locale), func(t wording.Token) bool { return !t.Figures })
	if denies := a.Message.Negates || a.Message.No || a.Message.Withdrawn || a.Contrasts(); a.Asked != nil || !denies || a.Message.namesDay(a.Message.Text) || len(figures) != 2 {
		return nil, ""
	}
	for i := range a.Intent.Fields {
		f := &a.Intent.Fields[i]
		if !f.IsNumber() || a.Given[f.Name] == "" || figures[0].Word != a.Given[f.Name] || figures[1].Word == figures[0].Word || !a.SaysOnlyThat(f, a.Message.Text) {
			continue
		}
		if reading := f.Read(figures[1].Word, a.Message.Now, a.Message.Locale); reading.Value != "" {
			return f, reading.Value
		}
	}
	return nil, ""
}

// Amendment reads the corrections of a message to values that were given before.
type Amendment struct {
	// Intent is what the values are for, and Message the one that may correct them.
	Intent  *Intent
	Message Message
	// Given are the values so far, and Asked is the field that is asked for; nil: it is asked whether to go ahead.
	Given map[string]string
	Asked *Field
	// Done is true where it was done with the values given, and AsksAgain for a message that asks for it by itself; once
	// it was done, in words of its own.
	Done, AsksAgain bool
	// Questioned is true for a message that proposes a value as a question: "can we make it the 7th?".
	Questioned bool
}

// Changes are the other values that the message gives, or the field for which it gives one that is not allowed, and why.
func (a Amendment) Changes() (changed map[string]string, refused *Field, why values.Refusal) {
	for _, read := range []func(*Field) (values.Reading, bool){a.undoubted(a.Differs), a.stretchDiffers, a.placed, a.undoubted(a.another)} {
		for i := range a.Intent.Fields {
			f := &a.Intent.Fields[i]
			if a.Given[f.Name] == "" || a.Asked != nil && a.Asked.Name == f.Name {
				continue
			}
			reading, ok := read(f)
			switch {
			case !ok, reading.Value == a.Given[f.Name]:
			case reading.Value != "":
				changed = With(changed, f.Name, reading.Value)
			case reading.Refused.IsOfOne():
				refused, why = f, reading.Refused
			}
		}
		if len(changed) > 0 || refused != nil {
			return changed, refused, why
		}
	}
	return nil, nil, ""
}

// doubtful tells whether a value might as well be for another field of the same kind that has one, or is asked for.
func (a Amendment) doubtful(f *Field) bool {
	if f.Type == release.FieldChoice || f.Distinct {
		return false
	}
	return slices.ContainsFunc(a.Intent.Fields, func(other Field) bool {
		return other.Name != f.Name && other.Type == f.Type && (a.Given[other.Name] != "" || a.Asked != nil && a.Asked.Name == other.Name) && a.sameUnit(f, &other)
	})
}

// sameUnit tells whether two fields cannot be told apart by what they count.
func (a Amendment) sameUnit(f, other *Field) bool {
	if !f.IsNumber() {
		return true
	}
	one, two := a.Intent.counting(f, "", a.Message), a.Intent.counting(other, "", a.Message)
	return one.family == two.family || one.family == "" || two.family == ""
}

// Differs reads by how much a value is changed: "one night longer", "a day later".
func (a Amendment) Differs(f *Field) (values.Reading, bool) {
	switch {
	case f.IsNumber():
		c := a.Intent.counting(f, f.Figures(a.Message.Text), a.Message)
		was, err := strconv.ParseFloat(a.Given[f.Name], 64)
		n, ok := c.difference(ofNumbers, c.counts)
		if !ok && a.Intent.onlyOne(f) {
			n, ok = c.bareDifference(ofNumbers)
		}
		if _, later := c.difference(ofDays, c.days); !ok || later || err != nil || !a.isOrder(f) {
			return values.Reading{}, false
		}
		return f.Read(strconv.FormatFloat(was+n, 'f', -1, 64), a.Message.Now, a.Message.Locale), true
	case f.Type == release.FieldDate:
		c := a.Intent.counting(f, anyNumber.Figures(a.Message.Text), a.Message)
		was, err := time.Parse(time.DateOnly, a.Given[f.Name])
		n, ok := c.difference(ofDays, c.days)
		if !ok || err != nil || !a.isOrder(f) {
			return values.Reading{}, false
		}
		return f.Read(was.AddDate(0, 0, int(n)).Format(time.DateOnly), a.Message.Now, a.Message.Locale), true
	}
	return values.Reading{}, false
}

// isOrder tells whether a message with a difference asks for that: it is elliptic, or has no words of anything else,
// and does not tell of the past.
func (a Amendment) isOrder(f *Field) bool {
	if wording.WordCount(a.Message.Text) <= MaxElliptic {
		return true // "un día antes"
	}
	c := a.Intent.counting(f, anyNumber.Figures(a.Message.Text), a.Message)
	return len(c.tokens) > 0 && !c.tellsOfThePast(0) && a.SaysOnlyThat(f, a.Message.Text)
}

// corrects tells whether a message says that it corrects something.
func (a Amendment) corrects() bool {
	return a.Message.Corrects || a.Message.Instead || a.Questioned || BeginsWithNo(a.Message) || a.Contrasts() || MeansAnother(a.Message) && SaysWrong(a.Message.Text) != ""
}

// has tells whether a word of a list stands in the message.
func (a Amendment) has(list signals.WordList) bool {
	own := list.For(a.Message.Locale)
	return slices.ContainsFunc(signals.Words(a.Message.Text), own.HasForm) || own.PartIn(a.Message.Text) != ""
}

// Contrasts tells whether a word of the message stands before what is wanted instead.
func (a Amendment) Contrasts() bool { return a.has(contrasting) }

var (
	// untilWords stand beside the end of something, which is no other beginning of it.
	untilWords = signals.ListOf("until")
	// startingWords stand beside the day from which on something is wanted.
	startingWords = signals.ListOf("starting")
	// contrasting are words that stand before what is wanted instead.
	contrasting = signals.ListOf("contrasting")
)
