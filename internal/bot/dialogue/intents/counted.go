// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values"
)

// belongs tells what the number from one place to another belongs to.
func (c counting) belongs(first, last int) belonging {
	if c.isItsNumber(first) && !c.tellsOfThePast(first) {
		return toAsked
	}
	if c.isOfAThing(first) || c.isRemark(first, last) || c.isDayOfMonth(last) {
		return toOther
	}
	of, unlisted := c.countedBehind(last)
	if of == toOther && c.isElliptic(first, last) {
		of = toNothing
	}
	if of == toNothing || unlisted {
		named, label := c.namedBefore(first)
		switch {
		case label:
			of = toOther
		case of == toNothing && (named != toOther || !c.isGoal(first) && !c.isOrdered(first)):
			of = named
		}
	}
	if of != toAsked && c.words.UnitOf(c.tokens[first].Word) == "unit-people" && !c.tokens[first].Figures { // "zu dritt"
		of = c.ifFamily("unit-people")
	}
	if of == toNothing && c.isForSome(first, last) {
		of = toAsked
	}
	switch {
	case of == toOther, of == toNothing && c.belongsAsBefore(first):
		return toOther
	case c.family == "unit-money" && c.words.AskedIn("asks-cost", c.prompt) && !c.m.Question && !c.m.Conditional:
		return toAsked // "it cost me 340" is told, and asked for
	case of == toAsked && c.family != "unit-money" && !c.m.Question && !c.m.Conditional:
		if c.tellsOfThePast(first) {
			return toOther
		}
		return toAsked
	case of == toNothing && c.isAlternative(last):
		return toNothing
	case !c.allKnown(first, last) && !c.isSubject(first, last) && (of != toAsked || !c.beginsWith(first, last)):
		return toOther
	}
	return of
}

// behindCount is the word that a number before it may count: behind "of" and the like, if there is one; nil: none.
func (c counting) behindCount(last int) *wording.Token {
	next := c.next(last)
	if next != nil && c.words.Has("between-count", next.Word) {
		if after := c.next(last + 1); after != nil {
			return after
		}
	}
	return next
}

// isDayOfMonth tells whether a month stands behind a number: "4 June", "4 de junio".
func (c counting) isDayOfMonth(last int) bool {
	next := c.behindCount(last)
	return next != nil && values.IsMonth(next.Word)
}

// isOfAThing tells whether a word for one is the article of a thing, where units of another kind are asked for: "a claim".
func (c counting) isOfAThing(first int) bool {
	if c.family == "" || c.family == wording.UnitNamed || c.family == "unit-item" || !wording.One.HasForm(c.tokens[first].Word) {
		return false
	}
	next := c.next(first)
	return next != nil && !next.Number && !c.words.Known(next.Word) && c.words.UnitOf(next.Word) != c.family
}

// belongsAsBefore tells whether a number is one of two, of which the first belongs to something else: "my kids are 7
// and 9".
func (c counting) belongsAsBefore(first int) bool {
	const joint = 1
	at := first - joint - 1
	return at >= 0 && c.tokens[at].Number && joiningNames.Has(c.tokens[at+joint].Word) && c.belongs(at, at) == toOther
}

// isAlternative tells whether one word stands between a number and one that counts what the question asks for: "2 or 3
// people", of which neither is sure.
func (c counting) isAlternative(last int) bool {
	const joint = 1
	joined, other := c.next(last), c.next(last+joint)
	if joined == nil || other == nil || !other.Number || !c.words.Known(joined.Word) {
		return false
	}
	of, _ := c.countedBehind(c.endOfNumber(last + joint + 1))
	return of == toAsked
}

// countedBehind tells what the number counts by what stands right behind it. unlisted is true for a thing that is
// not named in any list where things are asked for: "two shirts".
func (c counting) countedBehind(last int) (of belonging, unlisted bool) {
	choice := c.choiceBehind(last)
	next := c.behindCount(choice)
	if choice > last && c.countsChoices(last) && (next == nil || c.words.UnitOf(next.Word) == "") {
		return toAsked, false // "2 large boxes"
	}
	if c.countsThings(last) {
		return toAsked, false
	}
	switch {
	case next == nil, next.Number:
		return toNothing, false
	case wording.IsUnspaced(next.Word):
		return c.countedInRun(next.Word), false
	}
	unit := c.words.UnitOf(next.Word)
	switch {
	case c.isAsked(next.Word):
		return toAsked, false
	case unit != "":
		return c.ifFamily(unit), false
	case c.words.Has("label", next.Word):
		return toOther, false
	case c.words.Known(next.Word), c.words.Own("accompanying", next.Word), values.IsMark(next.Word), values.IsDay(next.Word) && !values.IsMonth(next.Word), c.words.IsPaid(next.Word, c.prompt):
		return toNothing, false
	case c.in.closing[wording.TermOf(next.Word)], c.isVerb(c.at(next)):
		return toNothing, false
	case c.family == "unit-item":
		return toAsked, true
	}
	return toOther, false
}

