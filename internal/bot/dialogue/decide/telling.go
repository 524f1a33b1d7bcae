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
// how likely each is to be asked for with such a value.

// How many times likelier a message has a value when it asks for an intent with a field for it than when it asks for
// one with fields for others only. Customers name the number of an order, or who they are, when they only ask where it is,
// and in messages that are about no intent at all; but they hardly ever name a choice of something else.
const (
	takesIt = 10.0
	// asksOnly is for an intent without fields, unless the value is a choice.
	asksOnly = 3.0
	// inNone is for no intent at all.
	inNone = 3.0
)

// telling are the values that tell the intents of a release apart.
type telling struct {
	choices map[string]tellingChoices // by the locale whose customers call them so
	codes   []tellingCode
	// asking are the intents without fields.
	asking map[string]bool
}

// tellingCode is a kind of value that a field reads, and the intents that have such a field.
type tellingCode struct {
	kind   release.Field // without its name and texts
	reader *values.Reader
	of     map[string]bool
}

func tellingOf(all intents.Set) *telling {
	t := &telling{choices: tellingChoicesOf(all), asking: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(all.Intents)) {
		in := all.Intents[name]
		t.asking[name] = len(in.Fields) == 0
		for i := range in.Fields {
			if f := &in.Fields[i]; f.Pattern != "" || f.Type == release.FieldEmail {
				t.addCode(f, name)
			}
		}
	}
	return t
}

func (t *telling) addCode(f *intents.Field, intent string) {
	i := slices.IndexFunc(t.codes, func(c tellingCode) bool { return c.kind.Type == f.Type && c.kind.Pattern == f.Pattern })
	if i < 0 {
		i = len(t.codes)
		t.codes = append(t.codes, tellingCode{kind: release.Field{Type: f.Type, Pattern: f.Pattern}, reader: f.Reader, of: map[string]bool{}})
	}
	t.codes[i].of[intent] = true
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
		s.Parts[i].Predictions = s.telling.weigh(s.Parts[i].Predictions, s.telling.in(s.Parts[i].Text, m))
	}
	return s
}

// tellingValue is a value of a text, by the intents that have a field for it.
type tellingValue struct {
	of     map[string]bool
	choice bool
}

// in are the values of a text.
func (t *telling) in(text string, m intents.Message) []tellingValue {
	var all []tellingValue
	for _, c := range t.chosen(text, m.Locale) {
		all = append(all, tellingValue{of: c.of, choice: true})
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r == '@' || unicode.IsNumber(r) }) {
		for _, c := range t.codes {
			if c.isIn(text, m.Now, m.Locale) {
				all = append(all, tellingValue{of: c.of})
			}
		}
	}
	return all
}

// weigh returns the predictions for a text weighed by the values in it, the most confident first.
func (t *telling) weigh(all []understanding.Prediction, given []tellingValue) []understanding.Prediction {
	for _, value := range given {
		if value.choice {
			all = withUnlisted(all, value.of)
		}
		all = weigh(all, func(intent string) float64 {
			switch {
			case value.of[intent]:
				return takesIt
			case t.asking[intent] && !value.choice:
				return asksOnly
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
func weigh(all []understanding.Prediction, likely func(intent string) float64) []understanding.Prediction {
	weighed := make([]understanding.Prediction, len(all))
	rest, sum := 1.0, 0.0
	for i, p := range all {
		rest -= p.Confidence
		weighed[i] = understanding.Prediction{Intent: p.Intent, Confidence: p.Confidence * likely(p.Intent)}
		sum += weighed[i].Confidence
	}
	sum += max(rest, 0) * inNone
	if sum == 0 {
		return all
	}
	for i := range weighed {
		weighed[i].Confidence /= sum
	}
	slices.SortStableFunc(weighed, func(a, b understanding.Prediction) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return weighed
}
