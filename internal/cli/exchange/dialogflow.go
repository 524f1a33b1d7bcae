// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// usualPriority is that of an intent of Dialogflow for which nobody set one.
const usualPriority = 500000

// empty is a list that is there and has nothing in it.
var empty = []json.RawMessage{}

// languagesOf are the languages of a bot, the default one first.
func languagesOf(bot *Bot) []string {
	all := map[string]bool{}
	for _, i := range bot.Intents {
		for locale := range i.Texts {
			all[locale] = true
		}
	}
	delete(all, bot.Locale)
	return append([]string{bot.Locale}, slices.Sorted(maps.Keys(all))...)
}

func lowered(languages []string) []string {
	out := []string{}
	for _, l := range languages {
		out = append(out, strings.ToLower(l))
	}
	return out
}

func namesOf(bot *Bot) []string {
	var names []string
	for _, i := range bot.Intents {
		names = append(names, i.Name)
	}
	return names
}

// referring replaces {name} of fields by what refers to a parameter.
func referring(text string, i *Intent, reference func(string) string) string {
	var pairs []string
	for _, f := range i.Fields {
		pairs = append(pairs, "{"+f.Name+"}", reference(f.Name))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// ownType is an entity type that a field needs.
type ownType struct {
	name   string
	values []string
	regexp bool
}

// typesOf are the entity types for fields with choices or patterns. Each field has its own: two
// of one name may differ.
func typesOf(bot *Bot) []ownType {
	var types []ownType
	for _, i := range bot.Intents {
		for _, f := range i.Fields {
			switch name := typeName(i, f); {
			case f.Type == v1alpha1.FieldChoice:
				types = append(types, ownType{name, f.Choices, false})
			case f.Pattern != "":
				types = append(types, ownType{name, []string{f.Pattern}, true})
			}
		}
	}
	return types
}

// hasOwnType is true of a field whose type is exported with it.
func (f *Field) hasOwnType() bool { return f.Type == v1alpha1.FieldChoice || f.Pattern != "" }

// typeName is a name that every platform takes: letters, digits and _, and no two the same.
func typeName(i *Intent, f *Field) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || isPlain(r) {
			return r
		}
		return -1
	}, f.Name)
	return "t" + hashOf(i.Name + "\x00" + f.Name)[:6] + "_" + name[:min(len(name), 20)]
}

// dialogflowTypes are the types of Dialogflow for those of fields; what it has none for is text.
var dialogflowTypes = map[v1alpha1.FieldType]string{
	v1alpha1.FieldNumber: "@sys.number", v1alpha1.FieldDate: "@sys.date", v1alpha1.FieldEmail: "@sys.email",
	v1alpha1.FieldPhone: "@sys.phone-number", v1alpha1.FieldText: "@sys.any",
}

// dialogflowType is the type of a field's parameter.
func dialogflowType(i *Intent, f *Field) string {
	if f.hasOwnType() {
		return "@" + typeName(i, f)
	}
	return cmp.Or(dialogflowTypes[f.Type], dialogflowTypes[v1alpha1.FieldText])
}
