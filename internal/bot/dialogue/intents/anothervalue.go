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

// another reads another value for a field.
func (a Amendment) another(f *Field) (values.Reading, bool) {
	granted, refused := a.Intent.withoutRefused(f, a.Intent.Granted(a.Message), a.Message)
	if (a.Asked != nil || a.Done) && !a.corrects() && !refused && !a.namesChoiceAlone(f) || a.letsGo(f) {
		return values.Reading{}, false
	}
	switch {
	case f.IsNumber():
		return a.anotherNumber(f)
	case f.Type == release.FieldDate:
		return a.anotherDay(f)
	case f.Type == release.FieldCardLastFour && a.Names(f, a.Message.Text) == 0:
		return values.Reading{}, false // four figures may be anything
	case f.Type == release.FieldPhone && f.Read(a.Message.Text, a.Message.Now, a.Message.Locale).Refused == values.NoCountryCode:
		return values.Reading{Refused: values.NoCountryCode}, a.corrects() || a.SaysOnlyThat(f, a.Message.Text)
	case f.Type == release.FieldChoice, f.Distinct:
		value := f.InPassing(granted, a.Message.Now, a.Message.Locale) // "Basic, not Plus"
		if value == "" && f.Type == release.FieldChoice && (refused || !a.Message.Negates && len(a.Message.Denied) == 0) {
			value = f.InPart(granted, a.Message.Locale, func(word string) bool { return !a.Intent.SpeaksOf(word) })
		}
		says := signals.Read(value, a.Message.Locale)
		return values.Reading{Value: value}, value != "" && !says.Yes && !says.No && !a.takenByAnother(f, value)
	}
	return values.Reading{}, false
}

// namesChoiceAlone tells whether a message says nothing but a choice, where something else is asked for that it is no value
// of: "make it the north one".
func (a Amendment) namesChoiceAlone(f *Field) bool {
	m := a.Message
	return a.Asked != nil && f.Type == release.FieldChoice && !m.Question && a.Asked.Read(m.Text, m.Now, m.Locale).Value == "" && a.SaysOnlyThat(f, m.Text)
}

// letsGo tells whether a message lets go, and its words are not such as give a value, too: "6 kişi olsun".
func (a Amendment) letsGo(f *Field) bool {
	if !a.Message.Withdrawn || a.Message.Corrects || a.Contrasts() {
		return false
	}
	return strings.ContainsFunc(a.Message.Text, wording.IsUnspacedRune) || !a.SaysOnlyThat(f, a.Message.Text)
}

// takenByAnother tells whether another field would take a value, too.
func (a Amendment) takenByAnother(f *Field, value string) bool {
	return slices.ContainsFunc(a.Intent.Fields, func(other Field) bool {
		return other.Name != f.Name && other.Type == f.Type && other.InPassing(value, a.Message.Now, a.Message.Locale) == value
	})
}

// anotherNumber is the number that counts what a field asks for.
func (a Amendment) anotherNumber(f *Field) (values.Reading, bool) {
	text := values.InDate(a.Intent.Granted(a.Message), a.Message.Now)
	for i := range a.Intent.Fields {
		text, _, _ = values.InMonthOf(text, a.Given[a.Intent.Fields[i].Name])
	}
	if left, _ := a.Intent.withoutForeign(f, text, a.Message, toNothing); f.Read(left, a.Message.Now, a.Message.Locale).Refused == values.Unclear {
		return values.Reading{}, false // "one or two nights"
	}
	sure, _ := a.Intent.numbersOf(f, text, a.Message, func(c counting, first, last int) bool { return c.belongs(first, last) == toAsked })
	reading := f.Read(sure, a.Message.Now, a.Message.Locale)
	if reading.Value == "" && !reading.Refused.IsOfOne() && a.Intent.onlyOne(f) && !a.namesAnother(f) {
		reading = a.bareNumber(f, text)
	}
	return reading, (a.corrects() || a.SaysOnlyThat(f, f.Figures(a.Message.Text))) && (reading.Value != "" || reading.Refused.IsOfOne())
}

// bareNumber is the number of a message that counts nothing, other than the value so far: "100", "not 80 but 60". Of an
// intent that asks for a day, too, figures may be that, and words are none: "oh, six, my sister comes along".
func (a Amendment) bareNumber(f *Field, text string) values.Reading {
	left, _ := a.Intent.numbersOf(f, text, a.Message, func(c counting, first, last int) bool {
		was := f.Read(c.text[c.tokens[first].From:c.tokens[last].To], a.Message.Now, a.Message.Locale).Value == a.Given[f.Name]
		figures := a.Intent.dates() == 0
		return c.tokens[first].Figures == figures && !was && !c.isArticle(first, last) && c.belongs(first, last) != toOther
	})
	return f.Read(left, a.Message.Now, a.Message.Locale)
}

// namesAnother tells whether a message names another field.
func (a Amendment) namesAnother(f *Field) bool {
	return slices.ContainsFunc(a.Intent.Fields, func(other Field) bool {
		return other.Name != f.Name && a.Names(&other, a.Message.Text) > a.Names(f, a.Message.Text)
	})
}

