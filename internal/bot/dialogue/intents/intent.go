// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package intents knows what an intent and its fields are about, from its utterances and prompts alone, and which words,
// days and numbers of a message are whose: whether a message is about an intent, asks for it or denies it, which values
// it gives, and what it corrects of those given before. It knows no predictions, no decision, and nothing of the other
// intents and of the conversation but what it is told.
//
// Begin with this file, and learn.go for what is learned. terms.go tells what a text has of an intent, denied.go and
// asked.go whether it denies it or asks for it, numbers.go and counted.go whose a number is, told.go and ownwords.go
// whose a day is, granted.go what is taken out, and amendment.go what is corrected.
package intents

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Set is the intents of a release, and what their utterances have in common.
type Set struct {
	// Intents by their names.
	Intents map[string]*Intent
	// Shared are the intents whose utterances have a term, by name and in order, and Said are the
	// utterances of few words.
	Shared map[string][]string
	Said   map[string]bool
}

// Intent is an intent of a release, and what its utterances teach of it. It never changes once it is compiled.
type Intent struct {
	release.Intent
	// Fields are those of the release's intent, with what reads them.
	Fields []Field
	// Courteous is true when the intent is about thanks and the like, and Chats are the kinds of
	// small talk that it is about.
	Courteous bool
	Chats     map[signals.SmallTalk]bool
	// Terms are those of its utterances that tell what it is about, and own those of them that no
	// other intent has.
	Terms, own map[string]bool
	// things are the terms that so many of its utterances have that they name what it is done to.
	things map[string]bool
	// opening and closing are the terms that its utterances begin with, or end in where the verb stands last:
	// they are what is done, and no number belongs to them.
	opening, closing map[string]bool
	// Denials are the words that its own utterances deny.
	Denials [][]string
	// Ends is true when its utterances ask for something to end.
	Ends bool
	// keeps is true when one of its utterances asks to keep a thing.
	keeps bool
	// acts are what its utterances want to be done, as far as there is an opposite.
	acts signals.Acts
	// harm is what most of its utterances want to be taken away, and taken what some of them do, if only
	// for a while; 0: nothing.
	harm, taken signals.Acts
	// moves is true when some of its utterances want something to be brought to another day.
	moves bool
	// alters is true when most of its utterances want a thing brought to another state, of which it has one.
	alters bool
	// phones is true where utterances ask to be phoned, and a field for the number.
	phones bool
	// meeting is how its utterances arrange to meet somebody.
	meeting meeting
	// inquires is true when many of its utterances ask something, and not for something to be done.
	inquires bool
	// asksHow is true when any of its utterances asks how something is done.
	asksHow bool
	// complained is true when any of its utterances complains about how often something comes, or that it happens by
	// itself.
	complained bool
	// unable is true when any of its utterances says what customers cannot do.
	unable bool
	// namesDays is true when any of its utterances names a day.
	namesDays bool
	// negates is true when some of its utterances negate something, and refusing when most do.
	negates, refusing bool
	// stops is true when most of its utterances refuse something, and some ask for it to end: "don't clean", "stop the
	// cleaning".
	stops bool
	// refusesTaking is true when its utterances refuse something that it takes away or stops: "don't renew it".
	refusesTaking bool
	// manner is how its utterances ask for it.
	manner manner
	// edges are how the first and the last day of its stretch are called; nil: it asks for none.
	edges *edges
	// every are all terms of its utterances, cores what those of each language have in common, and Spoken all
	// acts of which they speak.
	every  map[string]bool
	cores  []*core
	Spoken signals.Acts
}

// Field is a value that an intent asks for, and what reads it.
type Field struct {
	release.Field
	*values.Reader
	// edge is which day of a stretch the field asks for, the first or the last, where the intent asks for both.
	edge direction
}

