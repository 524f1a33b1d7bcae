// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
)

// Texts are what the bot says of itself in one language; answers and prompts come from the
// intents.
type Texts struct {
	// Locale is a BCP 47 language, such as de or pt-BR.
	Locale string `json:"locale"`
	// NotUnderstood asks for other words.
	NotUnderstood string `json:"notUnderstood"`
	// ValueNotAccepted comes before a prompt whose answer was not one.
	ValueNotAccepted string `json:"valueNotAccepted"`
	// YouAreWelcome answers thanks.
	YouAreWelcome string `json:"youAreWelcome"`
	// HandingOver says that an agent takes over.
	HandingOver string `json:"handingOver"`
	// WaitingForAgent answers what is written before an agent has the conversation.
	WaitingForAgent string `json:"waitingForAgent"`
	// NoAgentYet says that nobody accepted the handoff in time.
	NoAgentYet string `json:"noAgentYet"`
	// RequestReceived says that a handoff was accepted after all.
	RequestReceived string `json:"requestReceived"`
}

// all are the texts, in the order of allOf.
func (t *Texts) all() []*string {
	return []*string{
		&t.NotUnderstood, &t.ValueNotAccepted, &t.YouAreWelcome, &t.HandingOver,
		&t.WaitingForAgent, &t.NoAgentYet, &t.RequestReceived,
	}
}

func allOf(spec v1alpha1.BotTexts) []v1alpha1.BotText {
	return []v1alpha1.BotText{
		spec.NotUnderstood, spec.ValueNotAccepted, spec.YouAreWelcome, spec.HandingOver,
		spec.WaitingForAgent, spec.NoAgentYet, spec.RequestReceived,
	}
}

// ResolveTexts returns every text in every language: the defaults, overlaid by a Bot's
// spec.texts. A text that the spec does not set is that of the language which a customer of
// the locale would get without it: the one of pt-BR is that of pt. Sorted by locale.
func ResolveTexts(spec []v1alpha1.BotTexts) []Texts {
	resolved := slices.Clone(defaultTexts)
	// Sorted, a language comes before its regions.
	for _, own := range sortedTexts(spec) {
		texts := TextsFor(resolved, own.Locale)
		texts.Locale = own.Locale
		into := texts.all()
		for i, words := range allOf(own) {
			if text := string(words); !chars.Blank(text) {
				*into[i] = chars.Clean(text)
			}
		}
		at, known := slices.BinarySearchFunc(resolved, own.Locale, func(t Texts, locale string) int { return strings.Compare(t.Locale, locale) })
		if !known {
			resolved = slices.Insert(resolved, at, Texts{})
		}
		resolved[at] = texts
	}
	return resolved
}

// TextsRevision identifies the content of a Bot's spec.texts; empty: there are none.
func TextsRevision(spec []v1alpha1.BotTexts) string {
	if len(spec) == 0 {
		return ""
	}
	return mustHash("Texts", sortedTexts(spec))[:RevisionHashLength]
}

func sortedTexts(spec []v1alpha1.BotTexts) []v1alpha1.BotTexts {
	return slices.SortedFunc(slices.Values(spec), func(a, b v1alpha1.BotTexts) int { return strings.Compare(a.Locale, b.Locale) })
}

// TextsFor returns the texts for a customer's locale: those of exactly that locale, else of
// the nearest that it belongs to, such as zh for zh-Hant-TW, else English. What a release
// lacks, because it has no texts or was made before there was this one, is the default.
func TextsFor(texts []Texts, locale string) Texts {
	usual := *nearest(defaultTexts, locale)
	found := nearest(texts, locale)
	if found == nil {
		return usual
	}
	out := *found
	for i, text := range out.all() {
		if *text == "" {
			*text = *usual.all()[i]
		}
	}
	return out
}

// nearest returns nil when there is not even English.
func nearest(texts []Texts, locale string) *Texts {
	for tag := locale; ; {
		if i := slices.IndexFunc(texts, func(t Texts) bool { return strings.EqualFold(t.Locale, tag) }); i >= 0 {
			return &texts[i]
		}
		if tag == fallbackLocale {
			return nil
		}
		if end := strings.LastIndexByte(tag, '-'); end > 0 {
			tag = tag[:end]
		} else {
			tag = fallbackLocale
		}
	}
}

const fallbackLocale = "en"