// anotherDay is the day that a message names for a field. A number alone is a day of the month of the one that was
// given.
func (a Amendment) anotherDay(f *Field) (values.Reading, bool) {
	m := a.Message
	if a.isEnd(f) || !a.isElliptic(f) && !a.corrects() && !m.Agrees && !a.setsDay(f) {
		return values.Reading{}, false
	}
	text, bare, none := values.InMonthOf(values.InDate(m.Text, m.Now), a.Given[f.Name])
	if none {
		return values.Reading{Refused: values.TooLarge}, a.SaysOnlyThat(f, text)
	}
	m.Text = a.Intent.withoutCounts(text, m)
	reading := f.Read(m.Text, m.Now, m.Locale)
	if partOfDay.MatchString(m.Text) {
		return reading, false
	}
	switch {
	case reading.Value == "" && !reading.Refused.IsOfOne():
		return reading, false
	case !bare && !a.Message.namesDay(m.Text) && (wording.HasNumber(m.Text) || !a.Message.Corrects && !a.has(startingWords)),
		!a.Message.Corrects && a.Intent.Tells(f, reading, m), a.Intent.saidOfDays(m.Text, a.Intent.asks(f, m.Locale), m.Locale):
		return reading, false
	}
	return reading, a.SaysOnlyThat(f, m.Text)
}

// partOfDay is when on a day, in words that are also a day: "por la mañana".
var partOfDay = regexp.MustCompile(`(?i)(?:` + signals.Expressions("part-of-day") + `)`)

// isEnd tells whether the day of a message is the end of something. Where only days to come are, or the one on which
// something begins, "desde" is from when on, and not since when.
func (a Amendment) isEnd(f *Field) bool {
	m := a
	if f.Begins {
		m.Message.Text = a.withoutStart(a.Message.Text)
	}
	return m.has(untilWords)
}

// withoutStart is a text without the words from which day on something is wanted.
func (a Amendment) withoutStart(text string) string {
	own := startingWords.For(a.Message.Locale)
	words := slices.DeleteFunc(signals.Words(text), own.HasForm)
	text = strings.Join(words, " ")
	for part := own.PartIn(text); part != ""; part = own.PartIn(text) {
		text = strings.ReplaceAll(text, part, " ")
	}
	return text
}

// BeginsWithStart tells whether a message that is no question by its sign begins with such a word, behind a no or without
// one: in Arabic it is also the one for who.
func (a Amendment) BeginsWithStart() bool {
	words := signals.Words(a.Message.Text)
	if len(words) > 1 && wording.IsNo(words[0], a.Message.Locale) {
		words = words[1:]
	}
	return len(words) > 0 && startingWords.For(a.Message.Locale).HasForm(words[0]) && !strings.ContainsAny(a.Message.Text, "?？؟")
}

// isElliptic tells whether a day stands in a clause of a few words, beside what is counted: "the 6th, 4 nights, single".
func (a Amendment) isElliptic(f *Field) bool {
	text := a.withoutStart(a.Message.Text)
	left := signals.Words(a.Intent.withoutCounts(text, a.Message))
	if len(left) < wording.WordCount(text) {
		words := wording.LexisOf(a.Message.Locale, a.Intent.Locale)
		left = slices.DeleteFunc(left, func(word string) bool { return words.UnitOf(word) != "" })
	}
	return len(left) <= MaxElliptic || slices.ContainsFunc(wording.ClausesOf(a.Message.Text), func(clause string) bool {
		_, bare, _ := values.InMonthOf(clause, a.Given[f.Name])
		return (bare || a.Message.namesDay(clause)) && wording.WordCount(a.withoutStart(clause)) <= MaxElliptic
	})
}

// setsDay tells whether a message has a word with which values are set, or names the field.
func (a Amendment) setsDay(f *Field) bool {
	words := wording.LexisOf(a.Message.Locale, a.Intent.Locale)
	return a.Names(f, a.Message.Text) > 0 || slices.ContainsFunc(signals.Words(a.Message.Text), func(word string) bool {
		return wording.IsUnspaced(word) || wording.IsDoing(word) || words.Own("setting", word)
	})
}

// SaysOnlyThat tells whether all words of a message are such as stand beside a day that corrects another.
func (a Amendment) SaysOnlyThat(f *Field, text string) bool {
	if wording.LanguageOf(a.Message.Locale) == "tr" {
		text = endings.ReplaceAllString(text, "$1")
	}
	for _, clause := range wording.ClausesOf(a.withoutStart(text)) {
		if strings.ContainsFunc(clause, wording.IsUnspacedRune) && !wording.HasNumber(clause) {
			if signals.Read(clause, a.Message.Locale).No {
				continue // "不，明天"
			}
		}
		for _, word := range signals.Words(clause) {
			switch {
			case wording.HasNumber(word), f.IsNumber() && values.IsNumber(word, a.Message.Locale), values.IsMark(word), values.IsDay(word), values.IsNearDay(word),
				wording.IsDoing(word), notThatOne.Has(word), isFieldName(word), contrasting.Has(word), isWay(word):
			case wording.IsUnspaced(word) && (a.Intent.counting(f, "", a.Message).knowsRun(word) || signals.Read(word, a.Message.Locale).Corrects),
				!wording.IsUnspaced(word) && !a.Intent.isStrange(f, word, a.Message.Locale):
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
