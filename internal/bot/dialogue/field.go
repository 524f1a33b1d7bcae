// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	// maxRest is how many words may stand beside a number, a date or a choice in an answer, and
	// maxRestAsked in one that asks something: more say something else.
	maxRest      = 8
	maxRestAsked = 2
	// maxRestProposed is how many words may stand beside a day that is proposed as a question.
	maxRestProposed = 4
	// maxRestSet is the same for a value that a question asks to set.
	maxRestSet = 6
)

// proposing is how a question begins that proposes a day, as in "Could it be the 3rd?".
var proposing = regexp.MustCompile(`(?i)^\W*(?:could|can|would|may|might|shall|how about|what about|ginge|geht|ginge es|passt|könnten|könnte|können|kann|wie wäre|puede|podría|peut-on|pourrait|potrebbe|podem?|poderia|que sean?|que sejam?)\b`)

// asksToSet is how a question begins that sets a value: "could you do 1500?".
var asksToSet = regexp.MustCompile(`(?i)^\W*(?:can|could|would) (?:you|we|i) (?:do|make|set|say|have|get|take|put|go)\b`)

// proposes tells whether a message proposes a value as a question: "can we make it the 7th?".
func (m said) proposes() bool {
	return proposing.MatchString(m.Text) || asksToSet.MatchString(m.Text)
}

// accepts tells whether a reading of an answer to the prompt is the field's value. other is the
// intent that the message alone would be understood as; nil: none.
func (f *field) accepts(reading values.Reading, m said, other, asking *intent) bool {
	switch {
	case reading.Value == "", m.AsksForHuman:
		return false
	case f.AnyText():
		return !m.Question && m.SmallTalk == "" && !m.Anger && (!m.thanksOnly() || hasNumber(m.Text) || m.ThanksFor && !m.Thanks) && (other == nil || other == asking)
	case m.Question && other != nil && other != asking && reading.Rest > maxRestAsked && other.takes(reading.Value, m):
		return false // "where is my parcel AB123456?" is a question about that one
	case f.Distinct, f.Pattern != "":
		return true
	case other != nil && other != asking && reading.Rest > maxRestAsked:
		return false
	case m.Question:
		return reading.Beside <= maxRestAsked || reading.Rest <= maxRestSet && asksToSet.MatchString(m.Text) || f.Type == release.FieldDate && reading.Rest <= maxRestProposed && proposing.MatchString(m.Text)
	}
	return reading.Rest <= maxRest
}

// numbered is how an address begins: with a number, or with the word for one that may also be a no.
var numbered = regexp.MustCompile(`(?i)^\s*no\.?\s?\d`)

func beginsWithNumber(text string) bool { return numbered.MatchString(text) }

// hasNumber tells whether a text has a number, as addresses do.
func hasNumber(text string) bool { return strings.ContainsFunc(text, unicode.IsNumber) }

// maxAside is the most words of a message that speaks of a value instead of giving it.
const maxAside = 8

// lacks tells whether a short message holds no value. Of any text that is for its words to tell.
func (f *field) lacks(reading values.Reading, m said) bool {
	return (reading.Value == "" || f.AnyText()) && wordsOf(m.Text) <= maxAside
}

// fillFrom fills every field whose value is distinct and in the text, and says which it filled
// last; empty: none. It returns values unchanged when there is none.
func (in *intent) fillFrom(given map[string]string, m said) (all map[string]string, last string) {
	text := in.granted(m)
	for i := range in.fields {
		f := &in.fields[i]
		if given[f.Name] != "" || f.Type == release.FieldDate && (m.noDates || in.dates() > 1) {
			continue
		}
		value := in.inPassing(f, text, m)
		if value == "" {
			value = in.inOwnWords(f, text, m)
		}
		if value != "" {
			given, last = with(given, f.Name, value), f.Name
		}
	}
	return given, last
}

// inPassing is the value that stands in a text by itself. A day that the customer tells of is none, nor what
// counts something else.
func (in *intent) inPassing(f *field, text string, m said) string {
	if f.Type != release.FieldDate {
		return f.InPassing(withoutOrigin(text, m.locale), m.Now, m.locale)
	}
	m.Text = text
	day := f.InPassing(in.withoutCounts(text, m), m.Now, m.locale)
	if in.tells(f, values.Reading{Value: day}, m) {
		return ""
	}
	return day
}

// dates is how many days the intent asks for: a day in passing is not told apart among several.
func (in *intent) dates() int {
	n := 0
	for i := range in.fields {
		if in.fields[i].Type == release.FieldDate {
			n++
		}
	}
	return n
}

// granted is a message without what it denies or excepts of the intent: values there are not meant.
func (in *intent) granted(m said) string {
	text := in.withoutKept(m.Text)
	if len(in.fields) == 0 || len(m.Denials) == 0 && !m.Excepts && !m.Instead {
		return text
	}
	return signals.Granted(text, m.locale, in.denies)
}

// withheld tells whether a message denies or excepts a value that it would else give.
func (in *intent) withheld(m said) bool {
	granted := in.granted(m)
	if granted == m.Text {
		return false
	}
	for i := range in.fields {
		f := &in.fields[i]
		if value := f.InPassing(m.Text, m.Now, m.locale); value != "" && f.InPassing(granted, m.Now, m.locale) != value {
			return true
		}
		if f.InPassing(signals.Taken(m.Text, m.locale, in.denies), m.Now, m.locale) != "" {
			return true
		}
	}
	return false
}

// takes tells whether a message gives that value for one of the intent's fields.
func (in *intent) takes(value string, m said) bool {
	return slices.Contains(slices.Collect(maps.Values(in.given(m))), value)
}

// with returns a copy of values with one more.
func with(values map[string]string, name, value string) map[string]string {
	out := make(map[string]string, len(values)+1)
	for k, v := range values {
		out[k] = v
	}
	out[name] = value
	return out
}

// fill puts the fields' values into a text; a value that was not given becomes empty.
func (in *intent) fill(text string, values map[string]string) string {
	all := make(map[string]string, len(in.fields))
	for i := range in.fields {
		all[in.fields[i].Name] = values[in.fields[i].Name]
	}
	return release.Expand(text, all)
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

// corrected is the text that a message puts in place of an earlier one; empty: it does not.
func corrected(old, text string) string {
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
