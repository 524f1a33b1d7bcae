// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// atHour is a time of the day, which is no count.
var atHour = regexp.MustCompile(`(?i)[0-9]\s?(?:[:.h][0-9]{2}\b|am\b|pm\b|uhr\b|h\b|o'clock)|[0-9](?:点|時)`)

// inOwnWords is the value that a request gives for a field without doubt: a number that counts what the field
// asks for ("for 2 nights"), or the only one where something is set to it in the words of the intent ("raise my
// limit to 2000"), and a day in those words ("book yoga tomorrow"). Empty: there is none.
func (in *Intent) inOwnWords(f *Field, text string, m Message) string {
	switch {
	case f.IsNumber():
		return in.numberInPassing(f, text, m)
	case f.Type == release.FieldDate && !f.Past && in.onlyOne(f):
		return in.dayInOwnWords(f, text, m)
	}
	return ""
}

// withoutValues is a text without those that are told from ordinary words: "for Friday, my number is 07700 900123". Only
// figures may be taken for a number or a day.
func (in *Intent) withoutValues(text string, m Message) string {
	for i := range in.Fields {
		if !wording.HasNumber(text) {
			break
		}
		text = in.Fields[i].Without(text, m.Now, m.Locale)
	}
	return text
}

// numberInPassing is the number of a request that belongs to a field.
func (in *Intent) numberInPassing(f *Field, text string, m Message) string {
	if in.dates() > 0 {
		text = values.InDaysAhead(values.InDate(text, m.Now), m.Now)
	}
	if own := in.numberOfThing(f, text, m); own != nil && in.onlyOne(f) {
		return own.Value
	}
	left, _ := in.numbersOf(f, text, m, func(c counting, first, last int) bool {
		is := c.belongs(first, last)
		return !c.isDated(first) && (is == toAsked || is == toNothing && !c.isAnothers(first, last) && !c.isArticle(first, last))
	})
	if f.Read(left, m.Now, m.Locale).Value == "" {
		return "" // there is none, or there are several
	}
	sure, _ := in.numbersOf(f, text, m, func(c counting, first, last int) bool {
		return !c.isDated(first) && c.belongs(first, last) == toAsked && c.isOfOneField(first, last)
	})
	reading := f.Read(sure, m.Now, m.Locale)
	if reading.Value == "" && in.onlyOne(f) {
		set, _ := in.numbersOf(f, text, m, func(c counting, first, last int) bool {
			return !c.isDated(first) && c.belongs(first, last) != toOther && c.isSet(first, last)
		})
		reading = f.Read(set, m.Now, m.Locale)
	}
	if f.AsksAbout(reading, m) {
		return ""
	}
	return in.withOthers(f, reading, text, m).Value
}

// isSet tells whether something is set to a number, or is for it: "to 2000", "for 4", "book 2". One behind a
// name is that thing's ("order 4711"), and one behind "by" a difference.
func (c counting) isSet(first, last int) bool {
	if atHour.MatchString(c.text) {
		return false
	}
	if before := c.before(first); before != nil {
		switch {
		case wording.IsUnspaced(before.Word):
			if c.words.EndsIn("towards", before.Word) || c.in.opening[wording.LastPair(before.Word)] {
				return true
			}
		case c.isAsked(before.Word): // it may be the number of that
		case c.mayBeWhoItIsFor(first):
			return false
		case c.words.Own("towards", before.Word), c.in.opening[before.Word], c.in.opening[wording.TermOf(before.Word)], wording.IsCurrency(before.Word) && c.isSet(first-1, last):
			return true
		}
	}
	next := c.next(last)
	if next == nil {
		return false
	}
	if wording.IsUnspaced(next.Word) {
		return c.words.Before("towards", next.Word) != ""
	}
	return c.in.closing[wording.TermOf(next.Word)] || wording.LanguageOf(c.m.Locale) == "tr" && c.words.Own("towards", next.Word)
}

