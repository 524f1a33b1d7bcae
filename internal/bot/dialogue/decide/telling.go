// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// What a message gives tells what it asks for: "move me to Unlimited from Friday" is about the only intent that has a
// field with that choice, whatever its utterances say. By Bayes' rule the confidences of the intents are weighed by
// how likely each is to be asked for with such values.

// likelihood is how many times likelier a message has a value of a kind than when it asks for an intent with fields for
// others only.
type likelihood struct {
	// takes is for an intent with a field for it, asks for one without fields, and none for no intent at all.
	takes, asks, none float64
}

// These were chosen on the first messages of six developing sets (hack/bench-understanding/blind/everyday-tuning*.json),
// where others near them make little difference. Customers name the number of an order, or who they are, when they only
// ask where it is, and in messages that are about no intent at all; but they hardly ever name a choice of something else.
// They name days for all that there is, also when they ask when somebody is there; only those with a date are looked for.
var (
	ofChoice = likelihood{takes: 30, asks: 1, none: 1}
	// ofPart is for a word that only one choice has: "the Karcher" of "Karcher washer".
	ofPart = likelihood{takes: 10, asks: 3, none: 1}
	// askedAbout is for a choice in a question: "when is yoga?".
	askedAbout = likelihood{takes: 30, asks: 10, none: 1}
	ofCode     = likelihood{takes: 30, asks: 3, none: 2}
	// ofNumber is a telephone's or a card's.
	ofNumber = likelihood{takes: 20, asks: 1, none: 1}
	ofDay    = likelihood{takes: 3, asks: 3, none: 1}
)

// telling are the values that tell the intents of a release apart.
type telling struct {
	choices map[string]*tellingChoices // by the locale whose customers call them so
	codes   []tellingCode
	// asking are the intents without fields.
	asking map[string]bool
}

// tellingCode is a kind of value that a field reads, and the intents that have such a field.
type tellingCode struct {
	kind   release.Field // without its name, texts and bounds
	reader *values.Reader
	of     map[string]bool
}

// tellsByItself tells whether a value of a type is known as such in any text.
func tellsByItself(of string) bool {
	return of == release.FieldEmail || of == release.FieldPhone || of == release.FieldCardLastFour || of == release.FieldDate
}

// likelihood is how likely a message is to have such a value.
func (c tellingCode) likelihood() likelihood {
	switch c.kind.Type {
	case release.FieldPhone, release.FieldCardLastFour:
		return ofNumber
	case release.FieldDate:
		return ofDay
	}
	return ofCode
}

func tellingOf(all intents.Set) *telling {
	t := &telling{choices: tellingChoicesOf(all), asking: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(all.Intents)) {
		in := all.Intents[name]
		t.asking[name] = len(in.Fields) == 0
		for i := range in.Fields {
			if f := &in.Fields[i]; f.Pattern != "" || tellsByItself(f.Type) {
				t.addCode(f, name)
			}
		}
	}
	return t
}

func (t *telling) addCode(f *intents.Field, intent string) {
	kind := release.Field{Type: f.Type, Pattern: f.Pattern, Region: f.Region}
	i := slices.IndexFunc(t.codes, func(c tellingCode) bool {
		return c.kind.Type == kind.Type && c.kind.Pattern == kind.Pattern && c.kind.Region == kind.Region
	})
	if i < 0 {
		i = len(t.codes)
		t.codes = append(t.codes, tellingCode{kind: kind, reader: readerOf(kind, f), of: map[string]bool{}})
	}
	t.codes[i].of[intent] = true
}

// readerOf reads any value of a kind: within the bounds of one field, or of a day that was, others would tell nothing. What
// a pattern's values are told from is the field's to know.
func readerOf(kind release.Field, f *intents.Field) *values.Reader {
	if kind.Pattern == "" {
		if reader, err := values.Compile(kind, nil); err == nil {
			return reader
		}
	}
	return f.Reader
}

