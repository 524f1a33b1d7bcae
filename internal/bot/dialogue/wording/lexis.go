// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Units are the lists of units, each of one kind.
var Units = []string{
	"unit-money", "unit-people", "unit-night", "unit-week", "unit-month", "unit-year", "unit-hour", "unit-minute", "unit-percent",
	"unit-length", "unit-weight", "unit-measure", "unit-item",
}

// BesideValues are the lists of words that may stand beside a value and change nothing.
var BesideValues = []string{"beside-value", "setting", "sufficing", "courtesy", "assent", "plain-yes", "hesitation", "wishing", "contrasting"}

// askedFor are the lists of words with which a question asks for a unit without naming it.
var askedFor = map[string]string{"unit-money": "asks-money", "unit-year": "asks-age"}

// Lexis are the word lists of the languages that a customer may write in: a word may be another one elsewhere.
type Lexis struct{ locales []string }

// LexisOf are the lists for a customer's locale and that of an intent's utterances; either may be empty.
func LexisOf(customer, intent string) Lexis {
	if intent == "" {
		intent = "en"
	}
	all := Lexis{locales: []string{customer}}
	if customer == "" || !strings.HasPrefix(strings.ToLower(customer), strings.ToLower(intent)) {
		all.locales = append(all.locales, intent)
	}
	return all
}

// Has tells whether a word is on a list of one of the languages.
func (l Lexis) Has(list, word string) bool {
	for _, locale := range l.locales {
		if signals.ListOf(list).For(locale).HasForm(word) {
			return true
		}
	}
	return false
}

// Own tells whether a word is on a list of the customer's language.
func (l Lexis) Own(list, word string) bool {
	return signals.ListOf(list).For(l.locales[0]).HasForm(word)
}

// Before is the longest word of a list that a run without spaces begins with; empty: none.
func (l Lexis) Before(list, run string) string {
	return signals.ListOf(list).For(l.locales[0]).Before(run)
}

// AllBefore are the words of a list that a run without spaces begins with.
func (l Lexis) AllBefore(list, run string) []string {
	return signals.ListOf(list).For(l.locales[0]).AllBefore(run)
}

// EndsIn tells whether a run without spaces ends in a word of a list.
func (l Lexis) EndsIn(list, run string) bool {
	return signals.ListOf(list).For(l.locales[0]).After(run) != ""
}

// Known tells whether a word may stand beside any value.
func (l Lexis) Known(word string) bool {
	for _, list := range BesideValues {
		if l.Has(list, word) {
			return true
		}
	}
	return false
}

// UnitOf is the list of units that a word is on; empty: none. The customer's own language comes first.
func (l Lexis) UnitOf(word string) string {
	switch {
	case strings.ContainsAny(word, currencies):
		return "unit-money"
	case word == "%" || word == "٪":
		return "unit-percent"
	}
	for _, locale := range l.locales {
		for _, unit := range Units {
			if signals.ListOf(unit).For(locale).HasForm(word) {
				return unit
			}
		}
	}
	return ""
}

// currencies are signs of them.
const currencies = "€$£¥"

// IsCurrency tells whether a token is the sign of a currency.
func IsCurrency(token string) bool { return token != "" && strings.Trim(token, currencies) == "" }

// IsSign tells whether a token is that or the sign of per cent.
func IsSign(token string) bool { return token != "" && strings.Trim(token, currencies+"%") == "" }

// UnitNamed stands for a unit that no list has, and that a question names: "How many rooms?".
const UnitNamed = "unit-named"

// FamilyAsked is the kind of unit that the first of some texts that has one asks for; empty: none has.
func (l Lexis) FamilyAsked(name string, prompts ...string) string {
	if family := inEnglish.family(WordsOfName(name)); family != "" {
		return family // names are English as a rule
	}
	for _, text := range append([]string{WordsOfName(name)}, prompts...) {
		if family := l.family(text); family != "" {
			return family
		}
	}
	for _, prompt := range prompts {
		if l.asksHowMany(prompt) {
			return UnitNamed
		}
	}
	return ""
}

var inEnglish = LexisOf("en", "en")

// family is the kind of unit that a text asks for; empty: none.
func (l Lexis) family(text string) string {
	for _, word := range signals.Words(text) {
		if IsUnspaced(word) {
			if family := l.familyInRun(word); family != "" {
				return family
			}
			continue
		}
		known := l.Known(word)
		asks := !known || !l.Has("how-many", word) // "amount" asks for money, though it may stand beside any value
		for _, unit := range Units {
			if !known && l.Has(unit, word) || asks && askedFor[unit] != "" && l.Has(askedFor[unit], word) {
				return unit
			}
		}
	}
	switch {
	case strings.ContainsAny(text, currencies):
		return "unit-money"
	case strings.Contains(text, "%"):
		return "unit-percent"
	}
	return ""
}

// asksHowMany tells whether a question asks for how many there are of something.
func (l Lexis) asksHowMany(question string) bool {
	for _, word := range signals.Words(question) {
		if l.Has("how-many", word) {
			return true
		}
		for at := range word {
			if IsUnspaced(word) && l.Before("how-many", word[at:]) != "" {
				return true
			}
		}
	}
	return false
}

// familyInRun is the same in a script without spaces, where a unit stands behind the word for how many.
func (l Lexis) familyInRun(run string) string {
	for at := range run {
		for _, unit := range Units {
			if askedFor[unit] != "" && l.Before(askedFor[unit], run[at:]) != "" {
				return unit
			}
		}
		if how := l.Before("how-many", run[at:]); how != "" {
			longest, family := "", ""
			for _, unit := range Units {
				if part := l.Before(unit, run[at+len(how):]); len(part) > len(longest) {
					longest, family = part, unit
				}
			}
			if family != "" {
				return family
			}
		}
	}
	return ""
}

// IsPaid tells whether a word speaks of paying where the question does.
func (l Lexis) IsPaid(word, question string) bool {
	return l.Has("paying", word) && l.AskedIn("paying", question)
}

// AskedIn tells whether a question has a word of a list.
func (l Lexis) AskedIn(list, question string) bool {
	for _, word := range signals.Words(question) {
		if l.Has(list, word) {
			return true
		}
	}
	return signals.ListOf(list).In(question)
}

// WordsOfName is a name as words: "numberOfNights".
func WordsOfName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// IsVerb tells whether a run without spaces is a verb of what is done to things, and what may stand around it.
func (l Lexis) IsVerb(run string) bool {
	verb := Doing.For(l.locales[0]).PartIn(run)
	if verb == "" {
		return false
	}
	for rest := strings.Replace(run, verb, "", 1); rest != ""; {
		first, size := utf8.DecodeRuneInString(rest)
		if known := l.Before("beside-value", rest); known != "" {
			size = len(known)
		} else if !IsHiragana(first) {
			return false
		}
		rest = rest[size:]
	}
	return true
}

// VerbLast are languages whose verbs stand last.
var VerbLast = map[string]bool{"de": true, "tr": true}
