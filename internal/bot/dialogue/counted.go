// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
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
	of, any := c.countedBehind(last)
	if of == toNothing || any {
		named, label := c.namedBefore(first)
		if of == toNothing || label {
			of = named
		}
	}
	if c.words.unitOf(c.tokens[first].word) == "unit-people" && !c.tokens[first].figures { // "zu dritt"
		of = c.ifFamily("unit-people")
	}
	switch {
	case of == toOther:
		return toOther
	case of == toAsked && c.family != "unit-money" && !c.m.Question && !c.m.Conditional:
		if c.tellsOfThePast(first) {
			return toOther
		}
		return toAsked
	case !c.allKnown(first, last, of == toAsked):
		return toOther
	}
	return of
}

// countedBehind tells what the number counts by what stands right behind it. any is true for a thing that is
// not named in any list where things are asked for: "two shirts".
func (c counting) countedBehind(last int) (of belonging, any bool) {
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
	case c.words.known(next.word), values.IsMark(next.word), values.IsDay(next.word) && !values.IsMonth(next.word), c.words.isPaid(next.word, c.prompt):
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
	case c.family == "":
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
	case c.isAsked(before.word), c.family != "" && c.words.unitOf(before.word) == c.family:
		return toNothing, false
	case c.words.has("being-old", before.word):
		return c.ifFamily("unit-year"), false
	case c.words.unitOf(before.word) == "unit-people",
		second != nil && c.words.has("being", before.word) && c.words.has("ourselves", second.word),
		second != nil && c.words.unitOf(second.word) == "unit-people" && c.words.known(before.word),
		before.joined && c.words.has("we-are", before.word):
		return c.ifFamily("unit-people"), false
	case c.words.unitOf(before.word) == "unit-percent", before.word == "%":
		return c.ifFamily("unit-percent"), false
	case strings.Contains("€$£¥", before.word):
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

// allKnown tells whether all other words of the number's clause may stand beside a value.
func (c counting) allKnown(first, last int, counted bool) bool {
	for i, t := range c.tokens {
		if t.clause != c.tokens[first].clause || i >= first && i <= last || t.number {
			continue
		}
		if isUnspacedWord(t.word) {
			if !c.knowsRun(t.word) {
				return false
			}
			continue
		}
		if !c.knows(t) && !c.isVerb(i) {
			return false
		}
	}
	return true
}

func (c counting) knows(t token) bool {
	word := t.word
	switch {
	case c.isAsked(word), strings.Contains("€$£¥%", word), values.IsDay(word), values.IsMark(word), c.words.isPaid(word, c.prompt):
		return true
	case c.isBygone(t):
		return false
	case c.words.known(word):
		return true
	}
	unit := c.words.unitOf(word)
	if unit != "" && (unit == c.family || c.family == "") {
		return true
	}
	return slices.ContainsFunc(signals.TermsOf([]string{word}), func(term string) bool { return c.in.terms[term] })
}

// isVerb tells whether a word goes on with a wish or with what may be done: "I can pay 300", "ich kann 300
// zahlen", "300 ödemek istiyorum".
func (c counting) isVerb(i int) bool {
	t := c.tokens[i]
	if t.number || c.isBygone(t) {
		return false
	}
	if before := c.before(i); before != nil && c.words.has("modal", before.word) {
		return true
	}
	if next := c.next(i); next != nil {
		return c.verbLast() && c.words.has("modal", next.word)
	}
	return c.verbLast() && slices.ContainsFunc(c.tokens[:i], func(other token) bool {
		return other.clause == t.clause && c.words.has("modal", other.word)
	})
}

func (c counting) verbLast() bool { return verbLast[languageOf(c.m.locale)] }

// at is the place of a token.
func (c counting) at(t *token) int {
	return slices.IndexFunc(c.tokens, func(other token) bool { return other.from == t.from && other.word == t.word })
}

// knowsRun tells whether a run of a script without spaces can be taken apart into words that may stand beside
// a value.
func (c counting) knowsRun(run string) bool {
	lists := slices.Clone(besideValues)
	for _, unit := range units {
		if unit == c.family || c.family == "" {
			lists = append(lists, unit)
		}
	}
	if c.words.askedIn("paying", c.prompt) {
		lists = append(lists, "paying")
	}
	reached := map[int]bool{0: true} // the places where a word may begin
	for at := range run {
		if !reached[at] {
			continue
		}
		rest := run[at:]
		for _, list := range lists {
			for _, part := range c.words.allBefore(list, rest) {
				reached[at+len(part)] = true
			}
		}
		for _, mark := range values.MarksBefore(rest) {
			reached[at+len(mark)] = true
		}
		for n := len(sharedBeginning(rest, c.prompt)); n > 0; {
			_, size := utf8.DecodeLastRuneInString(rest[:n])
			if reached[at+n] = true; n <= 2*size {
				break
			}
			n -= size
		}
		if runes := []rune(rest); len(runes) > 1 && c.in.terms[string(runes[:2])] {
			reached[at+len(string(runes[:2]))] = true
			reached[at+len(string(runes[:1]))] = true
		}
	}
	return reached[len(run)]
}

// tellsOfThePast tells whether the number's clause has a word of what is no more, which the question has not.
func (c counting) tellsOfThePast(first int) bool {
	return slices.ContainsFunc(c.tokens, func(t token) bool {
		return t.clause == c.tokens[first].clause && c.isBygone(t) && !c.isAsked(t.word)
	})
}

// isBygone tells whether a word says that something is no more, or is so only until now. "We're" and "hätte" say
// something else than "were" and "hatte".
func (c counting) isBygone(t token) bool {
	if t.joined || t.marked || !c.words.own("bygone", t.word) {
		return false
	}
	next := c.next(c.at(&t)) // "I was thinking of 3"
	return next == nil || !c.words.has("intending", next.word)
}

// isAsked tells whether a word is one of the question's.
func (c counting) isAsked(word string) bool {
	return !c.words.known(word) && knows(c.asked, []string{word})
}

func (c counting) next(i int) *token {
	if i+1 < len(c.tokens) && c.tokens[i+1].clause == c.tokens[i].clause {
		return &c.tokens[i+1]
	}
	return nil
}

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

// isNumber tells whether a field's numbers are read that way.
func (f *field) isNumber() bool { return f.Type == release.FieldNumber }

func termOf(word string) string {
	if terms := signals.TermsOf([]string{word}); len(terms) > 0 {
		return terms[0]
	}
	return ""
}

func isUnspacedWord(word string) bool { return strings.ContainsFunc(word, isUnspaced) }

// sharedBeginning is the longest beginning of a run that stands in a text, of two characters at least.
func sharedBeginning(run, text string) string {
	longest := ""
	const least = 2
	n := 0
	for i, r := range run {
		if n++; n < least {
			continue
		}
		if part := run[:i+len(string(r))]; strings.Contains(text, part) {
			longest = part
		} else {
			break
		}
	}
	return longest
}
