// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package wording

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/intentops/intentops/internal/bot/signals"
)

// Item is what stands between two places of a text where another thing may be named beside one: "a drill", "a saw".
type Item struct {
	// Text is the item as written.
	Text string
	// Joined is true behind a word such as "and", and Apart for what begins a sentence without one.
	Joined, Apart bool
}

// betweenThings stands between two things of a list in a script without spaces, and may be a part of a name elsewhere.
var betweenThings = signals.ListOf("between-things")

// joiningPhrase is what says "and" in several words, or by a sign.
var joiningPhrase = regexp.MustCompile(`(?i)(?:\s|^)(?:` + signals.Expressions("joining-phrase") + `|\+)\s`)

// ItemsOf are the items of a text. In a script without spaces a run is cut where all its parts are items, which is what
// isItem tells.
func ItemsOf(text, locale string, isItem func(text string) bool) []Item {
	var all []Item
	for i, p := range cutUp(joiningPhrase.ReplaceAllString(text, " & "), locale) {
		item := Item{Text: p.text, Joined: p.joins, Apart: i > 0 && p.joint == bySentence && !p.joins}
		all = append(all, item.parts(locale, isItem)...)
	}
	return all
}

// parts are the items that an item of a script without spaces is made of.
func (i Item) parts(locale string, isItem func(text string) bool) []Item {
	if !strings.ContainsFunc(i.Text, IsUnspacedRune) {
		return []Item{i}
	}
	for _, word := range slices.Sorted(slices.Values(betweenThings.For(locale).All())) {
		parts := strings.Split(i.Text, word)
		if len(parts) == 1 || slices.ContainsFunc(parts, func(part string) bool { return !isItem(part) }) {
			continue
		}
		all := []Item{{Text: strings.TrimSpace(parts[0]), Joined: i.Joined, Apart: i.Apart}}
		for _, part := range parts[1:] {
			all = append(all, Item{Text: strings.TrimSpace(part), Joined: true})
		}
		return all
	}
	return []Item{i}
}

// CutJoint is a text without the word such as "and" or "also" that it begins with; found is false where there is none.
func CutJoint(text, locale string) (rest string, found bool) {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	if LanguageOf(locale) == "ar" && joinsInArabic(strings.TrimSpace(text)) {
		return strings.TrimPrefix(text, "و"), true
	}
	all := cutUp(text, locale)
	if len(all) == 0 || !all[0].joins {
		return text, false
	}
	_, behind, _ := strings.Cut(text, all[0].text)
	return all[0].text + behind, true
}
