// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/plural"
)

// AllUtterances are the utterances of an intent in all its languages.
func (i Intent) AllUtterances() []string {
	all := slices.Clip(i.Utterances)
	for _, locale := range i.Locales {
		all = append(all, locale.Utterances...)
	}
	return all
}

// utterancePath is where utterance i of AllUtterances stands.
func (i *Intent) utterancePath(at int) string {
	if at < len(i.Utterances) {
		return utteranceAt(at)
	}
	at -= len(i.Utterances)
	for l, locale := range i.Locales {
		if at < len(locale.Utterances) {
			return fmt.Sprintf("spec.locales[%d].utterances[%d]", l, at)
		}
		at -= len(locale.Utterances)
	}
	return "spec.utterances"
}

func utteranceAt(at int) string { return fmt.Sprintf("spec.utterances[%d]", at) }

// CustomerTitle is what customers read of the intent: its title, or its name in words.
func (i Intent) CustomerTitle() string {
	if i.Title != "" {
		return i.Title
	}
	words := strings.NewReplacer("-", " ", ".", " ").Replace(i.Name)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// In returns the intent as customers of a locale get it: in the nearest language that it has,
// else as it is.
func (i Intent) In(locale string) Intent {
	for tag := range Tags(locale) {
		if l := i.localeOf(tag); l != nil {
			return i.with(*l)
		}
		if strings.EqualFold(tag, i.Locale) {
			return i
		}
	}
	return i
}

// Tags are a locale and those that it belongs to, the nearest first: zh-Hant-TW, zh-Hant and zh.
func Tags(locale string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for tag := locale; tag != "" && yield(tag); {
			tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
		}
	}
}

func (i Intent) localeOf(tag string) *IntentLocale {
	at := slices.IndexFunc(i.Locales, func(l IntentLocale) bool { return strings.EqualFold(l.Locale, tag) })
	if at < 0 {
		return nil
	}
	return &i.Locales[at]
}

func (i Intent) with(l IntentLocale) Intent {
	i.Locale, i.Title, i.Confirmation, i.Reply = l.Locale, l.Title, l.Confirmation, l.Reply
	i.Fields = slices.Clone(i.Fields)
	for at := range i.Fields {
		for _, p := range l.Prompts {
			if p.Field == i.Fields[at].Name {
				i.Fields[at].Prompt = p.Prompt
				if len(p.Choices) == len(i.Fields[at].Choices) {
					i.Fields[at].Choices = p.Choices
				}
			}
		}
	}
	return i
}

// checkLocales reports what would leave customers with two languages in one turn.
func checkLocales(intent Intent, required map[string]bool, normalise func(string) string, report reporter) {
	for i, l := range intent.Locales {
		path := fmt.Sprintf("spec.locales[%d]", i)
		if strings.EqualFold(l.Locale, intent.Locale) {
			report(path+".locale", "is spec.locale too: write what belongs to it there")
		}
		for at, utterance := range l.Utterances {
			if normalise(utterance) == "" {
				report(fmt.Sprintf("%s.utterances[%d]", path, at), "has no word in it: write what a customer would, or remove it")
			}
		}
		checkReply(l.Reply.Text, path+".reply.text", required, report)
		checkPlaceholders(l.Confirmation, path+".confirmation", required, report)
		prompted := map[string]bool{}
		for at, p := range l.Prompts {
			prompted[p.Field] = true
			if _, known := required[p.Field]; !known {
				report(fmt.Sprintf("%s.prompts[%d].field", path, at), "%q is not a field: add it to spec.fields or correct the name", p.Field)
			}
			for _, field := range intent.Fields {
				if field.Name == p.Field {
					checkChoicesIn(p, field, fmt.Sprintf("%s.prompts[%d].choices", path, at), report)
				}
			}
		}
		for _, field := range intent.Fields {
			if field.Required && !prompted[field.Name] {
				report(path+".prompts", "has no prompt for the field %q: without it the bot would ask in another language", field.Name)
			}
		}
		if intent.Confirmation != "" && l.Confirmation == "" {
			report(path+".confirmation", "is empty, but spec.confirmation is not: translate it")
		}
	}
}

// checkChoicesIn reports choices in another language of which it is not clear what they stand for.
func checkChoicesIn(p Prompt, field Field, path string, report reporter) {
	switch {
	case len(p.Choices) == 0:
		return
	case field.Type != FieldChoice:
		report(path, "are for the type Choice, which the field %q is not: remove them", field.Name)
		return
	case len(p.Choices) != len(field.Choices):
		report(path, "has %d of the %s of the field %q: write one for each, in the same order", len(p.Choices), plural.Of(len(field.Choices), "choice"), field.Name)
		return
	}
	meant := map[string]int{}
	for i, choice := range field.Choices {
		meant[asSaid(choice)] = i
	}
	seen := map[string]bool{}
	for i, choice := range p.Choices {
		at, said := fmt.Sprintf("%s[%d]", path, i), asSaid(choice)
		switch other, taken := meant[said]; {
		case said == "" || seen[said]:
			report(at, "is empty or there already: customers could not tell the choices of the field %q apart, so give each a name of its own", field.Name)
		case taken && other != i:
			report(at, "%q is also choice %d of the field %q itself, so that it would mean two: give it another name, or keep the order of spec.fields", choice, other+1, field.Name)
		}
		seen[said] = true
	}
}

// asSaid is a choice as customers say it.
func asSaid(choice string) string { return strings.ToLower(strings.TrimSpace(choice)) }
