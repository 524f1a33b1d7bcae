// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// another reads another value for a field.
func (a amendment) another(f *field) (values.Reading, bool) {
	if (a.asked != nil || a.done) && !a.corrects() || a.letsGo(f) {
		return values.Reading{}, false
	}
	switch {
	case f.isNumber():
		return a.anotherNumber(f)
	case f.Type == release.FieldDate:
		return a.anotherDay(f)
	case f.Type == release.FieldCardLastFour && a.names(f, a.m.Text) == 0:
		return values.Reading{}, false // four figures may be anything
	case f.Type == release.FieldPhone && f.Read(a.m.Text, a.m.Now, a.m.locale).Refused == values.NoCountryCode:
		return values.Reading{Refused: values.NoCountryCode}, a.corrects() || a.saysOnlyThat(f, a.m.Text)
	case f.Type == release.FieldChoice, f.Distinct:
		value := f.InPassing(a.in.granted(a.m), a.m.Now, a.m.locale)
		says := signals.Read(value, a.m.locale)
		return values.Reading{Value: value}, value != "" && !says.Yes && !says.No && !a.takenByAnother(f, value)
	}
	return values.Reading{}, false
}

// letsGo tells whether a message lets go, and its words are not such as give a value, too: "6 kişi olsun".
func (a amendment) letsGo(f *field) bool {
	if !a.m.Withdrawn || a.m.Corrects || a.contrasts() {
		return false
	}
	return strings.ContainsFunc(a.m.Text, isUnspaced) || !a.saysOnlyThat(f, a.m.Text)
}

// takenByAnother tells whether another field would take a value, too.
func (a amendment) takenByAnother(f *field, value string) bool {
	return slices.ContainsFunc(a.in.fields, func(other field) bool {
		return other.Name != f.Name && other.Type == f.Type && other.InPassing(value, a.m.Now, a.m.locale) == value
	})
}

// anotherNumber is the number that counts what a field asks for.
func (a amendment) anotherNumber(f *field) (values.Reading, bool) {
	text := values.InDate(a.in.granted(a.m), a.m.Now)
	for i := range a.in.fields {
		text, _, _ = values.InMonthOf(text, a.given[a.in.fields[i].Name])
	}
	if left, _ := a.in.withoutForeign(f, text, a.m, toNothing); f.Read(left, a.m.Now, a.m.locale).Refused == values.Unclear {
		return values.Reading{}, false // "one or two nights"
	}
	sure, _ := a.in.numbersOf(f, text, a.m, func(c counting, first, last int) bool { return c.belongs(first, last) == toAsked })
	reading := f.Read(sure, a.m.Now, a.m.locale)
	if reading.Value == "" && !reading.Refused.IsOfOne() && a.in.onlyOne(f) && a.in.dates() == 0 && !a.namesAnother(f) {
		reading = a.bareNumber(f, text)
	}
	return reading, (a.corrects() || a.saysOnlyThat(f, f.Figures(a.m.Text))) && (reading.Value != "" || reading.Refused.IsOfOne())
}

// bareNumber is the number of a message that counts nothing, other than the value so far: "100", "not 80 but 60". Of an
// intent that asks for a day, too, it may be that.
func (a amendment) bareNumber(f *field, text string) values.Reading {
	left, _ := a.in.numbersOf(f, text, a.m, func(c counting, first, last int) bool {
		was := f.Read(c.text[c.tokens[first].from:c.tokens[last].to], a.m.Now, a.m.locale).Value == a.given[f.Name]
		return c.tokens[first].figures && !was && c.belongs(first, last) != toOther
	})
	return f.Read(left, a.m.Now, a.m.locale)
}

// namesAnother tells whether a message names another field.
func (a amendment) namesAnother(f *field) bool {
	return slices.ContainsFunc(a.in.fields, func(other field) bool {
		return other.Name != f.Name && a.names(&other, a.m.Text) > a.names(f, a.m.Text)
	})
}

var (
	// untilWords stand beside the end of something, which is no other beginning of it.
	untilWords = signals.ListOf("until")
	// startingWords stand beside the day from which on something is wanted.
	startingWords = signals.ListOf("starting")
	// contrasting are words that stand before what is wanted instead.
	contrasting = signals.ListOf("contrasting")
)

// anotherDay is the day that a message names for a field. A number alone is a day of the month of the one that was
// given.
func (a amendment) anotherDay(f *field) (values.Reading, bool) {
	m := a.m
	if a.isEnd(f) || !a.isElliptic(f) && !a.corrects() && !m.Agrees && !a.setsDay(f) {
		return values.Reading{}, false
	}
	text, bare, none := values.InMonthOf(values.InDate(m.Text, m.Now), a.given[f.Name])
	if none {
		return values.Reading{Refused: values.TooLarge}, a.saysOnlyThat(f, text)
	}
	m.Text = a.in.withoutCounts(text, m)
	reading := f.Read(m.Text, m.Now, m.locale)
	if partOfDay.MatchString(m.Text) {
		return reading, false
	}
	switch {
	case reading.Value == "" && !reading.Refused.IsOfOne():
		return reading, false
	case !bare && !a.m.namesDay(m.Text) && (hasNumber(m.Text) || !a.m.Corrects && !a.has(startingWords)), !a.m.Corrects && a.in.tells(f, reading, m), a.in.saidOfDays(m.Text, a.in.asks(f, m.locale), m.locale):
		return reading, false
	}
	return reading, a.saysOnlyThat(f, m.Text)
}

