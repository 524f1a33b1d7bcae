// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// A number that is asked for is the value where it counts what the question asks for ("2 nights"), or where
// it counts nothing else and all words around it are such as stand around any value, or the intent's own
// ("make it 3 please"). One that counts or numbers something else ("2 adults", "room 12"), or stands in a
// clause that tells of something ("my rent is 300"), is none. Nothing here says what customers may tell.

// belonging is what a number belongs to.
type belonging int

const (
	// toOther is something that was not asked for.
	toOther belonging = iota
	// toNothing is nothing in particular, in words that may all stand beside the value.
	toNothing
	// toAsked is what the question asks for.
	toAsked
)

// counting reads the numbers of a text for a field.
type counting struct {
	in     *intent
	f      *field
	m      said
	text   string
	tokens []token
	words  lexis
	// asked are the terms of the question, prompt the text of it for scripts without spaces, and family the
	// units that it asks for; empty: no listed ones.
	asked  map[string]bool
	prompt string
	family string
}

// counting prepares to read the numbers of a text.
func (in *intent) counting(f *field, text string, m said) counting {
	c := counting{
		in: in, f: f, m: m, text: text, tokens: tokensOf(text, m.locale), words: lexisOf(m.locale, in.Locale),
		asked: in.asks(f, m.locale), prompt: in.promptOf(f, m.locale) + " " + f.Prompt + " " + f.Name,
	}
	c.family = c.words.familyAsked(f.Name, in.promptOf(f, m.locale), f.Prompt)
	return c
}

// withoutForeign is a text without the numbers that belong to something else, in a form that reads the same;
// least is what those that are left belong to at least. all tells whether nothing was left out.
func (in *intent) withoutForeign(f *field, text string, m said, least belonging) (left string, all bool) {
	return in.numbersOf(f, text, m, func(c counting, first, last int) bool { return c.belongs(first, last) >= least })
}

// numbersOf is a text without the numbers that are not wanted for a field.
func (in *intent) numbersOf(f *field, text string, m said, wanted func(c counting, first, last int) bool) (left string, all bool) {
	c := in.counting(f, f.Figures(text), m)
	var b strings.Builder
	at := 0
	for i := 0; i < len(c.tokens); i++ {
		if !c.tokens[i].number {
			continue
		}
		first, last := i, c.endOfNumber(i)
		i = last
		if wanted(c, first, last) {
			continue
		}
		b.WriteString(c.text[at:c.tokens[first].from] + " ; ")
		at = c.tokens[last].to
	}
	return b.String() + c.text[at:], at == 0
}

// endOfNumber is the last word of the number that begins at a place: "two hundred and five".
func (c counting) endOfNumber(i int) int {
	last := i
	for j := i + 1; j < len(c.tokens) && !c.tokens[i].figures && c.tokens[j].clause == c.tokens[i].clause; j++ {
		switch {
		case c.tokens[j].number && !c.tokens[j].figures:
			last = j
		case c.words.has("joining", c.tokens[j].word) && j == last+1:
		default:
			return last
		}
	}
	return last
}

