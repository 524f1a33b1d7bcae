// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Where two fields take the same values, the word beside the only one of a message says which of them is to be changed:
// "no, from the 2nd" changes the first day of a stretch, and "from Nice instead" where a journey begins.

// placed reads another value for the field that the words beside it are for.
func (a Amendment) placed(f *Field) (values.Reading, bool) {
	m := a.Message
	if f.Type != release.FieldDate && f.Type != release.FieldChoice || (a.Asked != nil || a.Done) && !a.corrects() || a.letsGo(f) || m.SmallTalk != "" || isMoving(m.Text, m.Locale) {
		return values.Reading{}, false
	}
	others := a.Intent.sharing(f)
	asked, state := a.Intent.directionAsked(f, m)
	const pair = 1
	if len(others) != pair || asked == nowhere || state || a.Given[others[0].Name] == "" {
		return values.Reading{}, false
	}
	text := a.Intent.Granted(m)
	if f.Type == release.FieldDate {
		text, _, _ = values.InMonthOf(values.InDate(text, m.Now), a.Given[f.Name])
		text = dated(f, text, m)
	} else {
		text, _ = a.Intent.withoutRefused(f, text, m)
	}
	c := a.Intent.counting(f, text, m)
	all := c.valuesNamed()
	if len(all) != 1 || a.placeOf(c, all[0]) != asked || !a.corrects() && !a.saysOnlyValue(f, c, all[0]) {
		return values.Reading{}, false
	}
	reading := f.Read(all[0].value, m.Now, m.Locale)
	return reading, reading.Value != "" || reading.Refused.IsOfOne()
}

// placeOf is what the words beside a value say of it, those included that are read as a part of a day: "dal 2".
func (a Amendment) placeOf(c counting, n named) direction {
	place := c.placeOf(n)
	left := signals.Words(c.text)
	for _, word := range signals.Words(a.Message.Text) {
		if place == nowhere && !slices.Contains(left, word) {
			place = directionOf(word, a.Message.Locale)
		}
	}
	return place
}

// placeOf is what the words before and behind a value say of it.
func (c counting) placeOf(n named) direction {
	starts, ends := startingWords.For(c.m.Locale), untilWords.For(c.m.Locale)
	if d := c.directionBeside(n, []named{n}); d != nowhere {
		if next := c.next(n.end - 1); d == toIt && next != nil && starts.Has(next.Word) {
			return fromIt
		}
		return d
	}
	clause := c.tokens[n.first].Clause
	beside := func(i int) bool { return i >= 0 && i < len(c.tokens) && c.tokens[i].Clause == clause }
	for i := n.first - 1; i >= n.first-1-maxOwning && beside(i); i-- {
		switch word := c.tokens[i].Word; {
		case starts.HasForm(word):
			return fromIt
		case ends.HasForm(word):
			return toIt
		case !c.stands(word) && !c.words.Known(word):
			return nowhere
		}
	}
	for i := n.end; i < n.end+maxOwning && beside(i); i++ {
		switch word := c.tokens[i].Word; {
		case starts.HasForm(word), wording.IsUnspaced(word) && starts.PartIn(word) != "":
			return fromIt
		case ends.HasForm(word):
			return toIt
		}
	}
	return nowhere
}

// saysOnlyValue tells whether a message is a value, and words that correct one.
func (a Amendment) saysOnlyValue(f *Field, c counting, n named) bool {
	rest := slices.Concat(c.tokens[:n.first], c.tokens[n.end:])
	return wording.WordCount(a.Message.Text) <= MaxElliptic || !slices.ContainsFunc(rest, func(t wording.Token) bool { return !a.SaysOnlyThat(f, t.Word) })
}

// undoubted is a way to read a value that reads none where it might as well be for another field.
func (a Amendment) undoubted(read func(*Field) (values.Reading, bool)) func(*Field) (values.Reading, bool) {
	return func(f *Field) (values.Reading, bool) {
		if a.doubtful(f) {
			return values.Reading{}, false
		}
		return read(f)
	}
}