// partOfDay is when on a day, in words that are also a day: "por la mañana".
var partOfDay = regexp.MustCompile(`(?i)(?:` + signals.Expressions("part-of-day") + `)`)

// isEnd tells whether the day of a message is the end of something. Where only days to come are, "desde" is from when
// on, and not since when.
func (a amendment) isEnd(f *field) bool {
	m := a
	if f.Minimum == release.Today {
		m.m.Text = a.withoutStart(a.m.Text)
	}
	return m.has(untilWords)
}

// withoutStart is a text without the words from which day on something is wanted.
func (a amendment) withoutStart(text string) string {
	own := startingWords.For(a.m.locale)
	words := slices.DeleteFunc(signals.Words(text), own.HasForm)
	text = strings.Join(words, " ")
	for part := own.PartIn(text); part != ""; part = own.PartIn(text) {
		text = strings.ReplaceAll(text, part, " ")
	}
	return text
}

// beginsWithStart tells whether a message that is no question by its sign begins with such a word: in Arabic it is also
// the one for who.
func (a amendment) beginsWithStart() bool {
	words := signals.Words(a.m.Text)
	return len(words) > 0 && startingWords.For(a.m.locale).HasForm(words[0]) && !strings.ContainsAny(a.m.Text, "?？؟")
}

// isElliptic tells whether a day stands in a clause of a few words, beside what is counted: "the 6th, 4 nights, single".
func (a amendment) isElliptic(f *field) bool {
	text := a.withoutStart(a.m.Text)
	left := signals.Words(a.in.withoutCounts(text, a.m))
	if len(left) < wordsOf(text) {
		words := lexisOf(a.m.locale, a.in.Locale)
		left = slices.DeleteFunc(left, func(word string) bool { return words.unitOf(word) != "" })
	}
	return len(left) <= maxElliptic || slices.ContainsFunc(clausesOf(a.m.Text), func(clause string) bool {
		_, bare, _ := values.InMonthOf(clause, a.given[f.Name])
		return (bare || a.m.namesDay(clause)) && wordsOf(a.withoutStart(clause)) <= maxElliptic
	})
}

// dayInFigures is a date in figures.
var dayInFigures = regexp.MustCompile(`[0-9]\s?[./-]\s?[0-9]`)

// namesDay tells whether a text names more of a day than a number: its month, its weekday, or how far from today it is.
func (m said) namesDay(text string) bool {
	return dayInFigures.MatchString(text) || strings.Contains(text, "月") || slices.ContainsFunc(signals.Words(text), values.IsDay) ||
		values.NamesNearDay(text, m.Now)
}

// isNearDay tells whether a text is nothing but a day, though it may be a greeting, too: "morgen".
func isNearDay(text string) bool {
	words := signals.Words(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !values.IsNearDay(word) })
}

// setsDay tells whether a message has a word with which values are set, or names the field.
func (a amendment) setsDay(f *field) bool {
	words := lexisOf(a.m.locale, a.in.Locale)
	return a.names(f, a.m.Text) > 0 || slices.ContainsFunc(signals.Words(a.m.Text), func(word string) bool {
		return isUnspacedWord(word) || isDoing(word) || words.own("setting", word)
	})
}

// saysOnlyThat tells whether all words of a message are such as stand beside a day that corrects another.
func (a amendment) saysOnlyThat(f *field, text string) bool {
	if languageOf(a.m.locale) == "tr" {
		text = endings.ReplaceAllString(text, "$1")
	}
	for _, clause := range clausesOf(a.withoutStart(text)) {
		if strings.ContainsFunc(clause, isUnspaced) && !hasNumber(clause) {
			if signals.Read(clause, a.m.locale).No {
				continue // "不，明天"
			}
		}
		for _, word := range signals.Words(clause) {
			switch {
			case hasNumber(word), f.isNumber() && values.IsNumber(word, a.m.locale), values.IsMark(word), values.IsDay(word), values.IsNearDay(word), isDoing(word), notThatOne.Has(word), isFieldName(word), contrasting.Has(word), isWay(word):
			case isUnspacedWord(word) && (a.in.counting(f, "", a.m).knowsRun(word) || signals.Read(word, a.m.locale).Corrects), !isUnspacedWord(word) && !a.in.isStrange(f, word, a.m.locale):
			default:
				return false
			}
		}
	}
	return true
}

// endings are those that Turkish hangs on to names and figures: "Mart'tan".
var endings = regexp.MustCompile(`([\pL\pN])['’]\pL+`)

func isFieldName(word string) bool {
	return slices.ContainsFunc(fieldNames, func(n fieldName) bool { return n.words.HasForm(word) })
}