// isArticle tells whether a word for one stands before what the intent is about: "einen Tisch".
func (c counting) isArticle(first, last int) bool {
	next := c.next(last)
	return first == last && next != nil && c.words.Own("one", c.tokens[first].Word) && c.in.every[wording.TermOf(next.Word)]
}

// isAnothers tells whether another field of the intent asks for what a number counts.
func (c counting) isAnothers(first, last int) bool {
	return slices.ContainsFunc(c.in.Fields, func(other Field) bool {
		return other.Name != c.f.Name && other.IsNumber() && c.in.counting(&other, c.text, c.m).belongs(first, last) == toAsked
	})
}

// withoutCounts is a text without the numbers that count what other fields of the intent ask for: no day is
// among them.
func (in *Intent) withoutCounts(text string, m Message) string {
	for i := range in.Fields {
		if f := &in.Fields[i]; f.IsNumber() {
			text, _ = in.numbersOf(f, text, m, func(c counting, first, last int) bool { return c.belongs(first, last) != toAsked })
		}
	}
	return text
}

// isStrange tells whether a word is neither the intent's nor one that stands beside any value.
func (in *Intent) isStrange(f *Field, word, locale string) bool {
	words := wording.LexisOf(locale, in.Locale)
	terms := signals.TermsOf([]string{word})
	if f.Type == release.FieldDate && (words.Has("starting", word) || words.Own("around-day", word) || in.moves && (words.Has("moving", word) || words.Own("asks-new", word))) {
		return false
	}
	if len(terms) == 0 || wording.HasNumber(word) || words.Known(word) || words.UnitOf(word) != "" || wording.IsUnspaced(word) && wording.HasTerm(in.Terms, []string{word}) {
		return false
	}
	if in.isOfChoice(word, locale) || wording.IsUnspaced(word) && in.isBesideDay(f, word, locale) {
		return false
	}
	asked := in.asks(f, locale)
	maps.Copy(asked, in.thingsTold(locale))
	return slices.ContainsFunc(terms, func(term string) bool {
		_, known := in.things[term]
		return !known && !asked[term]
	})
}

// BeginsOtherwise tells whether a text begins with a word that is neither the intent's nor one that stands beside any
// value: it may be a verb for something else, "and print AB123457".
func (in *Intent) BeginsOtherwise(f *Field, text, locale string) bool {
	words := signals.Words(text)
	return len(words) > 1 && in.isStrange(f, words[0], locale) && !in.SpeaksOf(words[0]) && !wording.Courtesies.Has(words[0]) &&
		!alsoBefore.For(locale).Has(words[0]) && !alsoBehind.For(locale).Has(words[0])
}

// thingsTold are the terms of the questions for what tells a thing from all others: "order number AB12345".
func (in *Intent) thingsTold(locale string) map[string]bool {
	terms := map[string]bool{}
	for i := range in.Fields {
		if other := &in.Fields[i]; other.TellsThings() {
			maps.Copy(terms, in.asks(other, locale))
		}
	}
	return terms
}

// isBesideDay tells whether a run of a script without spaces is made of words that may stand beside a day: "我想从".
func (in *Intent) isBesideDay(f *Field, run, locale string) bool {
	words := wording.LexisOf(locale, in.Locale)
	if f.Type != release.FieldDate {
		return false
	}
	left := strings.TrimPrefix(run, words.Before("starting", run))
	for _, start := range signals.ListOf("starting").For(locale).All() {
		left = strings.TrimSuffix(left, start)
	}
	return in.counting(f, "", Message{Locale: locale}).knowsRun(left)
}

// ShowsLate tells whether the customer would not read a number or a day that was taken from the request: the
// answer does not repeat it, and the question before it would.
func (in *Intent) ShowsLate(given map[string]string, locale string) bool {
	own := in.In(locale)
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		name := "{" + f.Name + "}"
		return (f.IsNumber() || f.Type == release.FieldDate) && given[f.Name] != "" && !strings.Contains(own.Reply.Text, name) && strings.Contains(own.Confirmation, name)
	})
}
