// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/contract/release"
)

var (
	// saidWrong are words that say that a value is wrong, allWrong messages that say nothing else, and notWrong what says
	// the opposite.
	saidWrong = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("wrong") + `)(?:$|\s)|` + signals.Expressions("wrong-anywhere"))
	allWrong  = regexp.MustCompile(`^(?:` + signals.Expressions("all-wrong") + `)$`)
	notWrong  = regexp.MustCompile(`(?:^|\s)(?:` + signals.Expressions("not-wrong") + `)`)
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

// wrongIn are the words with which a text says that something is wrong; empty: it does not.
func wrongIn(text string) string {
	if saysNothingWrong(text) {
		return ""
	}
	return saidWrong.FindString(strings.Join(signals.Words(text), " "))
}

// saysNothingWrong tells whether a text says that something is not wrong.
func saysNothingWrong(text string) bool {
	return notWrong.MatchString(strings.Join(signals.Words(text), " "))
}

// wrong is the field whose value is said to be wrong: the one that is named, or the only one that has a value; nil: it
// is none, or not told which.
func (a amendment) wrong() *field {
	if a.m.Question || wordsOf(a.m.Text) > maxAside || wrongIn(a.m.Text) == "" {
		return nil
	}
	named := a.named()
	switch {
	case len(named) == 1 && a.given[named[0].Name] != "":
		return named[0]
	case len(named) > 0 || !allWrong.MatchString(strings.Join(signals.Words(a.m.Text), " ")):
		return nil
	}
	var only *field
	for i := range a.in.fields {
		f := &a.in.fields[i]
		if a.given[f.Name] == "" {
			continue
		}
		if only != nil {
			return nil
		}
		only = f
	}
	if a.asked != nil {
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
func (a amendment) named() []*field {
	text := a.withoutGeneral(saidWrong.ReplaceAllString(strings.Join(signals.Words(a.m.Text), " "), " "))
	var best []*field
	most := 0
	for i := range a.in.fields {
		f := &a.in.fields[i]
		switch n := a.names(f, text); {
		case n == 0 || n < most:
		case n > most:
			best, most = []*field{f}, n
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
func (a amendment) withoutGeneral(text string) string {
	words := signals.Words(text)
	of := func(lists []string, word string) bool {
		return slices.ContainsFunc(lists, func(list string) bool { return signals.ListOf(list).HasForm(word) })
	}
	if !slices.ContainsFunc(words, func(word string) bool {
		return of(tellingKinds, word) && slices.ContainsFunc(a.in.fields, func(f field) bool { return a.names(&f, word) > 0 })
	}) {
		return text
	}
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return of(generalKinds, word) && !of(tellingKinds, word) }), " ")
}

// names tells how well a text names a field; 0: not at all.
func (a amendment) names(f *field, text string) int {
	n := 0
	own := a.ownTerms(f)
	if slices.ContainsFunc(signals.Terms(text), func(term string) bool { return own[term] }) {
		n += byItsWords
	}
	for _, name := range fieldNames {
		if isNamed(name.words, text) && (slices.Contains(name.types, f.Type) || isNamed(name.words, apart(f.Name)) || isNamed(name.words, a.in.promptOf(f, a.m.locale))) {
			n += byItsKind
		}
	}
	return n
}

// ownTerms are the terms of a field's name and prompt that no other field of the intent has.
func (a amendment) ownTerms(f *field) map[string]bool {
	own := a.in.asks(f, a.m.locale)
	for _, term := range signals.Terms(apart(f.Name)) {
		own[term] = true
	}
	for i := range a.in.fields {
		if other := &a.in.fields[i]; other.Name != f.Name {
			for term := range a.in.asks(other, a.m.locale) {
				delete(own, term)
			}
		}
	}
	return own
}

func isNamed(list signals.WordList, text string) bool {
	return slices.ContainsFunc(signals.Words(text), list.HasForm) || list.PartIn(text) != ""
}
