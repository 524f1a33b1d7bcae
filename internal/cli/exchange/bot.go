// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package exchange reads and writes the files in which other bot platforms keep intents. Each
// format has its own files here; between them and Intents stands Bot, which has what most of them
// share. What cannot be carried over is never dropped silently: a Report lists it.
package exchange

import (
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Bot is what a format and Intents have in common.
type Bot struct {
	// Name is empty where a format does not say it.
	Name string
	// Locale is the default language, a BCP 47 tag; empty where a format does not say it.
	Locale  string
	Intents []*Intent

	named map[string]*Intent
}

// Intent is one intent with the names that the format has for it and for its fields.
type Intent struct {
	Name string
	// File is where it stands, for reports.
	File        string
	Description string
	// Confirmed says that the bot asks for confirmation before it answers.
	Confirmed bool
	Fields    []*Field
	// Texts are by language. The empty one is for a format that does not say a language.
	Texts map[string]*Text
}

// Text is what an intent says and understands in one language. A field stands in it as {name}.
type Text struct {
	Utterances          []string
	Reply, Confirmation string
	// Prompts are by field.
	Prompts map[string]string
}

// Field is a value that the bot asks for.
type Field struct {
	Name     string
	Type     v1alpha1.FieldType
	Pattern  string
	Choices  []string
	Required bool
}

// Format is a way in and out.
type Format struct {
	// Name is the word on the command line, Title what people call it.
	Name, Title string
	// Read returns what files say. An error means that nothing of them can be used.
	Read func(Files, *Report) (*Bot, error)
	// Write returns the files of a bot.
	Write func(*Bot, *Report) Files
}

// Formats are all formats, by name.
var Formats = []Format{
	{"dialogflow-cx", "Dialogflow CX", readCX, writeCX},
	{"dialogflow-es", "Dialogflow ES", readES, writeES},
	{"lex", "Amazon Lex V2", readLex, writeLex},
	{"rasa", "Rasa", readRasa, writeRasa},
}

// FormatOf returns the format of a name.
func FormatOf(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// intent returns the intent of a name, which it makes where there is none.
func (b *Bot) intent(name, file string) *Intent {
	if b.named == nil {
		b.named = map[string]*Intent{}
	}
	if b.named[name] == nil {
		b.named[name] = &Intent{Name: name, File: file}
		b.Intents = append(b.Intents, b.named[name])
	}
	return b.named[name]
}

// text returns the text of a language, which it makes where there is none.
func (i *Intent) text(locale string) *Text {
	if i.Texts == nil {
		i.Texts = map[string]*Text{}
	}
	if i.Texts[locale] == nil {
		i.Texts[locale] = &Text{Prompts: map[string]string{}}
	}
	return i.Texts[locale]
}

// field returns a field by name; nil: there is none.
func (i *Intent) field(name string) *Field {
	for _, f := range i.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

var locales = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// localeOf returns the BCP 47 tag of a language as formats write it, such as pt_BR or zh-cn;
// empty: it is not a language that an Intent can have.
func localeOf(code string) string {
	parts := strings.Split(strings.ReplaceAll(strings.TrimSpace(code), "_", "-"), "-")
	for i, part := range parts {
		switch {
		case i == 0:
			parts[i] = strings.ToLower(part)
		case len(part) == 4:
			parts[i] = strings.ToUpper(part[:1]) + strings.ToLower(part[1:])
		default:
			parts[i] = strings.ToUpper(part)
		}
	}
	if tag := strings.Join(parts, "-"); locales.MatchString(tag) {
		return tag
	}
	return ""
}
