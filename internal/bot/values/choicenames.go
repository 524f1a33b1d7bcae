// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// Translation is the question for a field, and what its choices are called, in another language.
type Translation struct {
	Locale, Prompt string
	// Choices are in the order of the field's own; none: they are called the same.
	Choices []string
}

// ChoiceName is what customers may call a choice, and the field's own, which is its value.
type ChoiceName struct{ Name, Choice string }

// choiceNames are those that customers of a locale use.
type choiceNames struct {
	locale string
	names  []ChoiceName
}

// ChoiceNames are the names of the field's choices that customers of a locale use: those of the nearest language that
// has its own, and those of the field.
func (r *Reader) ChoiceNames(locale string) []ChoiceName {
	for tag := range release.Tags(locale) {
		if i := slices.IndexFunc(r.translated, func(t choiceNames) bool { return strings.EqualFold(t.locale, tag) }); i >= 0 {
			return r.translated[i].names
		}
	}
	return r.own
}

// ChoiceNamed is the choice that a text is the name of for customers of a locale, or else in any of the field's languages;
// empty: none, or several.
func (r *Reader) ChoiceNamed(text, locale string) string {
	if choice := onlyOfName(r.ChoiceNames(locale), text); choice != "" {
		return choice
	}
	var all []ChoiceName
	for _, t := range r.translated {
		all = append(all, t.names...)
	}
	return onlyOfName(all, text)
}

// onlyOfName is the only choice that a text is a name of; empty: none, or several.
func onlyOfName(names []ChoiceName, text string) string {
	found := ""
	for _, n := range names {
		if !chars.SameText(text, n.Name) || n.Choice == found {
			continue
		}
		if found != "" {
			return ""
		}
		found = n.Choice
	}
	return found
}

// translate takes over what the choices are called in other languages.
func (r *Reader) translate(in []Translation) {
	r.own = asNames(r.field.Choices)
	for _, t := range in {
		if len(t.Choices) != len(r.field.Choices) || len(t.Choices) == 0 {
			continue
		}
		names := slices.Clone(r.own)
		for i, name := range t.Choices {
			if said := (ChoiceName{name, r.field.Choices[i]}); !slices.Contains(names, said) {
				names = append(names, said)
			}
		}
		r.translated = append(r.translated, choiceNames{t.Locale, names})
	}
}

// asNames are choices that are called what they are.
func asNames(choices []string) []ChoiceName {
	names := make([]ChoiceName, len(choices))
	for i, choice := range choices {
		names[i] = ChoiceName{choice, choice}
	}
	return names
}
