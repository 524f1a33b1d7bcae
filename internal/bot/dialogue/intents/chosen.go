// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
)

// chosen is the choice that a request names as what it is for, or behind what the question calls it, where it says
// something else of another: "swap it for size M, the L is huge". Empty: there is none, or more than one.
func (in *Intent) chosen(f *Field, text string, m Message) string {
	lower := strings.ToLower(text)
	if !slices.ContainsFunc(f.Choices, func(choice string) bool { return strings.Contains(lower, strings.ToLower(choice)) }) {
		return ""
	}
	c := in.counting(f, text, m)
	value := ""
	for i, t := range c.tokens {
		of := slices.IndexFunc(f.Choices, func(choice string) bool { return slices.Equal(signals.Words(choice), []string{t.Word}) })
		if of < 0 {
			continue
		}
		before := c.before(i)
		at := i
		if before != nil && (c.words.Own("owning", before.Word) || c.isThingAsked(before.Word)) {
			at, before = i-1, c.before(i-1)
		}
		switch {
		case before != nil && (values.Joins(before.Word) || values.Corrects(before.Word)):
			return "" // "M or L"
		case before != nil && c.words.Own("origin", before.Word):
			continue
		case !c.isWhatFor(i, at):
		case value != "" && value != f.Choices[of]:
			return ""
		default:
			value = f.Choices[of]
		}
	}
	if slices.ContainsFunc(wording.ClausesOf(text), func(clause string) bool { return corrects(clause, m.Locale) }) {
		return ""
	}
	return value
}

// isWhatFor tells whether a word is what a request is for. It begins at a place before it, with its name or an article.
func (c counting) isWhatFor(i, at int) bool {
	if before := c.before(at); before != nil {
		switch {
		case !wording.IsUnspaced(before.Word):
			if c.words.Own("towards", before.Word) || c.words.Own("goal", before.Word) {
				return true
			}
		case c.words.EndsIn("goal", before.Word):
			return true
		}
	}
	if at < i && c.isThingAsked(c.tokens[at].Word) {
		return true
	}
	next := c.next(i)
	switch {
	case next == nil:
		return false
	case wording.IsUnspaced(next.Word):
		return c.words.Before("goal", next.Word) != ""
	}
	return wording.LanguageOf(c.m.Locale) == "tr" && c.isThingAsked(next.Word)
}
