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

const (
	// MaxRest is how many words may stand beside a number, a date or a choice in an answer, and
	// maxRestAsked in one that asks something: more say something else.
	MaxRest      = 8
	maxRestAsked = 2
	// maxRestProposed is how many words may stand beside a day that is proposed as a question.
	maxRestProposed = 4
	// maxRestSet is the same for a value that a question asks to set.
	maxRestSet = 6
)

// Accepts tells whether a reading of an answer to the prompt is the field's value. other is the
// intent that the message alone would be understood as; nil: none.
func (f *Field) Accepts(reading values.Reading, m Message, other, asking *Intent) bool {
	switch {
	case reading.Value == "", m.AsksForHuman:
		return false
	case f.AnyText():
		return !m.Question && m.SmallTalk == "" && !m.Anger && (!m.ThanksOnly() || wording.HasNumber(m.Text) || m.ThanksFor && !m.Thanks) && (other == nil || other == asking)
	case m.Question && other != nil && other != asking && reading.Rest > maxRestAsked && other.takes(reading.Value, m):
		return false // "where is my parcel AB123456?" is a question about that one
	case f.Distinct, f.Pattern != "":
		return true
	case other != nil && other != asking && reading.Rest > maxRestAsked:
		return false
	case m.Question:
		return reading.Beside <= maxRestAsked || reading.Rest <= maxRestSet && asksToSet.MatchString(m.Text) ||
			f.Type == release.FieldDate && reading.Rest <= maxRestProposed && proposing.MatchString(m.Text)
	}
	return reading.Rest <= MaxRest
}

// numbered is how an address begins: with a number, or with the word for one that may also be a no.
var numbered = regexp.MustCompile(`(?i)^\s*no\.?\s?\d`)

// BeginsWithNumber tells whether a text begins as an address does.
func BeginsWithNumber(text string) bool { return numbered.MatchString(text) }

// MaxAside is the most words of a message that speaks of a value instead of giving it.
const MaxAside = 8

// Lacks tells whether a short message holds no value. Of any text that is for its words to tell.
func (f *Field) Lacks(reading values.Reading, m Message) bool {
	return (reading.Value == "" || f.AnyText()) && wording.WordCount(m.Text) <= MaxAside
}

// inPassing is the value that stands in a text by itself. A day that the customer tells of is none, nor what
// counts something else.
func (in *Intent) inPassing(f *Field, text string, m Message) string {
	switch f.Type {
	case release.FieldDate:
		if day, shared := in.directed(f, text, m); shared {
			return day
		}
		if f.Past {
			return in.sinceDay(f, text, m)
		}
	case release.FieldChoice:
		text, _ = in.withoutRefused(f, in.withoutOtherWords(f, text, m), m)
		if choice, shared := in.directed(f, text, m); shared {
			return choice
		}
		if value := f.InPassing(withoutOrigin(text, m.Locale), m.Now, m.Locale); value != "" {
			return value
		}
		if choice := in.chosen(f, text, m); choice != "" {
			return choice
		}
		return in.inPart(f, text, m)
	default:
		return f.InPassing(withoutOrigin(text, m.Locale), m.Now, m.Locale)
	}
	m.Text = text
	day := f.InPassing(in.withoutCounts(text, m), m.Now, m.Locale)
	if in.Tells(f, values.Reading{Value: day}, m) {
		return ""
	}
	return day
}

// takes tells whether a message gives that value for one of the intent's fields.
func (in *Intent) takes(value string, m Message) bool {
	return slices.Contains(slices.Collect(maps.Values(in.Given(m))), value)
}

// Corrected is the text that a message puts in place of an earlier one; empty: it does not.
func Corrected(old, text string) string {
	for _, r := range replacing {
		m := r.text.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		was := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(strings.TrimSpace(m[r.old]))).FindStringIndex(old)
		if was != nil {
			return old[:was[0]] + strings.TrimSpace(m[r.new]) + old[was[1]:]
		}
	}
	rest := correcting.ReplaceAllString(strings.TrimSpace(text), "")
	if rest == "" || rest == strings.TrimSpace(text) {
		return ""
	}
	return rest
}

