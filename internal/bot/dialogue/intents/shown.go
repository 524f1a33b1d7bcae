// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"cmp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values/forms"
	"github.com/intentops/intentops/internal/contract/release"
)

// Fill puts the fields' values into a text of the intent as customers of a locale read them; a value that was not given
// becomes empty.
func (in *Intent) Fill(text string, given map[string]string, locale string) string {
	shown, stored := in.shown(given, locale), make(map[string]string, len(in.Fields))
	for i := range in.Fields {
		stored[in.Fields[i].Name] = given[in.Fields[i].Name]
	}
	return release.Expand(text, shown, stored)
}

// shown are the values of all fields as the intent's texts for a locale have them: choices by their names in that
// language, and what is written differently in each in its form.
func (in *Intent) shown(given map[string]string, locale string) map[string]string {
	theirs := in.In(locale)
	form := formOf(theirs.Locale, locale)
	all := make(map[string]string, len(in.Fields))
	for i := range in.Fields {
		f := &in.Fields[i]
		value := given[f.Name]
		if at := slices.Index(f.Choices, value); at >= 0 {
			value = theirs.Fields[i].Choices[at]
		}
		all[f.Name] = forms.Of(f.Type, value, form)
	}
	return all
}

// Listed are the values that were given as customers of a locale read them, in the order of their fields.
func (in *Intent) Listed(given map[string]string, locale string) []string {
	var all []string
	shown := in.shown(given, locale)
	for i := range in.Fields {
		if value := shown[in.Fields[i].Name]; value != "" {
			all = append(all, value)
		}
	}
	return all
}

// formOf is the locale by which the values in a text are written: that of the text, which is the customer's where it has
// none, and of the same language the one with a region. Nobody's is English, as for the bot's own texts.
func formOf(text, customers string) string {
	if text == "" || wording.LanguageOf(text) == wording.LanguageOf(customers) && strings.Contains(customers, "-") {
		return cmp.Or(customers, "en")
	}
	return text
}
