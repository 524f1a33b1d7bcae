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

// What customers tell of themselves may hold a day or the name of a choice that is not the one asked for: "I was
// there on Monday". A value is what an elliptic phrase gives, or a wish, or words that set it; in a clause with a
// verb that tells of something, it belongs to that verb, unless the bot's question has it, too. Numbers are read
// more closely, see numbers.go.
var (
	// tellingWords are verbs, and in some languages names, that say how something is or was.
	tellingWords = signals.ListOf("telling")
	// saidOfDays is what is said of a day and asks for nothing.
	saidOfDays = signals.ListOf("said-of-days")
	// soFar words say that a value is the one until now.
	soFar = signals.ListOf("so-far")
	// wished are words with which a verb asks for something: "I can come on Monday".
	wished = signals.ListOf("wished")
	// possessives and articles stand before a thing, and copulas behind it: "my exam is on Monday".
	possessives, articles, copulas = signals.ListOf("possessive"), signals.ListOf("article"), signals.ListOf("copula")
	// joiningNames stand between two who are counted.
	joiningNames = signals.ListOf("joining-names")
	// generalNames name a value of any kind.
	generalNames = signals.ListOf("general-name")
	// hypothetical questions ask what would be, and doubting ones whether a value will do, or
	// suffices.
	hypothetical = regexp.MustCompile(`(?i)\b(?:what if|suppose|supposing|if (?:i|we)(?: only| just)? (?:said|say|take|took|put|made|make|chose|choose|pick|picked|go|went|had|set|ask|asked|want|wanted|pay|paid)|was wenn|was wäre|wenn ich|wenn wir|qué pasa si|y si|si digo|si pido|et si|si je|e se|se io|se dico|se eu)\b|ya .*(?:olsa|desem)|ماذا لو|^لو |如果|要是|もし`)
	doubting     = regexp.MustCompile(`(?i)^\W*(?:(?:and|or|but|so|hm+|well|und|y|et|e)\s+)?(?:is|are|isn't|would|wouldn't|will|ist|sind|wäre|wären|würde|geht|gehen|reicht|reichen|es|son|sería|serían|está|est-ce|serait|seraient|è|sono|sarebbe|seria|seriam|é|são)\s|(?:çok mu|olur mu|yeter mi|可以吗|行吗|够吗|太多|大丈夫|足りま|いいですか|كثير|يكفي)`)
	sufficing    = regexp.MustCompile(`(?i)too (?:much|many|high|low|late)|\benough\b|zu (?:viel|hoch)|\bgenug\b|\bmucho\b|demasiado|\btrop\b|\bassez\b|suffit|\btroppo\b|\bbasta\b|\bdemais\b|suficiente|多すぎ|\bse puede\b|si può|dá para|\bpos+[ií]bi?le\b|possível|\ballowed\b|mümkün|可能|هل يمكن`)
)

// atMost is what makes a number a bound.
var atMost = inAnyLanguage("at-most")

// AsksAbout tells whether a message asks about a value instead of giving it: "would 5 be too many?". A day
// is proposed that way.
func (f *Field) AsksAbout(reading values.Reading, m Message) bool {
	if f.Distinct || f.Pattern != "" || f.AnyText() || reading.Value == "" {
		return false
	}
	return hypothetical.MatchString(m.Text) || f.Type != release.FieldDate && (m.Question || m.Conditional) && doubting.MatchString(m.Text) ||
		f.Type != release.FieldDate && m.Question && sufficing.MatchString(m.Text)
}