// replacing are "X, not Y" and "not Y but X", by the words for not and but.
var replacing = []struct {
	text     *regexp.Regexp
	new, old int
}{
	{regexp.MustCompile(`(?i)^(?:.*?\b(?:sorry|no|nein|perdón|pardon|scusi|desculpe)[, ]+)?(?:it'?s |i mean |ich meine )?(.+?)[,;]?\s+(?:and |und |y |et )?(?:not|nicht|no|pas|non|não)\s+(.+?)[.!]?$`), 1, 2},
	{regexp.MustCompile(`(?i)^(?:.*[, ])?(?:not|nicht|no|pas|non|não)\s+(.+?)[,;]?\s+(?:but|sondern|sino|mais|ma|mas)\s+(.+?)[.!]?$`), 2, 1},
}

// correcting is what comes before a value that replaces another.
var correcting = regexp.MustCompile(`(?i)^(?:(?:no|nope|nein|non|não|wait|sorry|oops|actually|moment|halt|perdón|perdona|pardon|désolée?|scusi|scusa|desculpe|oh|ah|ach|i|it|that|mean|meant|should|be|read|say|is|its|it's|i'm|make|ich|meine|meinte|es|ist|quise|decir|je|voulais|dire|volevo|quis|dizer|c'est|correction|korrektur|rather|instead|to|the|address|adresse|new|one|my|mistake|typo|wrong|falsch)(?:[\s,:;.!…-]+|$))+`)

var (
	figures = regexp.MustCompile(`[0-9]+`)
)

// IsByPlace tells whether a text names one of the field's choices by its place: "the third".
func (f *Field) IsByPlace(text string) bool {
	return f.Type == release.FieldChoice && values.Position(text, len(f.Choices)) >= 0
}

// GivesOther tells whether a text gives another value than those for one of the intent's fields.
func (in *Intent) GivesOther(text string, than map[string]string, m Message) bool {
	m.Text = text
	for name, value := range in.Given(m) {
		if value != than[name] {
			return true
		}
	}
	return false
}

// Replaces tells whether a text gives another value for one of the intent's fields than the one that it has.
func (in *Intent) Replaces(text string, given map[string]string, m Message) bool {
	m.Text = text
	for name, value := range in.Given(m) {
		if given[name] != "" && value != given[name] {
			return true
		}
	}
	return false
}

// Given are the values that a message gives in passing.
func (in *Intent) Given(m Message) map[string]string {
	values, _ := in.FillFrom(nil, m)
	return values
}

// EndingIn is the value that was given with other figures at its end: "457 at the end"; empty: the message
// says nothing of it.
func (f *Field) EndingIn(given string, text string, m Message) string {
	found := figures.FindAllString(text, 2)
	if !f.Distinct || !atTheEnd.In(text) || m.Question || len(found) != 1 || len(found[0]) >= len(given) || wording.WordCount(text) > MaxAside {
		return ""
	}
	value := given[:len(given)-len(found[0])] + found[0]
	if !figures.MatchString(given[len(given)-len(found[0]):]) || f.Read(value, m.Now, m.Locale).Value != value {
		return ""
	}
	return value
}

var (
	// atTheEnd are words for the end of a number.
	atTheEnd = signals.ListOf("at-the-end")
)

// NamesAThing tells whether a text has a value by which a thing is told from all others, and that is not among those
// given: "cancel AB123456".
func (in *Intent) NamesAThing(m Message, given map[string]string) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool {
		value := f.InPassing(m.Text, m.Now, m.Locale)
		return f.TellsThings() && value != "" && !IsOneOf(strings.ToLower(value), given)
	})
}

// IsOneOf tells whether a word is a value, or a part of one, with a number in it. A few figures may be in any date.
func IsOneOf(word string, given map[string]string) bool {
	for _, value := range given {
		value = strings.ToLower(value)
		if wording.HasNumber(word) && (word == value || len(word) >= minPart && strings.Contains(value, word)) {
			return true
		}
	}
	return false
}

// minPart is the fewest characters of a part of a value that is known again.
const minPart = 3
