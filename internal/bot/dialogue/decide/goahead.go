// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// A no before what asks to go ahead may be polite and no more. Where it says that nothing stands against it, that is a
// yes; after any other it is asked which of the two counts.
var (
	// goAhead is a clause that asks to go ahead and says nothing else, politeNo one that denies that anything stands
	// against it: "don't hesitate", and plainNo one that is a no, once or more. All are of words in plain letters.
	goAhead  = regexp.MustCompile(`^(?:` + signals.Expressions("go-ahead") + `)$`)
	politeNo = regexp.MustCompile(`^(?:` + signals.Expressions("polite-no") + `)$`)
	plainNo  = regexp.MustCompile(`^(?:` + signals.Expressions("plain-no") + `)$`)
	// sureYes is a clause that is a yes to "shall I" and says nothing else: "why not".
	sureYes = regexp.MustCompile(`^(?:` + signals.Expressions("sure-yes") + `)$`)
	// vagueDay is a time in words that also stand beside a yes out of courtesy: "at the weekend", and not "have a nice
	// weekend".
	vagueDay = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("vague-day") + `)(?:$|\s)`)
)

// goesAhead tells whether a message is a polite no and asks to go ahead: "no problem, do it", "no, no problem, do it".
func goesAhead(m intents.Message) bool {
	before, last := cutAtLast(m.Text, wording.IsCourteous)
	return !m.Question && isAll(goAhead, last) && slices.ContainsFunc(before, func(clause string) bool { return isAll(politeNo, clause) }) &&
		!slices.ContainsFunc(before, func(clause string) bool { return !isAll(politeNo, clause) && !isAll(plainNo, clause) })
}

// pleasedGoAhead tells whether a message asks to go ahead after words that are content with what was said, and with
// nothing else: "super, alors oui", "ok do it".
func pleasedGoAhead(m intents.Message) bool {
	words := signals.Words(m.Text)
	for i := 1; i < len(words) && (wording.Assents.Has(words[i-1]) || wording.Courtesies.Has(words[i-1])); i++ {
		if isAll(goAhead, strings.Join(words[i:], " ")) {
			return !m.Question && !m.No
		}
	}
	return false
}

// saysSurely tells whether each clause of a message is a yes or a courtesy, and one is such that no list of words knows it:
// "no problem", "of course, why wouldn't I", "correct, go on". With a question mark it is asked back, and after the answer to
// something else, or a question of the customer's own, it may speak of that.
func (q question) saysSurely() bool {
	if asksWithMark(q.m) || q.state.Confirming.AfterAnswer || q.in.Risk == intents.MediumRisk && askedBefore(q.state) || q.s.saysOther(q.in, q.best, q.m) {
		return false
	}
	if isAll(sureYes, q.m.Text) {
		return true // "e perché no" is cut at a word that joins clauses
	}
	sure := false
	for _, clause := range wording.ClausesOf(q.m.Text) {
		surely := isAll(sureYes, clause) || isAll(goAhead, clause)
		if sure = sure || surely; !surely && !affirming.Only(clause) && !wording.IsAssent(clause) && !plainYeses.Only(clause) && !wording.IsCourteous(clause) {
			return false
		}
	}
	return sure
}

// cutAtLast are the clauses of a text before the last one, and that. Those at the end that say nothing more do not count.
func cutAtLast(text string, saysNothingMore func(clause string) bool) (before []string, last string) {
	clauses := wording.ClausesOf(text)
	for len(clauses) > 1 && saysNothingMore(clauses[len(clauses)-1]) && !isAll(goAhead, clauses[len(clauses)-1]) {
		clauses = clauses[:len(clauses)-1]
	}
	if len(clauses) == 0 {
		return nil, ""
	}
	return clauses[:len(clauses)-1], clauses[len(clauses)-1]
}

// saysBoth asks once more where a no stands before what asks to go ahead: "no, it's fine, go ahead", "no no, go ahead and
// book it".
func (q question) saysBoth() (Decision, bool) {
	before, last := cutAtLast(q.m.Text, func(clause string) bool { return wording.IsCourteous(clause) || q.saysOnlyAct(clause) })
	if noBeforeGoAhead(last, q.m.Locale) {
		return q.again().confirmAgain(), true
	}
	return q.again().confirmAgain(), isAll(goAhead, last) && slices.ContainsFunc(before, func(clause string) bool {
		says := signals.Read(clause, q.m.Locale)
		return says.No || says.Withdrawn || says.Refuses || says.Negates
	})
}

// saysOnlyAct tells whether a clause says what is asked about once more, in a few words: "and book it".
func (q question) saysOnlyAct(clause string) bool {
	return wording.WordCount(clause) <= intents.MaxElliptic && !signals.Read(clause, q.m.Locale).Negates &&
		!slices.ContainsFunc(signals.Words(clause), func(word string) bool { return !q.in.DoesIn(word) && len(signals.TermsOf([]string{word})) > 0 })
}

// noBeforeGoAhead tells whether a clause is a no and asks to go ahead, and the no is a word that does not deny a verb:
// "nein mach ruhig", "no no go ahead", and not "no lo hagas".
func noBeforeGoAhead(clause, locale string) bool {
	words := strings.Fields(clause)
	if len(words) == 0 || !wording.IsNo(words[0], locale) {
		return false
	}
	first := 1
	for first < len(words) && strings.EqualFold(words[first], words[0]) {
		first++
	}
	no := strings.ToLower(words[0])
	if !noAlone[no] && (no != "no" || first == 1 && wording.LanguageOf(locale) == "es") {
		return false
	}
	for i := first; i < len(words); i++ {
		if isAll(goAhead, strings.Join(words[i:], " ")) {
			return i == first || !signals.Read(strings.Join(words[i-1:], " "), locale).Negates
		}
	}
	return false
}

// isAll tells whether a clause is nothing but what an expression says.
func isAll(expression *regexp.Regexp, clause string) bool {
	return expression.MatchString(plainWords(clause))
}

// plainWords are the words of a text in plain letters, one space apart, or none in a script without spaces.
func plainWords(text string) string {
	space := " "
	if strings.ContainsFunc(text, wording.IsUnspacedRune) {
		space = ""
	}
	return strings.Join(signals.Words(text), space)
}

// namesVagueDay tells whether a message names a time that no value is read from, for an intent that was given a day.
func namesVagueDay(in *intents.Intent, m intents.Message, given map[string]string) bool {
	return vagueDay.MatchString(strings.Join(signals.Words(m.Text), " ")) &&
		slices.ContainsFunc(in.Fields, func(f intents.Field) bool { return f.Type == release.FieldDate && given[f.Name] != "" })
}
