// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// A no before what asks to go ahead may be polite and no more. Where it says that nothing stands against it, that is a
// yes; after any other it is asked which of the two counts.
var (
	// goAhead is a clause that asks to go ahead and says nothing else, and politeNo one that denies that anything
	// stands against it: "don't hesitate". Both are of words in plain letters.
	goAhead  = regexp.MustCompile(`^(?:` + signals.Expressions("go-ahead") + `)$`)
	politeNo = regexp.MustCompile(`^(?:` + signals.Expressions("polite-no") + `)$`)
	// vagueDay is a time in words that also stand beside a yes out of courtesy: "at the weekend", and not "have a nice
	// weekend".
	vagueDay = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("vague-day") + `)(?:$|\s)`)
)

// goesAhead tells whether a message is a polite no and asks to go ahead: "no problem, do it".
func goesAhead(m said) bool {
	clauses := clausesOf(m.Text)
	last := len(clauses) - 1
	return last > 0 && !m.Question && isAll(goAhead, clauses[last]) &&
		!slices.ContainsFunc(clauses[:last], func(clause string) bool { return !isAll(politeNo, clause) })
}

// saysBoth asks once more where a no stands before what asks to go ahead: "no, it's fine, go ahead".
func (q question) saysBoth() (decision, bool) {
	clauses := clausesOf(q.m.Text)
	last := len(clauses) - 1
	if last == 0 {
		return q.again().confirmAgain(), noBeforeGoAhead(clauses[0], q.m.locale)
	}
	return q.again().confirmAgain(), last > 0 && isAll(goAhead, clauses[last]) && slices.ContainsFunc(clauses[:last], func(clause string) bool {
		says := signals.Read(clause, q.m.locale)
		return says.No || says.Withdrawn || says.Refuses || says.Negates
	})
}

// noBeforeGoAhead tells whether a clause is a no and asks to go ahead, and the no is a word that does not deny a verb:
// "nein mach ruhig", and not "no lo hagas".
func noBeforeGoAhead(clause, locale string) bool {
	words := strings.Fields(clause)
	if len(words) == 0 || !noAlone[strings.ToLower(words[0])] && (strings.ToLower(words[0]) != "no" || languageOf(locale) == "es") || !isNo(words[0], locale) {
		return false
	}
	for i := 1; i < len(words); i++ {
		if isAll(goAhead, strings.Join(words[i:], " ")) {
			return i == 1 || !signals.Read(strings.Join(words[i-1:], " "), locale).Negates
		}
	}
	return false
}

// isAll tells whether a clause is nothing but what an expression says.
func isAll(expression *regexp.Regexp, clause string) bool {
	words := signals.Words(clause)
	if strings.ContainsFunc(clause, isUnspaced) {
		return expression.MatchString(strings.Join(words, ""))
	}
	return expression.MatchString(strings.Join(words, " "))
}

// namesVagueDay tells whether a message names a time that no value is read from, for an intent that was given a day.
func (in *intent) namesVagueDay(m said, given map[string]string) bool {
	return vagueDay.MatchString(strings.Join(signals.Words(m.Text), " ")) &&
		slices.ContainsFunc(in.fields, func(f field) bool { return f.Type == release.FieldDate && given[f.Name] != "" })
}