// Read reads the answer for a field. Where the whole is unclear, what is told of something else is left
// out: "I pay 300 rent, so 2000".
func (in *Intent) Read(f *Field, text string, m Message) values.Reading {
	if f.Distinct {
		text = withoutOrigin(text, m.Locale)
	}
	if f.AnyText() {
		return in.readText(f, text, m)
	}
	text = in.withoutRemarks(f, in.withoutPresent(f, text, m, true), m)
	text, refused := in.withoutRefused(f, in.withoutOtherWords(f, text, m), m)
	if f.Type == release.FieldDate && stretched(f, text, m) != text {
		return in.readStretch(f, text, m)
	}
	if in.isShift(f, text, m) {
		return values.Reading{Rest: wording.WordCount(text)}
	}
	if reading, known := in.readEdge(f, text, m); known {
		return reading
	}
	reading := f.Read(text, m.Now, m.Locale)
	if refused && reading.Value == "" {
		reading.Refused = values.Unclear
	}
	if reading.Value == "" && (f.Type == release.FieldChoice || f.Type == release.FieldDate) {
		if value, _ := in.directed(f, text, m); value != "" {
			return values.Reading{Value: value}
		}
	}
	if f.IsNumber() {
		return in.shortened(f, in.withOthers(f, in.readNumber(f, reading, text, m), text, m), text, m)
	}
	if f.Type == release.FieldDate && reading.Value == "" && !reading.Refused.IsOfOne() {
		if dated := in.dayByItsNumber(f, text, m); dated.Value != "" || dated.Refused.IsOfOne() {
			return meant(dated, text, m)
		}
	}
	if f.Type == release.FieldDate {
		reading = meant(reading, text, m)
	}
	if reading.Refused != values.Unclear || f.Distinct || f.Pattern != "" || f.AnyText() {
		return reading
	}
	clauses := wording.ClausesOf(text)
	answers := slices.DeleteFunc(slices.Clone(clauses), func(clause string) bool { return in.isTold(f, clause, m.Locale) })
	if len(answers) == len(clauses) || len(answers) == 0 {
		return reading
	}
	return f.Read(strings.Join(answers, ", "), m.Now, m.Locale)
}

// Tells tells whether a value stands in what the customer tells of something else.
func (in *Intent) Tells(f *Field, reading values.Reading, m Message) bool {
	if f.Distinct || f.Pattern != "" || f.AnyText() || f.IsNumber() || reading.Value == "" {
		return false
	}
	found := false
	for _, clause := range wording.ClausesOf(m.Text) {
		if f.Read(clause, m.Now, m.Locale).Value != reading.Value {
			continue
		}
		if found = true; !in.isTold(f, clause, m.Locale) {
			return false
		}
	}
	return found || in.isTold(f, m.Text, m.Locale)
}

// States tells whether an answer says in a sentence how something is, which may not be what is wanted: "Large is too
// big", "it is Friday now". What is fine is wanted.
func (f *Field) States(m Message) bool {
	if f.IsNumber() {
		return m.Negates || !m.Wishes && (sufficing.MatchString(m.Text) || atMost.MatchString(m.Text)) // "5 is not enough", "10 is too much", "at most 5"
	}
	return (f.Type == release.FieldDate || f.Type == release.FieldChoice) && states(m, enough, wished)
}

// StatesSome tells whether one of the values that a message gives, a day, a choice or an address, stands in a clause that
// says how something is, or behind "from": "my plan is Large, change it", "move the booking of Friday".
func (in *Intent) StatesSome(given map[string]string, m Message) bool {
	if in.Risk != MediumRisk {
		return false // another risk is confirmed anyhow, or never
	}
	for i := range in.Fields {
		f := &in.Fields[i]
		value := given[f.Name]
		if value == "" || f.Type != release.FieldDate && f.Type != release.FieldChoice && f.Type != release.FieldEmail {
			continue
		}
		for _, clause := range wording.ClausesOf(m.Text) {
			if f.Read(clause, m.Now, m.Locale).Value != value {
				continue
			}
			own := m
			if own.Text = clause; states(own, enough) || in.isBehindOrigin(f, value, clause, m) {
				return true
			}
		}
	}
	return false
}

// isBehindOrigin tells whether a value that something is changed to stands behind "from" or "of".
func (in *Intent) isBehindOrigin(f *Field, value, text string, m Message) bool {
	if f.Type == release.FieldEmail || f.Type == release.FieldDate && !in.moves {
		return false
	}
	if asked, _ := in.directionAsked(f, m); asked == fromIt {
		return false
	}
	c := in.counting(f, text, m)
	return slices.ContainsFunc(c.valuesNamed(), func(n named) bool {
		before := c.before(n.first)
		return n.value == value && before != nil && c.words.Own("origin", before.Word)
	})
}

// states tells whether a text has a verb, or a word for now, with which it says how something is, and none of the words
// that are given.
func states(m Message, but ...signals.WordList) bool {
	has := func(lists ...signals.WordList) bool {
		return slices.ContainsFunc(signals.Words(m.Text), func(word string) bool {
			return word != "e" && slices.ContainsFunc(lists, func(list signals.WordList) bool { return list.For(m.Locale).HasForm(word) }) // of "e-mail"
		})
	}
	if asksPresent.For(m.Locale).PartIn(m.Text) != "" || has(asksPresent) {
		return true
	}
	return has(standing, tellingWords) && !has(but...)
}

