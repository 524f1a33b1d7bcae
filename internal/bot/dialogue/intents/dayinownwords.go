// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// dayInOwnWords is the day that a request names in the words of the intent and no others: with other words it may
// be something else's.
func (in *Intent) dayInOwnWords(f *Field, text string, m Message) string {
	text = in.withoutCounts(values.InDate(in.withoutGoal(f, text, m), m.Now), m)
	day := ""
	if wording.HasNumber(text) {
		day = in.numberedDay(f, text, m)
	} else {
		day = in.dayIn(f, text, m)
	}
	if day < m.Now.Format(time.DateOnly) {
		return "" // a word for yesterday may be another one: "ah, hier"
	}
	return day
}

// written is a date as values writes it.
var written = regexp.MustCompile(`\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b`)

// isDated tells whether a token is a part of such a date.
func (c counting) isDated(at int) bool {
	return slices.ContainsFunc(written.FindAllStringIndex(c.text, -1), func(date []int) bool {
		return date[0] <= c.tokens[at].From && c.tokens[at].From < date[1]
	})
}

// numberedDay is the only day of a request that is named by a number: its own in the month, as in "for the 20th", or how
// far it is. A number that is none of those may be no day, and a weekday beside it may be another one.
func (in *Intent) numberedDay(f *Field, text string, m Message) string {
	dated := text
	if !m.Confirms {
		dated = values.InDaysAhead(text, m.Now)
	}
	at := written.FindAllStringIndex(dated, -1)
	if len(at) != 1 {
		return ""
	}
	rest := dated[:at[0][0]] + " " + dated[at[0][1]:]
	beside := m
	beside.Text = rest
	if wording.HasNumber(rest) || (Amendment{Intent: in, Message: beside}).isEnd(f) || f.Read(text, m.Now, m.Locale).Refused == values.Unclear || in.isOfThing(dated[at[0][1]:], m) {
		return ""
	}
	day := in.dayIn(f, dated, m)
	if day == "" || f.InPassing(dated, m.Now, m.Locale) != day {
		return "" // "before the 20th"
	}
	if m.namesDay(rest) && !in.agree(f, day, rest, m) {
		return ""
	}
	return day
}

// agree tells whether a day that is named in another way, too, may be that one: "Friday the 20th".
func (in *Intent) agree(f *Field, day, named string, m Message) bool {
	other := f.Read(named, m.Now, m.Locale).Value
	one, err1 := time.Parse(time.DateOnly, day)
	two, err2 := time.Parse(time.DateOnly, other)
	weekday := slices.ContainsFunc(signals.Words(named), values.IsDay) || strings.ContainsFunc(named, wording.IsUnspacedRune)
	return err1 == nil && err2 == nil && (day == other || weekday && one.Weekday() == two.Weekday())
}

// isOfThing tells whether what follows a day goes on with what the number orders: "the 2nd court", "20号房间".
func (in *Intent) isOfThing(after string, m Message) bool {
	words := wording.LexisOf(m.Locale, in.Locale)
	tokens := wording.TokensOf(after, m.Locale)
	if len(tokens) == 0 || tokens[0].Clause > 0 || tokens[0].Number {
		return false
	}
	word, lists := tokens[0].Word, append([]string{"starting", "towards"}, wording.BesideValues...)
	if wording.IsUnspaced(word) {
		return !slices.ContainsFunc(lists, func(list string) bool { return words.Before(list, word) != "" })
	}
	term := wording.TermOf(word)
	switch {
	case in.opening[term], in.closing[term], values.IsDay(word):
		return false
	case term != "" && in.every[term]:
		return true
	case in.asksOfDays(word, m.Locale):
		return false
	}
	return !slices.ContainsFunc(lists, func(list string) bool { return words.Own(list, word) })
}

// asksOfDays tells whether the question for a day has a word: "On which day should they come?".
func (in *Intent) asksOfDays(word, locale string) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		return f.Type == release.FieldDate && wording.HasTerm(in.asks(&f, locale), []string{word})
	})
}

// dayIn is the day of a text in the words of the intent and no others.
func (in *Intent) dayIn(f *Field, text string, m Message) string {
	whole := in.Read(f, text, m)
	if whole.Value == "" {
		return ""
	}
	for _, clause := range wording.ClausesOf(text) {
		reading := f.Read(clause, m.Now, m.Locale)
		if reading.Value != whole.Value {
			continue
		}
		if in.isTold(f, clause, m.Locale) || f.AsksAbout(reading, m) {
			return ""
		}
		words := wordsAndDates(clause)
		if in.givesBeside(f, clause, words, m) {
			return reading.Value
		}
		for i, word := range words {
			if !in.isStrange(f, word, m.Locale) || values.IsDay(word) && written.MatchString(clause) || in.isObject(words, i, m) {
				continue
			}
			without := strings.Join(slices.Concat(words[:i], words[i+1:]), " ")
			if f.Read(without, m.Now, m.Locale).Value == reading.Value {
				return "" // it is no part of the value
			}
		}
		return reading.Value
	}
	return ""
}

// givesBeside tells whether a clause that names a day has a choice or a number of the request, too, and tells of nothing
// that was or is: in "a couple of cheap seats for Carmen on Friday" the day is theirs, whatever the other words are.
func (in *Intent) givesBeside(day *Field, clause string, words []string, m Message) bool {
	if tellsOf(words, wording.LexisOf(m.Locale, in.Locale)) || betweenTwo.For(m.Locale).In(clause) {
		return false
	}
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		return f.Name != day.Name && (f.Distinct || f.Type == release.FieldChoice) && f.InPassing(clause, m.Now, m.Locale) != ""
	})
}

// isObject tells whether a word is no more than the name of what the request is for, behind words of that: "a repair of
// the dishwasher on Monday". What else is said of the thing, another word says.
func (in *Intent) isObject(words []string, at int, m Message) bool {
	lexis := wording.LexisOf(m.Locale, in.Locale)
	if at == 0 || !lexis.Own("owning", words[at-1]) || tellsOf(words, lexis) {
		return false
	}
	return slices.ContainsFunc(signals.TermsOf(words[:at]), func(term string) bool { return in.Terms[term] })
}

// tellsOf tells whether words tell of what was or is.
func tellsOf(words []string, lexis wording.Lexis) bool {
	return slices.ContainsFunc(words, func(word string) bool { return lexis.Own("bygone", word) || lexis.Own("copula", word) })
}

// wordsAndDates are the words of a text, in which dates are kept as they stand.
func wordsAndDates(text string) []string {
	var all []string
	at := 0
	for _, date := range written.FindAllStringIndex(text, -1) {
		all = append(append(all, signals.Words(text[at:date[0]])...), text[date[0]:date[1]])
		at = date[1]
	}
	return append(all, signals.Words(text[at:])...)
}