// belongs tells what the number from one place to another belongs to.
func (c counting) belongs(first, last int) belonging {
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
	if c.words.unitOf(c.tokens[first].word) == "unit-people" && !c.tokens[first].figures { // "zu dritt"
		of = c.ifFamily("unit-people")
	}
	if of == toNothing && c.isForSome(first, last) {
		of = toAsked
	}
	switch {
	case of == toOther, of == toNothing && c.belongsAsBefore(first):
		return toOther
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

// belongsAsBefore tells whether a number is one of two, of which the first belongs to something else: "my kids are 7
// and 9".
func (c counting) belongsAsBefore(first int) bool {
	const joint = 1
	at := first - joint - 1
	return at >= 0 && c.tokens[at].number && joiningNames.Has(c.tokens[at+joint].word) && c.belongs(at, at) == toOther
}

// isAlternative tells whether one word stands between a number and one that counts what the question asks for: "2 or 3
// people", of which neither is sure.
func (c counting) isAlternative(last int) bool {
	const joint = 1
	joined, other := c.next(last), c.next(last+joint)
	if joined == nil || other == nil || !other.number || !c.words.known(joined.word) {
		return false
	}
	of, _ := c.countedBehind(c.endOfNumber(last + joint + 1))
	return of == toAsked
}

// countedBehind tells what the number counts by what stands right behind it. unlisted is true for a thing that is
// not named in any list where things are asked for: "two shirts".
func (c counting) countedBehind(last int) (of belonging, unlisted bool) {
	next := c.next(last)
	if next != nil && c.words.has("between-count", next.word) {
		if after := c.next(last + 1); after != nil {
			next = after
		}
	}
	switch {
	case next == nil, next.number:
		return toNothing, false
	case isUnspacedWord(next.word):
		return c.countedInRun(next.word), false
	}
	unit := c.words.unitOf(next.word)
	switch {
	case c.isAsked(next.word):
		return toAsked, false
	case unit != "":
		return c.ifFamily(unit), false
	case c.words.has("label", next.word):
		return toOther, false
	case c.words.known(next.word), c.words.own("accompanying", next.word), values.IsMark(next.word), values.IsDay(next.word) && !values.IsMonth(next.word), c.words.isPaid(next.word, c.prompt):
		return toNothing, false
	case c.in.closing[termOf(next.word)], c.isVerb(c.at(next)):
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
	case c.family == "", c.family == unitNamed && (unit == "unit-item" || unit == "unit-measure" || unit == "unit-people" && c.words.askedIn("asks-people", c.prompt)):
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
	for _, unit := range units {
		try(c.words.before(unit, run), c.ifFamily(unit))
	}
	try(c.words.before("label", run), toOther)
	for _, list := range besideValues {
		try(c.words.before(list, run), toNothing)
	}
	try(sharedBeginning(run, c.prompt), toAsked)
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
	if c.words.has("number-of", before.word) && c.before(at) != nil {
		at--
		before = &c.tokens[at]
	}
	second := c.before(at)
	switch {
	case isUnspacedWord(before.word):
		return c.namedInRun(before.word), false
	case c.isOurs(first):
		return c.ifFamily("unit-people"), false
	case second != nil && c.words.own("than", before.word) && c.words.own("bounding", second.word):
		if denied := c.before(at - 1); denied == nil || !c.words.own("denying", denied.word) {
			return toOther, true // "less than 100"
		}
		return toNothing, false
	case c.isAsked(before.word), c.family != "" && c.words.unitOf(before.word) == c.family:
		return toNothing, false
	case c.words.has("being-old", before.word):
		return c.ifFamily("unit-year"), false
	case c.words.unitOf(before.word) == "unit-people" && (second == nil || !c.words.own("setting", second.word)),
		second != nil && c.words.unitOf(second.word) == "unit-people" && c.words.known(before.word):
		return c.ifFamily("unit-people"), false
	case c.words.unitOf(before.word) == "unit-percent", before.word == "%":
		return c.ifFamily("unit-percent"), false
	case isCurrency(before.word):
		return c.ifFamily("unit-money"), false
	case c.words.has("label", before.word), values.IsMonth(before.word):
		return toOther, true
	case c.words.known(before.word), values.IsDay(before.word), values.IsMark(before.word), c.words.isPaid(before.word, c.prompt), before.number:
		return toNothing, false
	case c.in.opening[termOf(before.word)], c.isVerb(c.at(before)):
		return toNothing, false // "book 2"
	}
	return toOther, false
}

// namedInRun tells the same in a script without spaces.
func (c counting) namedInRun(run string) belonging {
	for _, unit := range []string{"unit-percent", "unit-money", "unit-people"} {
		if c.words.endsIn(unit, run) {
			return c.ifFamily(unit)
		}
	}
	if c.words.endsIn("label", run) {
		return toOther
	}
	return toNothing
}

// next is the word behind a place, in the same clause; nil: none.
func (c counting) next(i int) *token {
	if i+1 < len(c.tokens) && c.tokens[i+1].clause == c.tokens[i].clause {
		return &c.tokens[i+1]
	}
	return nil
}

// before is the word before a place, in the same clause; nil: none.
func (c counting) before(i int) *token {
	if i > 0 && c.tokens[i-1].clause == c.tokens[i].clause {
		return &c.tokens[i-1]
	}
	return nil
}

// readNumber reads the number of an answer that belongs to what was asked, or to nothing else. One that is only
// asked about is read as it stands.
func (in *intent) readNumber(f *field, whole values.Reading, text string, m said) values.Reading {
	left, all := in.withoutForeign(f, text, m, toNothing)
	if all || f.asksAbout(whole, m) {
		return whole
	}
	own := f.Read(left, m.Now, m.locale)
	if own.Value != "" && in.sharedOut(f, text, m) {
		return values.Reading{Refused: values.Unclear, Rest: whole.Rest}
	}
	if whole.Value != "" && own.Value != "" && own.Value != whole.Value {
		// What the whole says is something else's: of what is left only what was asked for is sure.
		if left, _ = in.withoutForeign(f, text, m, toAsked); f.Read(left, m.Now, m.locale).Value != own.Value {
			return values.Reading{Refused: values.Unclear, Rest: whole.Rest}
		}
	}
	if own.Value == "" && own.Refused == values.Format {
		own.Refused = ""
	}
	return own
}

// sharedOut tells whether a text has a number that may be meant and one that is another's, in the same words: "20 for
// me and 30 for my wife". Then it may be their sum.
func (in *intent) sharedOut(f *field, text string, m said) bool {
	behind := map[string][]bool{} // by the word behind it, which of the numbers may be meant
	in.numbersOf(f, text, m, func(c counting, first, last int) bool {
		meant := c.belongs(first, last) != toOther
		if next := c.next(last); next != nil && !next.number && c.words.own("towards", next.word) {
			behind[next.word] = append(behind[next.word], meant)
		}
		return meant
	})
	for _, meant := range behind {
		if slices.Contains(meant, true) && slices.Contains(meant, false) {
			return true
		}
	}
	return false
}

// givesCount tells whether a message is a number that was asked for and little else, in figures or of people: "I'd like
// 3" and "just one person" are no wish for a person.
func (s Side) givesCount(state *conversation.State, m said) bool {
	c := state.Collecting
	if c == nil || s.intents[c.Intent] == nil || wordsOf(m.Text) > maxAside {
		return false
	}
	in := s.intents[c.Intent]
	if !hasNumber(m.Text) && !in.saysPeople(m) {
		return false
	}
	f := in.field(c.Field)
	return f != nil && f.isNumber() && in.read(f, m.Text, m).Value != ""
}

// saysPeople tells whether a text has a number of people: "one person", "eine Person".
func (in *intent) saysPeople(m said) bool {
	words, all := lexisOf(m.locale, in.Locale), tokensOf(m.Text, m.locale)
	return slices.ContainsFunc(all, func(t token) bool { return words.unitOf(t.word) == "unit-people" }) &&
		slices.ContainsFunc(all, func(t token) bool { return t.number || ones.HasForm(t.word) })
}

// isNumber tells whether a field's numbers are read that way.
func (f *field) isNumber() bool { return f.Type == release.FieldNumber }
