// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

// fieldName is how customers call values of a kind, whatever the prompt calls them.
type fieldName struct {
	words signals.WordList
	types []string
}

var fieldNames = []fieldName{
	{signals.ListOf("named-date"), []string{release.FieldDate}}, {signals.ListOf("named-time"), nil},
	{signals.ListOf("named-number"), []string{release.FieldNumber}}, {signals.ListOf("named-address"), nil},
	{signals.ListOf("named-email"), []string{release.FieldEmail}}, {signals.ListOf("named-phone"), []string{release.FieldPhone}},
	{signals.ListOf("named-order"), nil}, {signals.ListOf("named-card"), []string{release.FieldCardLastFour}}, {signals.ListOf("named-name"), nil},
}

// Wrong is the field whose value is said to be wrong: the one that is named, or the only one that has a value; nil: it
// is none, or not told which.
func (a Amendment) Wrong() *Field {
	if a.Message.Question || wording.WordCount(a.Message.Text) > MaxAside || SaysWrong(a.Message.Text) == "" {
		return nil
	}
	named := a.named()
	switch {
	case len(named) == 1 && a.Given[named[0].Name] != "":
		return named[0]
	case len(named) > 0 || !allWrong.MatchString(strings.Join(signals.Words(a.Message.Text), " ")):
		return nil
	}
	var only *Field
	for i := range a.Intent.Fields {
		f := &a.Intent.Fields[i]
		if a.Given[f.Name] == "" {
			continue
		}
		if only != nil {
			return nil
		}
		only = f
	}
	if a.Asked != nil {
		return nil // it may be said of the question
	}
	return only
}

// Weights of how a field is named: in its own words, or as values of its kind are.
const (
	byItsWords = 2
	byItsKind  = 1
)

// named are the fields that a message names best.
func (a Amendment) named() []*Field {
	text := a.withoutGeneral(saidWrong.ReplaceAllString(strings.Join(signals.Words(a.Message.Text), " "), " "))
	var best []*Field
	most := 0
	for i := range a.Intent.Fields {
		f := &a.Intent.Fields[i]
		switch n := a.Names(f, text); {
		case n == 0 || n < most:
		case n > most:
			best, most = []*Field{f}, n
		default:
			best = append(best, f)
		}
	}
	return best
}

// generalKinds say little beside tellingKinds: "e-mail address", "order number".
var (
	generalKinds = []string{"named-address", "named-number"}
	tellingKinds = []string{"named-email", "named-phone", "named-order", "named-card"}
)

// withoutGeneral is a text without general names where another one names a field.
func (a Amendment) withoutGeneral(text string) string {
	words := signals.Words(text)
	of := func(lists []string, word string) bool {
		return slices.ContainsFunc(lists, func(list string) bool { return signals.ListOf(list).HasForm(word) })
	}
	if !slices.ContainsFunc(words, func(word string) bool {
		return of(tellingKinds, word) && slices.ContainsFunc(a.Intent.Fields, func(f Field) bool { return a.Names(&f, word) > 0 })
	}) {
		return text
	}
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return of(generalKinds, word) && !of(tellingKinds, word) }), " ")
}

// Names tells how well a text names a field; 0: not at all.
func (a Amendment) Names(f *Field, text string) int {
	n := 0
	own := a.ownTerms(f)
	if slices.ContainsFunc(signals.Terms(text), func(term string) bool { return own[term] }) {
		n += byItsWords
	}
	for _, name := range fieldNames {
		if isNamed(name.words, text) && (slices.Contains(name.types, f.Type) || isNamed(name.words, wording.WordsOfName(f.Name)) || isNamed(name.words, a.Intent.promptOf(f, a.Message.Locale))) {
			n += byItsKind
		}
	}
	return n
}

// ownTerms are the terms of a field's name and prompt that no other field of the intent has.
func (a Amendment) ownTerms(f *Field) map[string]bool {
	own := a.Intent.asks(f, a.Message.Locale)
	for _, term := range signals.Terms(wording.WordsOfName(f.Name)) {
		own[term] = true
	}
	for i := range a.Intent.Fields {
		if other := &a.Intent.Fields[i]; other.Name != f.Name {
			for term := range a.Intent.asks(other, a.Message.Locale) {
				delete(own, term)
			}
		}
	}
	return own
}

func isNamed(list signals.WordList, text string) bool {
	return slices.ContainsFunc(signals.Words(text), list.HasForm) || list.PartIn(text) != ""
}