// Compile reads what the intents of a release and their utterances teach. It fails for a field's pattern that is not
// RE2 and for an intent that is listed twice.
func Compile(all []release.Intent) (Set, error) {
	c := Set{Intents: make(map[string]*Intent, len(all))}
	for _, in := range all {
		if _, twice := c.Intents[in.Name]; twice {
			return Set{}, fmt.Errorf("intent %q is listed twice", in.Name)
		}
		in.Locales = slices.Clone(in.Locales)
		compiled := &Intent{
			Intent: in, Fields: make([]Field, 0, len(in.Fields)),
			Courteous: slices.ContainsFunc(in.AllUtterances(), wording.IsCourteous),
			Chats:     chatsOf(in),
		}
		for _, f := range in.Fields {
			reader, err := values.Compile(f, in.AllUtterances(), translationsOf(in, f.Name)...)
			if err != nil {
				return Set{}, fmt.Errorf("intent %q: field %q: %w", in.Name, f.Name, err)
			}
			compiled.Fields = append(compiled.Fields, Field{Field: f, Reader: reader})
		}
		compiled.learnEdges()
		c.Intents[in.Name] = compiled
	}
	c.learnTerms()
	for _, in := range c.Intents {
		// The classifier has learned from them; only what is above needed them here.
		in.Utterances = nil
		for i := range in.Locales {
			in.Locales[i].Utterances = nil
		}
	}
	return c, nil
}

// What may happen when an intent is answered that was not meant, as a release says it.
const (
	LowRisk    = "Low"
	MediumRisk = "Medium"
	HighRisk   = "High"
)

// Field is the field of a name; nil: there is none.
func (in *Intent) Field(name string) *Field {
	for i := range in.Fields {
		if in.Fields[i].Name == name {
			return &in.Fields[i]
		}
	}
	return nil
}

// Missing is the first required field without a value.
func (in *Intent) Missing(values map[string]string) *Field {
	for i := range in.Fields {
		if f := &in.Fields[i]; f.Required && values[f.Name] == "" {
			return f
		}
	}
	return nil
}

// DistinctField is the intent's only field whose values are told from ordinary words; nil: none.
func (in *Intent) DistinctField() *Field {
	var only *Field
	for i := range in.Fields {
		if f := &in.Fields[i]; f.Distinct && f.Required {
			if only != nil {
				return nil
			}
			only = f
		}
	}
	return only
}

// dates is how many days the intent asks for: a day in passing is not told apart among several.
func (in *Intent) dates() int {
	n := 0
	for i := range in.Fields {
		if in.Fields[i].Type == release.FieldDate {
			n++
		}
	}
	return n
}

// onlyOne tells whether no other field of the intent takes a value of the same kind.
func (in *Intent) onlyOne(f *Field) bool {
	return !slices.ContainsFunc(in.Fields, func(other Field) bool { return other.Type == f.Type && other.Name != f.Name })
}

func (in *Intent) promptOf(f *Field, locale string) string {
	return FieldOf(in.In(locale), f.Name).Prompt
}

// FieldOf is a field in the words of an intent's locale; one without a name: it has no such field.
func FieldOf(in release.Intent, name string) release.Field {
	for _, f := range in.Fields {
		if f.Name == name {
			return f
		}
	}
	return release.Field{}
}

// translationsOf are a field in the intent's other languages.
func translationsOf(in release.Intent, field string) []values.Translation {
	all := make([]values.Translation, 0, len(in.Locales))
	for _, l := range in.Locales {
		for _, p := range l.Prompts {
			if p.Field == field {
				all = append(all, values.Translation{Locale: l.Locale, Prompt: p.Prompt, Choices: p.Choices})
			}
		}
	}
	return all
}

// asks are the terms of the question for a field.
func (in *Intent) asks(f *Field, locale string) map[string]bool {
	terms := map[string]bool{}
	for _, term := range slices.Concat(signals.Terms(in.promptOf(f, locale)), signals.Terms(f.Prompt), signals.Terms(f.Name)) {
		terms[term] = true
	}
	return terms
}