// enough are words for what will do: "Friday is fine".
var enough = signals.ListOf("sufficing")

// isTold tells whether a clause tells of something that the bot did not ask for.
func (in *Intent) isTold(f *Field, clause, locale string) bool {
	asked := in.asks(f, locale)
	words := signals.Words(clause)
	if slices.ContainsFunc(words, wished.Has) {
		return false
	}
	ofPast := f.Type == release.FieldDate && in.asksOfThePast(f, locale)
	past := f.Type == release.FieldDate && (ofPast || f.Minimum == "")
	if names := ownedThing(words); len(names) > 0 && !slices.ContainsFunc(names, generalNames.Has) && !wording.HasTerm(asked, names) && !wording.HasTerm(in.Terms, names) {
		return !ofPast
	}
	if names := thatOf(words); len(names) > 0 && !ofPast && f.Type == release.FieldDate && in.isForeign(names, asked) {
		return true
	}
	if names := possessed(words); len(names) > 0 && !ofPast && in.isForeign(names, asked) {
		return true
	}
	for _, t := range wording.TokensOf(clause, locale) {
		if wording.IsUnspaced(t.Word) || t.Marked && soFarOrPast[t.Word] || wording.HasTerm(asked, []string{t.Word}) {
			continue
		}
		if soFar.Has(t.Word) || tellingWords.Has(t.Word) && !past {
			return true
		}
	}
	if f.Type == release.FieldDate && !ofPast && isOfAnotherTime(clause, locale) {
		return true
	}
	told := tellingWords.PartIn(clause)
	return told != "" && !strings.Contains(in.promptOf(f, locale), told) || f.Type == release.FieldDate && in.saidOfDays(clause, asked, locale)
}

// saidOfDays tells whether a clause tells how a day is, in words that are neither the question's nor the intent's: "il
// fait beau aujourd'hui".
func (in *Intent) saidOfDays(clause string, asked map[string]bool, locale string) bool {
	own := saidOfDays.For(locale)
	foreign := func(word string) bool {
		return !wording.HasTerm(asked, []string{word}) && !wording.HasTerm(in.every, []string{word})
	}
	if part := own.PartIn(clause); part != "" {
		return foreign(part)
	}
	return slices.ContainsFunc(signals.Words(clause), func(word string) bool { return own.HasForm(word) && foreign(word) })
}

// soFarOrPast are the verbs that an umlaut makes a wish: "hätte".
var soFarOrPast = wording.SetOf("war waren hatte hatten")

// maxNames is the most words of a thing's name.
const maxNames = 3

// ownedThing is the name of a thing of which a clause says how it is: "my exam is on Monday"; none: it does not.
func ownedThing(words []string) []string {
	for i, word := range words {
		if !possessives.Has(word) && !articles.Has(word) {
			continue
		}
		for n := 1; n <= maxNames && i+n+1 < len(words); n++ {
			if copulas.Has(words[i+n+1]) {
				return words[i+1 : i+n+1]
			}
		}
	}
	return nil
}

// beforePossessive is how many words before a possessive may say that something is it: "è il mio".
const beforePossessive = 2

// thatOf are the words behind a possessive that says what something is: "today is my birthday".
func thatOf(words []string) []string {
	for i, word := range words {
		if i+1 < len(words) && possessives.Has(word) && slices.ContainsFunc(words[max(0, i-beforePossessive):i], copulas.Has) {
			return words[i+1:]
		}
	}
	return nil
}

// possessed are the first words behind a possessive at the beginning of a clause, a thing of the customer's and
// what it does: "my wife works on Monday".
func possessed(words []string) []string {
	if len(words) > 0 && joiningNames.Has(words[0]) {
		words = words[1:]
	}
	const shown = 2
	if len(words) <= shown || !possessives.Has(words[0]) {
		return nil
	}
	return words[1 : 1+shown]
}

// isForeign tells whether names are of a thing that neither the question nor the intent is about.
func (in *Intent) isForeign(words []string, asked map[string]bool) bool {
	for _, term := range signals.TermsOf(words) {
		if _, own := in.things[term]; own || asked[term] {
			return false
		}
	}
	return !slices.ContainsFunc(words, generalNames.Has) && !joiningNames.Has(words[len(words)-1])
}
