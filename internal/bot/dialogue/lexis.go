// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
)

// units are the lists of units, each of one kind.
var units = []string{
	"unit-money", "unit-people", "unit-night", "unit-week", "unit-month", "unit-year", "unit-hour", "unit-minute", "unit-percent",
	"unit-length", "unit-weight", "unit-measure", "unit-item",
}

// besideValues are the lists of words that may stand beside a value and change nothing.
var besideValues = []string{"beside-value", "setting", "sufficing", "courtesy", "assent", "plain-yes", "hesitation", "wishing", "contrasting"}

// askedFor are the lists of words with which a question asks for a unit without naming it.
var askedFor = map[string]string{"unit-money": "asks-money", "unit-year": "asks-age"}

// lexis are the word lists of the languages that a customer may write in: a word may be another one elsewhere.
type lexis struct{ locales []string }

func lexisOf(customer, intent string) lexis {
	if intent == "" {
		intent = "en"
	}
	all := lexis{locales: []string{customer}}
	if customer == "" || !strings.HasPrefix(strings.ToLower(customer), strings.ToLower(intent)) {
		all.locales = append(all.locales, intent)
	}
	return all
}

func (l lexis) has(list, word string) bool {
	for _, locale := range l.locales {
		if signals.ListOf(list).For(locale).HasForm(word) {
			return true
		}
	}
	return false
}

// own tells whether a word is on a list of the customer's language.
func (l lexis) own(list, word string) bool {
	return signals.ListOf(list).For(l.locales[0]).HasForm(word)
}

// before is the longest word of a list that a run without spaces begins with; empty: none.
func (l lexis) before(list, run string) string {
	return signals.ListOf(list).For(l.locales[0]).Before(run)
}

// allBefore are the words of a list that a run without spaces begins with.
func (l lexis) allBefore(list, run string) []string {
	return signals.ListOf(list).For(l.locales[0]).AllBefore(run)
}

// endsIn tells whether a run without spaces ends in a word of a list.
func (l lexis) endsIn(list, run string) bool {
	return signals.ListOf(list).For(l.locales[0]).After(run) != ""
}

// known tells whether a word may stand beside any value.
func (l lexis) known(word string) bool {
	for _, list := range besideValues {
		if l.has(list, word) {
			return true
		}
	}
	return false
}

// unitOf is the list of units that a word is on; empty: none. The customer's own language comes first.
func (l lexis) unitOf(word string) string {
	switch {
	case strings.ContainsAny(word, currencies):
		return "unit-money"
	case word == "%" || word == "٪":
		return "unit-percent"
	}
	for _, locale := range l.locales {
		for _, unit := range units {
			if signals.ListOf(unit).For(locale).HasForm(word) {
				return unit
			}
		}
	}
	return ""
}

// currencies are signs of them.
const currencies = "€$£¥"

// isCurrency tells whether a token is the sign of a currency, and isSign that or the one of per cent.
func isCurrency(token string) bool { return token != "" && strings.Trim(token, currencies) == "" }
func isSign(token string) bool     { return token != "" && strings.Trim(token, currencies+"%") == "" }

// unitNamed stands for a unit that no list has, and that a question names: "How many rooms?".
const unitNamed = "unit-named"

// familyAsked is the kind of unit that the first of some texts that has one asks for; empty: none has.
func (l lexis) familyAsked(name string, prompts ...string) string {
	for _, text := range append([]string{apart(name)}, prompts...) {
		for _, word := range signals.Words(text) {
			if isUnspacedWord(word) {
				if family := l.familyInRun(word); family != "" {
					return family
				}
				continue
			}
			if l.known(word) {
				continue
			}
			for _, unit := range units {
				if l.has(unit, word) || askedFor[unit] != "" && l.has(askedFor[unit], word) {
					return unit
				}
			}
		}
		if strings.ContainsAny(text, currencies) {
			return "unit-money"
		}
		if strings.Contains(text, "%") {
			return "unit-percent"
		}
	}
	for _, prompt := range prompts {
		if l.asksHowMany(prompt) {
			return unitNamed
		}
	}
	return ""
}

// asksHowMany tells whether a question asks for how many there are of something.
func (l lexis) asksHowMany(question string) bool {
	for _, word := range signals.Words(question) {
		if l.has("how-many", word) {
			return true
		}
		for at := range word {
			if isUnspacedWord(word) && l.before("how-many", word[at:]) != "" {
				return true
			}
		}
	}
	return false
}

// familyInRun is the same in a script without spaces, where a unit stands behind the word for how many.
func (l lexis) familyInRun(run string) string {
	for at := range run {
		for _, unit := range units {
			if askedFor[unit] != "" && l.before(askedFor[unit], run[at:]) != "" {
				return unit
			}
		}
		if how := l.before("how-many", run[at:]); how != "" {
			longest, family := "", ""
			for _, unit := range units {
				if part := l.before(unit, run[at+len(how):]); len(part) > len(longest) {
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

// isPaid tells whether a word speaks of paying where the question does.
func (l lexis) isPaid(word, question string) bool {
	return l.has("paying", word) && l.askedIn("paying", question)
}

// askedIn tells whether a question has a word of a list.
func (l lexis) askedIn(list, question string) bool {
	for _, word := range signals.Words(question) {
		if l.has(list, word) {
			return true
		}
	}
	return signals.ListOf(list).In(question)
}

// apart is a name as words: "numberOfNights".
func apart(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
