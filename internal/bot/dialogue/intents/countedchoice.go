// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// A number may stand before the name of a choice, and counts what is called so: "3 Carnica queens", "two large boxes".

// choiceBehind is the last word of the choice that stands right behind a number, of any field of the intent; that number
// where none does. A word may stand between them: "3 of Carnica", "3个".
func (c counting) choiceBehind(last int) int {
	number := last
	if next := c.next(last); next != nil && (c.words.Own("between-count", next.Word) || c.words.Before("unit-item", next.Word) == next.Word) {
		last++
	}
	var words []string
	for i := last + 1; i < len(c.tokens) && c.tokens[i].Clause == c.tokens[last].Clause; i++ {
		words = append(words, c.tokens[i].Word)
	}
	for i := range c.in.Fields {
		f := &c.in.Fields[i]
		if f.Type != release.FieldChoice {
			continue
		}
		if _, n := choiceAt(f.ChoiceNames(c.m.Locale), words); n > 0 {
			return last + n
		}
	}
	return number
}

// countsChoices tells whether the field asks for how many there are of something that no list of units names, and a number
// may be that: no article, no hour, and not the one of a thing that has numbers. "Order" may be the verb where it stands
// first.
func (c counting) countsChoices(last int) bool {
	t := c.tokens[last]
	if c.family != wording.UnitNamed && c.family != "unit-item" || !c.in.onlyOne(c.f) || !t.Figures && c.words.Own("owning", t.Word) {
		return false
	}
	before := c.before(last)
	return before == nil || !c.words.Own("before-hour", before.Word) && (!c.words.Own("label", before.Word) || c.before(last-1) == nil)
}

// countsThings tells whether a number counts what the intent is done to, where the question is no more than how many:
// "3 boxes".
func (c counting) countsThings(last int) bool {
	next := c.next(last)
	if next == nil || wording.IsUnspaced(next.Word) || !c.countsChoices(last) || c.words.UnitOf(next.Word) != "" {
		return false
	}
	if _, is := c.in.things[wording.TermOf(next.Word)]; !is || wording.IsDoing(next.Word) {
		return false
	}
	return !slices.ContainsFunc(signals.Words(c.in.promptOf(c.f, c.m.Locale)), func(word string) bool {
		return !c.words.Known(word) && !c.words.Has("how-many", word)
	})
}