// AsksForPeople tells whether a field asks for a number of people.
func (in *Intent) AsksForPeople(f *Field, m Message) bool {
	return f.IsNumber() && in.counting(f, "", m).family == "unit-people"
}

// FillFrom fills every field whose value is distinct and in the text, and says which it filled
// last; empty: none. It returns values unchanged when there is none.
func (in *Intent) FillFrom(given map[string]string, m Message) (all map[string]string, last string) {
	text := in.Granted(m)
	withoutValues := sync.OnceValue(func() string { return in.withoutValues(text, m) })
	for i := range in.Fields {
		f := &in.Fields[i]
		if given[f.Name] != "" || f.Type == release.FieldDate && (m.NoDates || in.onlyOne(f) && in.isShift(f, text, m)) {
			continue
		}
		said := in.withoutPresent(f, text, m, false)
		value := in.inPassing(f, said, m)
		if value == "" && !m.NoDates && (f.IsNumber() || f.Type == release.FieldDate) {
			if said == text {
				said = withoutValues()
			} else {
				said = in.withoutValues(said, m)
			}
			if isVerbless(m.Locale) { // a shorter clause may say it
				said = in.withoutPresent(f, said, m, false)
			}
			value = in.inOwnWords(f, said, m)
		}
		if begins, ok := in.beginning(f, given, m); ok && !m.NoDates {
			switch end := in.endByLength(f, text, begins, m); {
			case end == "" || end == value:
			case value == "":
				value = end
			default:
				value = "" // which of both is meant is asked
			}
		}
		if value == "" || f.Type == release.FieldDate && (in.isAnothersDay(f, value, given) || in.endsBefore(f, value, given, m)) || in.GoesNowhere(f, value, given, m) {
			continue
		}
		given, last = With(given, f.Name, value), f.Name
	}
	return given, last
}

// GivesAnother are the values of a message that names another thing, with at most so many words beside it: those that
// stand in it by themselves, or else the only one that tells things apart, or counts, and is no text of any kind.
func (in *Intent) GivesAnother(m Message, beside int) map[string]string {
	if given := in.Given(m); len(given) > 0 {
		return given
	}
	var given map[string]string
	for i := range in.Fields {
		f := &in.Fields[i]
		if !f.TellsThings() && !f.IsNumber() && f.Type != release.FieldChoice && f.Type != release.FieldCardLastFour {
			continue
		}
		if reading := in.Read(f, m.Text, m); reading.Value != "" && reading.Rest <= beside {
			if given != nil {
				return nil
			}
			given = map[string]string{f.Name: reading.Value}
		}
	}
	return given
}

// isAnothersDay tells whether another field has a day already: what says it once does not give it twice.
func (in *Intent) isAnothersDay(f *Field, day string, given map[string]string) bool {
	return slices.ContainsFunc(in.Fields, func(other Field) bool {
		return other.Name != f.Name && other.Type == release.FieldDate && given[other.Name] == day
	})
}

// Gives tells whether there is a value among those given that is no text of any kind.
func (in *Intent) Gives(given map[string]string) bool {
	return slices.ContainsFunc(in.Fields, func(f Field) bool { return given[f.Name] != "" && !f.AnyText() })
}

// Joined are values, and those of others for which there are none.
func Joined(values, others map[string]string) map[string]string {
	if len(others) == 0 {
		return values
	}
	out := maps.Clone(others)
	maps.Copy(out, values)
	return out
}

// With returns a copy of values with one more.
func With(values map[string]string, name, value string) map[string]string {
	out := make(map[string]string, len(values)+1)
	for k, v := range values {
		out[k] = v
	}
	out[name] = value
	return out
}

// IsNumber tells whether a field's numbers are read that way.
func (f *Field) IsNumber() bool { return f.Type == release.FieldNumber }

// TellsThings tells whether a field's values tell one thing from all others.
func (f *Field) TellsThings() bool { return f.Distinct || f.Pattern != "" }