// ifFamily tells what a number belongs to that counts units.
func (c counting) ifFamily(unit string) belonging {
	switch {
	case unit == c.family:
		return toAsked
	case c.family == "" && c.asksForNumberOf():
		return toOther // "my room for 3 days" is no room
	case c.family == "", c.family == wording.UnitNamed && (unit == "unit-item" || unit == "unit-measure" || unit == "unit-people" && c.words.AskedIn("asks-people", c.prompt)):
		return toNothing
	}
	return toOther
}

// countedInRun tells the same in a script without spaces.
func (c counting) countedInRun(run string) belonging {
	longest, of := "", toNothing
	try := func(part string, is belonging) {
		if len(part) > len(longest) {
			longest, of = part, is
		}
	}
	for _, unit := range wording.Units {
		try(c.words.Before(unit, run), c.ifFamily(unit))
	}
	try(c.words.Before("label", run), toOther)
	for _, list := range c.remarks() {
		try(c.words.Before(list, run), toOther)
	}
	for _, list := range wording.BesideValues {
		try(c.words.Before(list, run), toNothing)
	}
	try(wording.SharedBeginning(run, c.prompt), toAsked)
	if longest == "" && c.family != "unit-item" {
		return toOther
	}
	return of
}

// namedBefore tells what a number belongs to by what stands right before it: the name of a thing that has
// numbers ("room 12"), who counts themselves ("we are 5"), or how old somebody is ("I am 67"). listed is true for
// things that are listed as having numbers.
func (c counting) namedBefore(first int) (of belonging, listed bool) {
	before := c.before(first)
	if before == nil {
		return toNothing, false
	}
	at := first - 1
	if c.words.Has("number-of", before.Word) && c.before(at) != nil {
		at--
		before = &c.tokens[at]
	}
	second := c.before(at)
	switch {
	case wording.IsUnspaced(before.Word):
		return c.namedInRun(before.Word), false
	case c.isOurs(first):
		return c.ifFamily("unit-people"), false
	case second != nil && c.words.Own("than", before.Word) && c.words.Own("bounding", second.Word):
		if denied := c.before(at - 1); denied == nil || !c.words.Own("denying", denied.Word) {
			return toOther, true // "less than 100"
		}
		return toNothing, false
	case c.isAsked(before.Word), c.family != "" && c.words.UnitOf(before.Word) == c.family:
		return toNothing, false
	case c.words.Has("being-old", before.Word):
		return c.ifFamily("unit-year"), false
	case c.words.UnitOf(before.Word) == "unit-people" && (second == nil || !c.words.Own("setting", second.Word)),
		second != nil && c.words.UnitOf(second.Word) == "unit-people" && c.words.Known(before.Word):
		return c.ifFamily("unit-people"), false
	case c.words.UnitOf(before.Word) == "unit-percent", before.Word == "%":
		return c.ifFamily("unit-percent"), false
	case wording.IsCurrency(before.Word):
		return c.ifFamily("unit-money"), false
	case c.words.Has("label", before.Word), values.IsMonth(before.Word):
		return toOther, true
	case c.words.Known(before.Word), values.IsDay(before.Word), values.IsMark(before.Word), c.words.IsPaid(before.Word, c.prompt), before.Number:
		return toNothing, false
	case c.in.opening[wording.TermOf(before.Word)], c.isVerb(c.at(before)):
		return toNothing, false // "book 2"
	}
	return toOther, false
}

// namedInRun tells the same in a script without spaces.
func (c counting) namedInRun(run string) belonging {
	for _, unit := range []string{"unit-percent", "unit-money", "unit-people"} {
		if c.words.EndsIn(unit, run) {
			return c.ifFamily(unit)
		}
	}
	if c.words.EndsIn("label", run) {
		return toOther
	}
	return toNothing
}
