// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// An item is what a message says of one of several things: "a drill", "and a saw as well", "on the 10th".

// maxNamed is the most words of an item that is read like an answer.
const maxNamed = 4

// alsoBefore and alsoBehind say of a value that it is wanted too.
var alsoBefore, alsoBehind = signals.ListOf("also-before"), signals.ListOf("also-behind")

// itemOf is the value of an item; empty: it has none. A day without its month is of that of another day, which may be
// empty.
func (in *Intent) itemOf(f *Field, text, month string, m Message) string {
	m.Text = text
	switch f.Type {
	case release.FieldDate:
		if in.OnlyFigures(f, text, m) {
			return ""
		}
		m.Text, _, _ = values.InMonthOf(text, month)
		m.Text = values.InDaysAhead(m.Text, m.Now)
		if value := in.Given(m)[f.Name]; value != "" || !m.namesDay(m.Text) {
			return value
		}
		if reading := in.Read(f, m.Text, m); reading.Rest <= MaxRest {
			return reading.Value
		}
		return ""
	case release.FieldChoice:
		if value := f.InPassing(text, m.Now, m.Locale); value != "" {
			return value
		}
		if named := in.counting(f, text, m).choicesNamed(); len(named) == 1 {
			return named[0].value
		}
		if wording.WordCount(text) <= maxNamed && !f.IsByPlace(text) {
			return f.Read(text, m.Now, m.Locale).Value
		}
		return ""
	}
	return f.InPassing(text, m.Now, m.Locale)
}

// dayWithMonth is the first day of some items that is named with its month; empty: none is.
func (in *Intent) dayWithMonth(f *Field, items []wording.Item, m Message) string {
	if f.Type != release.FieldDate {
		return ""
	}
	for _, item := range items {
		if slices.ContainsFunc(signals.Words(item.Text), values.IsMonth) || strings.Contains(item.Text, "月") {
			return in.itemOf(f, item.Text, "", m)
		}
	}
	return ""
}

// NamedAlone is the value of a field that a message names, such as several of stand in one breath, where it says no more:
// it sets nothing, and puts nothing in the place of anything. Empty: it does not.
func (in *Intent) NamedAlone(f *Field, m Message) string {
	if !in.takesOneOfSeveral(f) {
		return ""
	}
	m.Text, _ = wording.CutJoint(m.Text, m.Locale)
	words := wording.LexisOf(m.Locale, in.Locale)
	value := in.itemOf(f, m.Text, "", m)
	if value == "" || !in.isItem(f, m.Text, false, m) || slices.ContainsFunc(signals.Words(m.Text), func(word string) bool {
		return words.Own("setting", word) || words.Own("contrasting", word)
	}) {
		return ""
	}
	return value
}

// isItem tells whether an item says nothing but a value, in words that may stand beside any, or name what the intent is
// done to. A verb says something else, "book a drill and return the saw", unless it is the last word where verbs stand last.
func (in *Intent) isItem(f *Field, text string, last bool, m Message) bool {
	m.Text = text
	if in.Tells(f, values.Reading{Value: in.itemOf(f, text, "", m)}, m) {
		return false
	}
	c := in.counting(f, f.Without(text, m.Now, m.Locale), m)
	return !slices.ContainsFunc(c.tokens, func(t wording.Token) bool {
		switch {
		case t.Number, values.IsDay(t.Word), values.IsMark(t.Word), wording.Courtesies.Has(t.Word),
			alsoBefore.For(m.Locale).Has(t.Word), alsoBehind.For(m.Locale).Has(t.Word), wording.IsUnspaced(t.Word) && c.isValueInRun(t.Word):
			return false
		case last && wording.VerbLast[wording.LanguageOf(m.Locale)] && wording.HasTerm(in.Terms, []string{t.Word}):
			return false // "Yoga und Spin belegen"
		}
		return wording.IsDoing(t.Word) || copulas.For(m.Locale).Has(t.Word) || in.isStrange(f, t.Word, m.Locale)
	})
}

// isValueInRun tells whether a run of a script without spaces is a value, and words that may stand around it.
func (c counting) isValueInRun(run string) bool {
	before, behind, found := c.aroundValue(run)
	before = strings.TrimPrefix(before, alsoBefore.For(c.m.Locale).Before(before))
	behind = strings.TrimPrefix(behind, alsoBehind.For(c.m.Locale).Before(behind))
	return found && c.knowsRun(before) && c.knowsRun(behind)
}

// aroundValue is what stands before and behind the value of a run; found is false where it has none.
func (c counting) aroundValue(run string) (before, behind string, found bool) {
	for _, n := range c.f.ChoiceNames(c.m.Locale) {
		if before, behind, found = strings.Cut(run, n.Name); found {
			return before, behind, true
		}
	}
	value := c.in.itemOf(c.f, run, "", c.m)
	if value == "" {
		return "", "", false
	}
	all := []rune(run)
	holds := func(from, to int) bool { return c.in.itemOf(c.f, string(all[from:to]), "", c.m) == value }
	from, to := 0, len(all)
	for from+1 < to && holds(from+1, to) {
		from++
	}
	for to-1 > from && holds(from, to-1) {
		to--
	}
	return string(all[:from]), string(all[to:]), true
}