// weighed is the side with its predictions weighed by the values that the message, and each part of it, has.
func (s Side) weighed(m intents.Message) Side {
	s.byWords = s.Predictions
	if s.telling == nil {
		return s
	}
	given := s.telling.in(m.Text, m)
	s.Predictions, s.Bare = s.telling.weigh(s.Predictions, given), s.telling.weigh(s.Bare, given)
	s.byValues = len(given) > 0 && s.Choose(s.Predictions) != s.Choose(s.byWords)
	s.Parts = slices.Clone(s.Parts) // "AB123456 or AB654321" has none as a whole
	for i := range s.Parts {
		part := &s.Parts[i]
		words := s.Choose(part.Predictions)
		part.Predictions = s.telling.weigh(part.Predictions, s.telling.in(part.Text, m))
		part.ByValues = s.Choose(part.Predictions) != words
	}
	return s
}

// tellingValue is a value of a text, by the intents that have a field for it.
type tellingValue struct {
	of map[string]bool
	likelihood
}

// in are the values of a text.
func (t *telling) in(text string, m intents.Message) []tellingValue {
	var all []tellingValue
	choice := ofChoice
	if m.Question {
		choice = askedAbout
	}
	chosen := t.chosen(text, m.Locale)
	for _, c := range chosen {
		all = append(all, tellingValue{of: c.of, likelihood: choice})
	}
	if len(chosen) == 0 {
		for _, c := range t.inPart(text, m.Locale) {
			all = append(all, tellingValue{of: c.of, likelihood: ofPart})
		}
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r == '@' || unicode.IsNumber(r) }) {
		for _, c := range t.codes {
			if c.isIn(text, m.Now, m.Locale) {
				all = append(all, tellingValue{of: c.of, likelihood: c.likelihood()})
			}
		}
	}
	return all
}

// weigh returns the predictions for a text weighed by the values in it, the most confident first.
func (t *telling) weigh(all []understanding.Prediction, given []tellingValue) []understanding.Prediction {
	for _, value := range given {
		all = withUnlisted(all, value.of)
		all = weigh(all, value.none, func(intent string) float64 {
			switch {
			case value.of[intent]:
				return value.takes
			case t.asking[intent]:
				return value.asks
			}
			return 1
		})
	}
	return all
}

// isIn tells whether a text has such a value.
func (c tellingCode) isIn(text string, now time.Time, locale string) bool {
	if c.kind.Type == release.FieldEmail {
		return strings.Contains(text, "@") && c.reader.Read(text, now, locale).Value != ""
	}
	return c.reader.InPassing(text, now, locale) != ""
}

// withUnlisted are the predictions with intents that are not among the likeliest, each with an even share of half of what
// is missing to 1.
func withUnlisted(all []understanding.Prediction, of map[string]bool) []understanding.Prediction {
	rest := 1.0
	unlisted := maps.Clone(of)
	for _, p := range all {
		rest -= p.Confidence
		delete(unlisted, p.Intent)
	}
	if len(all) < understanding.TopK || rest <= 0 || len(unlisted) == 0 {
		return all
	}
	share := min(rest/float64(2*len(unlisted)), all[len(all)-1].Confidence)
	all = slices.Clone(all)
	for _, intent := range slices.Sorted(maps.Keys(unlisted)) {
		all = append(all, understanding.Prediction{Intent: intent, Confidence: share})
	}
	return all
}

// weigh multiplies the confidences of intents, and what is missing to 1, by how likely each is to have a value, and
// makes their sum 1 again.
func weigh(all []understanding.Prediction, none float64, likely func(intent string) float64) []understanding.Prediction {
	weighed := make([]understanding.Prediction, len(all))
	rest, sum := 1.0, 0.0
	for i, p := range all {
		rest -= p.Confidence
		weighed[i] = understanding.Prediction{Intent: p.Intent, Confidence: p.Confidence * likely(p.Intent)}
		sum += weighed[i].Confidence
	}
	sum += max(rest, 0) * none
	if sum == 0 {
		return all
	}
	for i := range weighed {
		weighed[i].Confidence /= sum
	}
	slices.SortStableFunc(weighed, func(a, b understanding.Prediction) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return weighed
}
